package dev.whittle.bytecode;

import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Asks the JVM that runs here whether the stack maps of a class file are right. In version 50 it runs code whose stack maps are wrong all
 * the same, so it is asked with a later version. Classes are linked and never initialised. Not thread-safe.
 */
public final class TypeCheck {
    /** The version whose stack maps may be wrong: older ones have none, and those of later ones are checked for good. */
    private static final int LENIENT = 50;

    private static final String CANARY = "dev/whittle/bytecode/NotValid";

    private final Function<String, byte @Nullable []> classes;
    private final Map<String, String> answers = new HashMap<>();
    private @Nullable Linker linker;
    private boolean works;

    /** @param classes the class file of a class of the program or of what it runs with, by internal name, or null */
    public TypeCheck(Function<String, byte @Nullable []> classes) {
        this.classes = classes;
    }

    /** Returns why the code of a class is not known to be valid under the rules for class files of later versions, or an empty string. */
    public String refusal(String name) {
        return answers.computeIfAbsent(name, this::ask);
    }

    private String ask(String name) {
        Linker known = linker;
        if (known == null) {
            known = new Linker(classes);
            linker = known;
            // A JVM that checks nothing proves nothing.
            works = !known.link(CANARY).isEmpty();
        }
        return works ? known.link(name) : "this JVM does not verify classes";
    }

    private static final class Linker extends ClassLoader {
        private final Function<String, byte @Nullable []> classes;

        Linker(Function<String, byte @Nullable []> classes) {
            super(getPlatformClassLoader());
            this.classes = classes;
        }

        String link(String name) {
            try {
                // To list members links, and so verifies, and initialises nothing.
                Constructor<?>[] listed = loadClass(name.replace('/', '.')).getDeclaredConstructors();
                return listed == null ? "its members cannot be listed" : "";
            } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
                return String.valueOf(e).lines().findFirst().orElse("");
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            String internal = name.replace('.', '/');
            byte[] bytes = internal.equals(CANARY) ? canary() : classes.apply(internal);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, raised(bytes), 0, bytes.length);
        }

        private static byte[] raised(byte[] bytes) {
            byte[] raised = bytes.clone();
            if (bytes.length > 8 && ClassFiles.major(bytes) == LENIENT) {
                raised[4] = 0;
                raised[5] = 0;
                raised[7] = ClassFiles.NESTS;
            }
            return raised;
        }
    }

    private static byte[] canary() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, CANARY, null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "number", "()I", null, null);
        method.visitCode();
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitInsn(Opcodes.IRETURN);
        method.visitMaxs(1, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
