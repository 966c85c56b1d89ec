package dev.whittle.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources to class files in memory, with debug information, for Java 17 unless told otherwise. Stateless. */
public final class InMemoryCompiler {
    private InMemoryCompiler() {}

    /**
     * @param sources by class name with dots; the class path of this JVM is visible to them
     * @return class files by internal name, sorted
     * @throws IllegalArgumentException with the compiler's words, if they do not compile
     */
    public static Map<String, byte[]> compile(Map<String, String> sources, String... options) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> outputs = new TreeMap<>();
        List<String> arguments = new ArrayList<>(List.of("-g", "-proc:none", "-Xlint:none"));
        List<String> given = List.of(options);
        if (!given.contains("--release")) {
            arguments.addAll(List.of("--release", "17"));
        }
        arguments.addAll(given);
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        try (JavaFileManager files = new Memory(compiler.getStandardFileManager(diagnostics, null, null), outputs)) {
            if (!compiler.getTask(null, files, diagnostics, arguments, null, units)
                    .call()) {
                throw new IllegalArgumentException(diagnostics.getDiagnostics().stream()
                        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                        .toList()
                        .toString());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        Map<String, byte[]> classes = new TreeMap<>();
        outputs.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs;

        Memory(JavaFileManager files, Map<String, ByteArrayOutputStream> outputs) {
            super(files);
            this.outputs = outputs;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return outputs.computeIfAbsent(name.replace('.', '/'), n -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
