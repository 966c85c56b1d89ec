package dev.whittle.cfg.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.MethodId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import sootup.core.graph.ControlFlowGraph;
import sootup.core.inputlocation.AnalysisInputLocation;
import sootup.core.interceptor.BodyInterceptor;
import sootup.core.jimple.common.stmt.JIfStmt;
import sootup.core.jimple.common.stmt.Stmt;
import sootup.core.jimple.javabytecode.stmt.JSwitchStmt;
import sootup.core.model.SourceType;
import sootup.core.types.ClassType;
import sootup.core.views.View;
import sootup.interceptors.LocalSplitter;
import sootup.interceptors.TypeAssigner;
import sootup.java.bytecode.frontend.conversion.AsmJavaClassProvider;
import sootup.java.core.JavaSootClass;
import sootup.java.core.JavaSootClassSource;
import sootup.java.core.JavaSootMethod;
import sootup.java.core.views.JavaView;

/**
 * SootUp's view of control flow, held against the one numbering. Two readers of bytecode that disagree about a decision are a
 * reason to leave the method alone.
 *
 * <p>The join is exact: SootUp reads a copy of the class in which each instruction has a line of its own, 1 + its ordinal.
 */
public final class SootJoin implements AutoCloseable {
    private static final int MAX_LINES = 65_534;

    private final Map<String, Optional<JavaSootClass>> classes = new HashMap<>();
    private final List<Path> copies = new ArrayList<>();

    /** Returns in what SootUp's graph of a method differs from {@code cfg}; empty if both have the same decisions and edges. */
    public Optional<String> mismatch(byte[] classFile, MethodId id, Cfg cfg) {
        if (cfg.size() > MAX_LINES) {
            return Optional.of("unanalysed: too long");
        }
        try {
            SortedMap<Integer, List<Integer>> theirs = decisions(classFile, id);
            for (int decision : cfg.decisions()) {
                List<Integer> successors = theirs.remove(decision);
                if (successors == null) {
                    if (cfg.reachable(0, e -> true).get(decision)) {
                        return Optional.of("unanalysed: no graph at instruction " + decision);
                    }
                } else if (successors.size() != cfg.outcomes(decision)) {
                    return Optional.of("unanalysed: graphs differ at instruction " + decision);
                } else if (!reaches(cfg, decision, successors)) {
                    return Optional.of("unanalysed: edges differ at instruction " + decision);
                }
            }
            return theirs.isEmpty() ? Optional.empty() : Optional.of("unanalysed: a decision too many");
        } catch (RuntimeException e) {
            // SootUp reports bodies that it cannot build through whatever its parts throw; unanalysed means unchanged.
            return Optional.of("unanalysed: no graph (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** A statement carries one of the instructions that it was made of, at or after the target, or an earlier handler's head. */
    private static boolean reaches(Cfg cfg, int decision, List<Integer> successors) {
        List<Cfg.Edge> edges =
                cfg.out(decision).stream().filter(e -> e.outcome() >= 0).toList();
        for (int i = 0; i < edges.size(); i++) {
            int first = successors.get(i);
            if (first >= 0 && !straightFrom(cfg, edges.get(i).to()).contains(first)) {
                return false;
            }
        }
        return true;
    }

    /** The instructions that run one after the other, through plain jumps, from a target on. */
    private static List<Integer> straightFrom(Cfg cfg, int target) {
        List<Integer> result = new ArrayList<>();
        int at = target;
        while (!result.contains(at)) {
            result.add(at);
            List<Cfg.Edge> next = cfg.out(at).stream()
                    .filter(e -> e.kind() != Cfg.Kind.HANDLER)
                    .toList();
            if (next.size() != 1) {
                break;
            }
            at = next.get(0).to();
        }
        return result;
    }

    /** Returns the ordinals of the first statements behind each decision, in the order of its outcomes. */
    SortedMap<Integer, List<Integer>> decisions(byte[] classFile, MethodId id) {
        JavaSootClass type = classes.computeIfAbsent(id.owner(), k -> load(classFile, k))
                .orElseThrow(() -> new IllegalStateException("no class"));
        ControlFlowGraph<?> graph = type.getMethods().stream()
                .filter(m -> m.isConcrete()
                        && m.getName().equals(id.name())
                        && descriptor(m).equals(id.descriptor()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no method"))
                .getBody()
                .getControlFlowGraph();
        SortedMap<Integer, List<Integer>> result = new TreeMap<>();
        for (Stmt statement : graph.getNodes()) {
            if (statement instanceof JIfStmt || statement instanceof JSwitchStmt) {
                result.put(
                        ordinal(statement),
                        graph.successors(statement).stream()
                                .map(SootJoin::ordinal)
                                .toList());
            }
        }
        return result;
    }

    private static int ordinal(Stmt statement) {
        return Math.max(-1, statement.getPositionInfo().getStmtPosition().getFirstLine() - 1);
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

    private Optional<JavaSootClass> load(byte[] classFile, String owner) {
        try {
            Path copy = Files.createTempFile("whittle", ".class");
            copies.add(copy);
            Files.write(copy, relabel(classFile));
            JavaView view = new JavaView(new OneClass(copy, owner.replace('/', '.')));
            return view.getClass(view.getIdentifierFactory().getClassType(owner.replace('/', '.')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a class with line 1 + ordinal on each instruction; the reader passed to the writer keeps code bytes as they are. */
    static byte[] relabel(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassNode node = new ClassNode();
        reader.accept(node, 0);
        for (MethodNode method : node.methods) {
            int line = 0;
            for (AbstractInsnNode insn : method.instructions.toArray()) {
                if (insn instanceof LineNumberNode) {
                    method.instructions.remove(insn);
                } else if (insn.getOpcode() >= 0 && line < MAX_LINES) {
                    LabelNode label = new LabelNode(new Label());
                    method.instructions.insertBefore(insn, label);
                    method.instructions.insertBefore(insn, new LineNumberNode(++line, label));
                }
            }
        }
        ClassWriter writer = new ClassWriter(reader, 0);
        node.accept(writer);
        return writer.toByteArray();
    }

    @Override
    public void close() {
        for (Path copy : copies) {
            try {
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                // A file left behind in the temporary folder harms nobody.
            }
        }
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

        @Override
        public List<BodyInterceptor> getBodyInterceptors() {
            return List.of(new LocalSplitter(), new TypeAssigner());
        }

        @Override
        public void close() {
            // It holds nothing open.
        }
    }
}
