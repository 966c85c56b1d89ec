package dev.whittle.bytecode;

import dev.whittle.model.BadInputException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/** Reads and writes class files. Stateless. */
public final class ClassFiles {
    /** Class files of this major version (Java 11) and later have nests; older ones cannot share private members with fragments. */
    public static final int NESTS = 55;

    /** Class files of this major version (Java 7) and later have {@code invokedynamic}. */
    public static final int DYNAMIC = 51;

    private ClassFiles() {}

    /**
     * Parses a class file, with its frames expanded.
     *
     * @throws BadInputException if the bytes are not a class file that can be read
     */
    public static ClassNode parse(byte[] classFile) {
        if (classFile.length < 10
                || classFile[0] != (byte) 0xCA
                || classFile[1] != (byte) 0xFE
                || classFile[2] != (byte) 0xBA
                || classFile[3] != (byte) 0xBE) {
            throw new BadInputException("Not a class file: it does not start with CAFEBABE.");
        }
        try {
            ClassNode node = new ClassNode();
            new ClassReader(classFile).accept(node, ClassReader.EXPAND_FRAMES);
            return node;
        } catch (RuntimeException e) {
            // ASM reports damaged input through whatever its parser trips over: index, argument or negative-size
            // errors.
            throw new BadInputException("Not a class file that can be read (" + e + ").", e);
        }
    }

    /** Writes a class whose frames are complete: only the maxima are computed, so that no class hierarchy is needed. */
    public static byte[] write(ClassNode node) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** Returns the major version, 61 for Java 17. */
    public static int major(ClassNode node) {
        return node.version & 0xffff;
    }

    /** Returns the major version, 61 for Java 17. */
    public static int major(byte[] classFile) {
        return (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
    }
}
