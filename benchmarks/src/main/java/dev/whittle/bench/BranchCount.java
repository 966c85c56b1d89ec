package dev.whittle.bench;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Counts the conditional branches that a program executes, from its bytecode alone: a counter stands before each conditional jump and switch
 * of the classes that are counted. Neither plans nor certificates are asked.
 */
final class BranchCount {
    private static final String COUNTER = "dev/whittle/bench/count/Counter";
    private static final int WARM = 20;
    private static final int OPERATIONS = 200;

    private BranchCount() {}

    /**
     * How many conditional branches are executed each time.
     *
     * @param branches all but those of {@code switches}
     * @param switches those that ask whether Whittle is switched off, which compilers fold, as it is a constant of the process
     */
    record Count(double branches, double switches) {}

    /** Original and whittled. */
    record Compared(Subject.HotPath path, Count before, Count after) {
        boolean holds() {
            return after.branches <= path.most();
        }
    }

    /** Returns null for a subject of which no path is counted. */
    static @Nullable Compared of(Subject subject, Tool.Whittled jars) {
        Subject.HotPath path = subject.path();
        return path == null ? null : new Compared(path, of(jars.original(), path), of(jars.whittled(), path));
    }

    /** @throws BenchException if it cannot be run */
    static Count of(Path jar, Subject.HotPath path) {
        try (Counted loader = new Counted(jar, path.classes())) {
            LongSupplier operation = loader.loadClass(path.type())
                    .asSubclass(LongSupplier.class)
                    .getDeclaredConstructor()
                    .newInstance();
            long[] counts = (long[]) loader.loadClass(COUNTER.replace('/', '.'))
                    .getField("counts")
                    .get(null);
            run(operation, WARM);
            long[] before = counts.clone();
            run(operation, OPERATIONS);
            double times = (double) OPERATIONS * path.batch();
            return new Count((counts[0] - before[0]) / times, (counts[1] - before[1]) / times);
        } catch (IOException | ReflectiveOperationException | ClassCastException e) {
            throw BenchException.fault("The branches of " + path.type() + " of " + jar + " cannot be counted: " + e);
        }
    }

    private static void run(LongSupplier operation, int times) {
        for (int i = 0; i < times; i++) {
            var unused = operation.getAsLong();
        }
    }

    /** The jar's classes, some of them with counters. */
    private static final class Counted extends URLClassLoader {
        private final Path jar;
        private final List<String> counted;

        Counted(Path jar, List<String> counted) throws IOException {
            super(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            this.jar = jar;
            this.counted = counted;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            String internal = name.replace('.', '/');
            if (internal.equals(COUNTER)) {
                byte[] bytes = counter();
                return defineClass(name, bytes, 0, bytes.length);
            }
            if (!counted.contains(internal)) {
                return super.findClass(name);
            }
            byte[] bytes = instrumented(internal + ".class");
            return defineClass(name, bytes, 0, bytes.length);
        }

        private byte[] instrumented(String entry) throws ClassNotFoundException {
            try (JarFile file = new JarFile(jar.toFile())) {
                ZipEntry found = file.getEntry(entry);
                if (found == null) {
                    throw new ClassNotFoundException(entry);
                }
                ClassReader reader = new ClassReader(file.getInputStream(found).readAllBytes());
                ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
                reader.accept(new Counting(writer), 0);
                return writer.toByteArray();
            } catch (IOException e) {
                throw new ClassNotFoundException(entry, e);
            }
        }
    }

    private static final class Counting extends ClassVisitor {
        Counting(ClassWriter next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, thrown)) {
                private boolean off;

                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    super.visitFieldInsn(opcode, owner, field, type);
                    off = owner.equals("dev/whittle/runtime/Switch");
                }

                @Override
                public void visitJumpInsn(int opcode, Label label) {
                    if (opcode != Opcodes.GOTO) {
                        count(off);
                    }
                    off = false;
                    super.visitJumpInsn(opcode, label);
                }

                @Override
                public void visitTableSwitchInsn(int min, int max, Label dflt, Label... labels) {
                    count(false);
                    super.visitTableSwitchInsn(min, max, dflt, labels);
                }

                @Override
                public void visitLookupSwitchInsn(Label dflt, int[] keys, Label[] labels) {
                    count(false);
                    super.visitLookupSwitchInsn(dflt, keys, labels);
                }

                private void count(boolean isSwitch) {
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, COUNTER, isSwitch ? "off" : "branch", "()V", false);
                }
            };
        }
    }

    /** Two counters in an array, which is all that the measured program and this class share. */
    private static byte[] counter() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, COUNTER, null, "java/lang/Object", null);
        writer.visitField(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "counts", "[J", null, null);
        MethodVisitor start = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        start.visitInsn(Opcodes.ICONST_2);
        start.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
        start.visitFieldInsn(Opcodes.PUTSTATIC, COUNTER, "counts", "[J");
        start.visitInsn(Opcodes.RETURN);
        start.visitMaxs(0, 0);
        add(writer, "branch", Opcodes.ICONST_0);
        add(writer, "off", Opcodes.ICONST_1);
        return writer.toByteArray();
    }

    private static void add(ClassWriter writer, String name, int index) {
        MethodVisitor add = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, "()V", null, null);
        add.visitFieldInsn(Opcodes.GETSTATIC, COUNTER, "counts", "[J");
        add.visitInsn(index);
        add.visitInsn(Opcodes.DUP2);
        add.visitInsn(Opcodes.LALOAD);
        add.visitInsn(Opcodes.LCONST_1);
        add.visitInsn(Opcodes.LADD);
        add.visitInsn(Opcodes.LASTORE);
        add.visitInsn(Opcodes.RETURN);
        add.visitMaxs(0, 0);
    }
}
