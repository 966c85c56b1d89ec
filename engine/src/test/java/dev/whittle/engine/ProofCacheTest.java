package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;
import dev.whittle.model.Staging;
import dev.whittle.model.Verdict;
import dev.whittle.report.Reports;
import dev.whittle.report.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Proofs that outlive a process: what is believed, and what is proved again. */
class ProofCacheTest {
    @TempDir
    Path folder;

    private final Whittle whittle = new Whittle(Progress.silent());
    private Path app;
    private Path whittled;
    private Path cache;

    @BeforeEach
    void whittled() throws IOException {
        app = folder.resolve("app.jar");
        whittled = Request.besides(app);
        cache = folder.resolve("proofs");
        List<Entry> entries = RewritingTest.CLASSES.entrySet().stream()
                .map(e -> new Entry(e.getKey() + ".class", e.getValue()))
                .toList();
        Staging.write(app, new JarContents(entries).toJar());
        whittle.transform(Request.of(app, null), RewritingTest.plan(), false);
    }

    private Judgement verify() {
        return whittle.verify(List.of(app), List.of(whittled), List.of(), Require.PROVED, cache);
    }

    private List<Path> proofs() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.sorted().toList();
        }
    }

    private void edit(String owner, String name, Consumer<MethodNode> edit) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : JarContents.read(whittled).entries()) {
            byte[] bytes = entry.bytes();
            if (entry.name().equals(owner + ".class")) {
                var node = ClassFiles.parse(bytes);
                node.methods.stream().filter(m -> m.name.equals(name)).forEach(edit);
                bytes = ClassFiles.write(node);
            }
            entries.add(new Entry(entry.name(), bytes));
        }
        Staging.write(whittled, new JarContents(entries).toJar());
    }

    @Test
    void theSecondRunProvesNothingAnewAndSaysTheSame() throws IOException {
        Judgement first = verify();
        assertThat(first.accepted()).as("%s", first).isTrue();
        assertThat(first.verdicts()).hasSizeGreaterThan(3);
        assertThat(first.judged()).isEqualTo(first.verdicts().size());
        Judgement second = verify();
        assertThat(second.judged()).isZero();
        assertThat(second.verification()).isEqualTo(first.verification());
        assertThat(Reports.sarif(second.verification())).isEqualTo(Reports.sarif(first.verification()));
        assertThat(whittle.verify(List.of(app), List.of(whittled), List.of(), Require.PROVED)
                        .judged())
                .as("without the cache")
                .isEqualTo(first.judged());
    }

    @Test
    void aMethodThatChangedIsProvedAgain() throws IOException {
        Judgement first = verify();
        edit("app/Far", "f", m -> m.instructions.insert(new InsnNode(Opcodes.NOP)));
        Judgement second = verify();
        long far = first.verdicts().stream()
                .filter(v -> v.method().owner().equals("app/Far"))
                .count();
        assertThat(second.judged())
                .as("the methods of the changed class")
                .isEqualTo((int) far)
                .isPositive();
    }

    @Test
    void aWrongMethodIsFoundThoughTheRightOneWasKept() throws IOException {
        assertThat(verify().accepted()).isTrue();
        edit("app/Driver", "both", m -> m.instructions.insert(new IincInsnNode(1, 1)));
        Judgement wrong = verify();
        assertThat(wrong.accepted()).isFalse();
        assertThat(wrong.verdicts())
                .filteredOn(v -> v.method().equals(RewritingTest.BOTH))
                .allMatch(v -> !(v.verdict() instanceof Verdict.Proved));
        assertThat(verify().judged()).as("only proofs are kept").isPositive();
    }

    @Test
    void whatTheProgramRunsWithIsPartOfTheKey() throws IOException {
        Judgement first = verify();
        Path library = folder.resolve("lib.jar");
        byte[] far = RewritingTest.CLASSES.get("app/Far");
        Staging.write(library, new JarContents(List.of(new Entry("app/Far.class", far))).toJar());
        Judgement other = whittle.verify(List.of(app), List.of(whittled), List.of(library), Require.PROVED, cache);
        assertThat(other.judged()).isEqualTo(first.judged());
    }

    @Test
    void anEntryThatIsDamagedIsProvedAgainAndMended() throws IOException {
        Judgement first = verify();
        List<Path> proofs = proofs();
        assertThat(proofs).hasSize(first.judged());
        Files.writeString(proofs.get(0), Files.readString(proofs.get(0)).replace("how ", "how else "));
        Files.writeString(proofs.get(1), "");
        // A proof of something else, under a name that is not its own.
        Files.writeString(proofs.get(2), Files.readString(proofs.get(3)));
        assertThat(verify().judged()).isEqualTo(3);
        assertThat(verify().judged()).isZero();
        Files.write(proofs.get(0), new byte[100_000]);
        Files.writeString(proofs.get(1), Files.readString(proofs.get(1)) + "more\n");
        assertThat(verify().judged()).isEqualTo(2);
    }

    @Test
    void whatIsKeptIsFoundUnderItsKeyOnly() {
        ProofCache kept = ProofCache.open(cache);
        Verdict.Proved proof = new Verdict.Proved("product", 7);
        kept.keep("aa", proof);
        assertThat(kept.find("aa")).isEqualTo(Optional.of(proof));
        assertThat(kept.find("ab")).isEmpty();
    }

    @Test
    void aFolderThatEverybodyCanWriteIsRefused() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(java.nio.file.FileSystems.getDefault()
                .supportedFileAttributeViews()
                .contains("posix"));
        verify();
        assertThat(Files.getPosixFilePermissions(cache)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(this::verify)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("can be written by everybody");
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> ProofCache.open(file)).hasMessageContaining("not a folder");
    }

    @Test
    void methodsAndFindingsHaveTheirPlaceInTheSource() throws IOException {
        assertThat(verify().verification().methods())
                .filteredOn(m -> m.id().equals(RewritingTest.BOTH))
                .extracting(Verification.Method::place)
                .containsExactly(new Verification.Place("app/Driver.java", 6));
        edit("app/Far", "<init>", m -> m.instructions.insert(new InsnNode(Opcodes.NOP)));
        assertThat(verify().verification().findings())
                .singleElement()
                .isEqualTo(new Verification.Finding(
                        Verification.Kind.CLASS,
                        verify().findings().get(0),
                        new Verification.Place("app/Far.java", 0)));
        assertThat(verify().verification().methods())
                .filteredOn(m -> m.id().owner().equals("app/Far"))
                .allMatch(m -> !(m.verdict() instanceof Verdict.Proved));
        assertThat(new Places(RewritingTest.CLASSES).of(new MethodId("app/None", "x", "()V")))
                .isNull();
    }
}
