package dev.whittle.profiler.agent;

import java.io.File;
import java.nio.file.Path;

/** A program of some size: ASM reads, analyses, prints and writes all classes of its own jars. */
final class BigProgram {
    private static final String SOURCE = """
            package app;
            import java.util.*;
            import java.util.jar.*;
            import org.objectweb.asm.*;
            import org.objectweb.asm.tree.*;
            import org.objectweb.asm.tree.analysis.*;
            import org.objectweb.asm.util.*;
            public class Main {
                public static void main(String[] args) throws Exception {
                    long sum = 0;
                    for (String arg : args) {
                        try (JarFile jar = new JarFile(arg)) {
                            for (JarEntry e : Collections.list(jar.entries())) {
                                if (e.getName().endsWith(".class") && !e.getName().contains("-info")) {
                                    sum = 31 * sum + Arrays.hashCode(work(jar.getInputStream(e).readAllBytes()));
                                }
                            }
                        }
                    }
                    System.out.println(sum);
                }
                static byte[] work(byte[] bytes) throws Exception {
                    ClassNode node = new ClassNode();
                    new ClassReader(bytes).accept(node, ClassReader.EXPAND_FRAMES);
                    for (MethodNode m : node.methods) new Analyzer<>(new BasicVerifier()).analyze(node.name, m);
                    Textifier text = new Textifier();
                    node.accept(new TraceClassVisitor(null, text, null));
                    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
                    node.accept(writer);
                    byte[] result = Arrays.copyOf(writer.toByteArray(), bytes.length + 4);
                    result[0] = (byte) text.getText().toString().hashCode();
                    return result;
                }
            }
            """;

    private BigProgram() {}

    /** Returns the arguments of {@code java} that run it. */
    static String[] arguments(Recording recording) {
        Path jar = recording.program(SOURCE);
        String asm = jars("asm");
        String classPath = jar + File.pathSeparator + asm;
        String[] inputs = asm.split(File.pathSeparator);
        String[] arguments = new String[3 + inputs.length];
        arguments[0] = "-cp";
        arguments[1] = classPath;
        arguments[2] = "app.Main";
        System.arraycopy(inputs, 0, arguments, 3, inputs.length);
        return arguments;
    }

    private static String jars(String start) {
        StringBuilder found = new StringBuilder();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = Path.of(part).getFileName().toString();
            if (name.startsWith(start) && name.endsWith(".jar")) {
                found.append(found.isEmpty() ? "" : File.pathSeparator).append(part);
            }
        }
        return found.toString();
    }
}
