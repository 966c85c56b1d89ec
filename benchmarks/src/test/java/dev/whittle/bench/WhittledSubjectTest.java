package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** Subjects as they are packed, and one of them all the way through the tool's own jars. */
class WhittledSubjectTest {
    @TempDir
    Path folder;

    private static Subject subject(String name) {
        return Subjects.all().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theToolProvesWhatItDidAndTheResultsAgree() {
        Subject subject = subject("medium");
        Tool.Whittled made = Tool.find().whittle(subject, folder);
        assertThat(made.proved()).isPositive();
        assertThat(made.reverted()).isZero();
        String type = subject.cases().get(0).type();
        try (Operation original = Operation.load(made.original(), type);
                Operation whittled = Operation.load(made.whittled(), type)) {
            Operation.requireEqual(type, original.checksum(), whittled.checksum());
            assertThat(codeSize(made.whittled(), ModelDriver.NAME, "applyAsLong"))
                    .isLessThan(codeSize(made.original(), ModelDriver.NAME, "applyAsLong"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge", "huge-many"})
    void theHugeMethodIsBeyondTheLimitOfTheCompilers(String name) {
        assertThat(driverSize(name)).isGreaterThan(8001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"medium", "medium-many"})
    void theMediumMethodIsBeyondTheLimitOfInlining(String name) {
        assertThat(driverSize(name)).isBetween(326, 1000);
    }

    @Test
    void eachSubjectIsAProgramOfItsOwnWithAllThatIsMeasured() throws Exception {
        for (Subject subject : Subjects.all()) {
            Path jar = folder.resolve(subject.name() + ".jar");
            SubjectJar.write(subject, jar);
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(file.getManifest().getMainAttributes().getValue("Main-Class"))
                        .isEqualTo(subject.main());
                assertThat(file.getEntry(subject.main().replace('.', '/') + ".class"))
                        .isNotNull();
            }
            for (Subject.Case part : subject.cases()) {
                Operation.load(jar, part.type()).close();
                Operation.load(jar, part.reference()).close();
            }
        }
    }

    @Test
    void theLoopsBehindAGuardAndWithoutGiveTheSame() {
        Subject subject = subject("guard");
        Path jar = folder.resolve("guard.jar");
        SubjectJar.write(subject, jar);
        for (Subject.Case part : subject.cases()) {
            try (Operation guarded = Operation.load(jar, part.type());
                    Operation unguarded = Operation.load(jar, part.reference())) {
                Operation.requireEqual(part.type(), unguarded.checksum(), guarded.checksum());
            }
        }
    }

    /** Eleven tests and ten switches, and in another class ten tests. */
    public static final class Known implements java.util.function.LongSupplier {
        @Override
        public long getAsLong() {
            long sum = 0;
            for (int i = 0; i < 10; i++) {
                switch (i) {
                    case 1:
                        sum += 3;
                        break;
                    default:
                        sum++;
                }
                sum += Odd.of(i);
            }
            return sum;
        }
    }

    static final class Odd {
        static int of(int i) {
            return (i & 1) != 0 ? 1 : 0;
        }
    }

    @Test
    void branchesAreCountedOneByOne() throws Exception {
        Path jar = folder.resolve("known.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : List.of(Known.class, Odd.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                zip.putNextEntry(new ZipEntry(name));
                zip.write(getClass().getClassLoader().getResourceAsStream(name).readAllBytes());
            }
        }
        String known = Known.class.getName();
        String odd = Odd.class.getName().replace('.', '/');
        assertThat(BranchCount.of(jar, new Subject.HotPath("", known, List.of(known.replace('.', '/')), 1, 0)))
                .isEqualTo(new BranchCount.Count(21, 0));
        assertThat(BranchCount.of(jar, new Subject.HotPath("", known, List.of(known.replace('.', '/'), odd), 10, 0)))
                .isEqualTo(new BranchCount.Count(3.1, 0));
    }

    @Test
    void theReceivePathHasAtLeast47Branches() {
        Subject subject = subject("rx");
        Path jar = folder.resolve("rx.jar");
        SubjectJar.write(subject, jar);
        BranchCount.Count count = BranchCount.of(jar, subject.path());
        assertThat(count.branches()).isBetween(47.0, 100.0);
        assertThat(count.switches()).isZero();
    }

    @Test
    void packingTwiceGivesTheSameBytes() throws Exception {
        Path first = folder.resolve("first.jar");
        Path second = folder.resolve("second.jar");
        SubjectJar.write(subject("rx"), first);
        SubjectJar.write(subject("rx"), second);
        assertThat(first).hasSameBinaryContentAs(second);
    }

    private int driverSize(String name) {
        Path jar = folder.resolve(name + ".jar");
        SubjectJar.write(subject(name), jar);
        return codeSize(jar, ModelDriver.NAME, "applyAsLong");
    }

    private static int codeSize(Path jar, String type, String method) {
        Map<String, Integer> sizes = new HashMap<>();
        try (JarFile file = new JarFile(jar.toFile());
                var in = file.getInputStream(file.getEntry(type + ".class"))) {
            new ClassReader(in)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String name, String descriptor, String signature, String[] thrown) {
                                    return new CodeSizeEvaluator(null) {
                                        @Override
                                        public void visitEnd() {
                                            sizes.put(name, getMinSize());
                                        }
                                    };
                                }
                            },
                            0);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return sizes.get(method);
    }
}
