package dev.whittle.cfg.internal;

import dev.whittle.model.MethodId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sootup.core.graph.ControlFlowGraph;
import sootup.core.inputlocation.AnalysisInputLocation;
import sootup.core.interceptor.BodyInterceptor;
import sootup.core.model.SourceType;
import sootup.core.types.ClassType;
import sootup.core.views.View;
import sootup.java.bytecode.frontend.conversion.AsmJavaClassProvider;
import sootup.java.core.JavaSootClass;
import sootup.java.core.JavaSootClassSource;
import sootup.java.core.JavaSootMethod;
import sootup.java.core.views.JavaView;

/** Marked copies of classes as SootUp reads them, each read once. */
final class SootClasses {
    private final Map<String, Loaded> classes = new HashMap<>();

    private record Loaded(SootCopy copy, Map<String, JavaSootMethod> methods) {}

    /** A method's graph, with the marks by which it is joined. */
    record Body(ControlFlowGraph<?> graph, SootCopy.Marks marks) {}

    /** Returns SootUp's graph of a method; empty if there is none that could be joined. */
    Optional<Body> body(byte[] classFile, MethodId id) {
        Loaded loaded = classes.computeIfAbsent(id.owner(), owner -> load(classFile, owner.replace('/', '.')));
        String key = id.name() + id.descriptor();
        JavaSootMethod method = loaded.methods().get(key);
        SootCopy.Marks marks = loaded.copy().marks().get(key);
        return method == null || marks == null
                ? Optional.empty()
                : Optional.of(new Body(method.getBody().getControlFlowGraph(), marks));
    }

    private static Loaded load(byte[] classFile, String name) {
        SootCopy copy = SootCopy.of(classFile);
        Map<String, JavaSootMethod> methods = new HashMap<>();
        read(copy, name)
                .ifPresent(type -> type.getMethods().stream()
                        .filter(JavaSootMethod::isConcrete)
                        .forEach(m -> methods.put(m.getName() + descriptor(m), m)));
        return new Loaded(copy, methods);
    }

    private static Optional<JavaSootClass> read(SootCopy copy, String name) {
        try {
            Path file = Files.createTempFile("whittle", ".class");
            try {
                Files.write(file, copy.classFile());
                JavaView view = new JavaView(new OneClass(file, name));
                return view.getClass(view.getIdentifierFactory().getClassType(name));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String descriptor(JavaSootMethod method) {
        StringBuilder text = new StringBuilder("(");
        method.getParameterTypes().forEach(t -> text.append(descriptor(t.toString())));
        return text.append(')')
                .append(descriptor(method.getReturnType().toString()))
                .toString();
    }

    private static String descriptor(String type) {
        if (type.endsWith("[]")) {
            return "[" + descriptor(type.substring(0, type.length() - 2));
        }
        return switch (type) {
            case "void" -> "V";
            case "boolean" -> "Z";
            case "byte" -> "B";
            case "short" -> "S";
            case "char" -> "C";
            case "int" -> "I";
            case "long" -> "J";
            case "float" -> "F";
            case "double" -> "D";
            default -> "L" + type.replace('.', '/') + ";";
        };
    }

    /** One class file and nothing else: with the platform in sight, the first supertype query would load all of it. */
    private record OneClass(Path file, String name) implements AnalysisInputLocation {
        @Override
        public Optional<JavaSootClassSource> getClassSource(ClassType type, View view) {
            return type.getFullyQualifiedName().equals(name)
                    ? new AsmJavaClassProvider(view)
                            .createClassSource(this, file, type)
                            .map(JavaSootClassSource.class::cast)
                    : Optional.empty();
        }

        @Override
        public Stream<JavaSootClassSource> getClassSources(View view) {
            return Stream.empty();
        }

        @Override
        public SourceType getSourceType() {
            return SourceType.Application;
        }

        /** None: they change statements and types, of which the graph needs neither. */
        @Override
        public List<BodyInterceptor> getBodyInterceptors() {
            return List.of();
        }

        @Override
        public void close() {
            // It holds nothing open.
        }
    }
}
