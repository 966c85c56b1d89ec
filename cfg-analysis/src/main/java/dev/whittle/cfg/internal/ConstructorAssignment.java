package dev.whittle.cfg.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.FactSite;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Definite assignment of a field in the constructors of its class, on every path and before {@code this} is shown to any other
 * code: then nobody can read the field's default value.
 */
final class ConstructorAssignment {
    /** Superclasses of the platform whose constructors show {@code this} to nobody. */
    private static final Set<String> DISCREET = Set.of("java/lang/Object", "java/lang/Enum", "java/lang/Record");

    private final ProgramScan program;
    private final FactSite.Field field;

    ConstructorAssignment(ProgramScan program, FactSite.Field field) {
        this.program = program;
        this.field = field;
    }

    Optional<String> objection(ClassNode owner) {
        for (MethodNode method : owner.methods) {
            if (method.name.equals("<init>")) {
                Optional<String> objection = new Walk(owner, method, true, new HashSet<>()).objection();
                if (objection.isPresent()) {
                    return objection.map(o -> "constructor " + method.desc + " " + o);
                }
            }
        }
        return Optional.empty();
    }

    /** Forward dataflow over one constructor: assigned or not, meeting by "and". */
    private final class Walk {
        private final ClassNode owner;
        private final MethodNode method;
        private final boolean mustAssign;
        private final Set<String> visiting;
        private @Nullable String problem;

        Walk(ClassNode owner, MethodNode method, boolean mustAssign, Set<String> visiting) {
            this.owner = owner;
            this.method = method;
            this.mustAssign = mustAssign;
            this.visiting = visiting;
        }

        Optional<String> objection() {
            try {
                Frame<ThisFlow.Kind>[] frames = new Analyzer<>(new ThisFlow()).analyze(owner.name, method);
                walk(frames, Cfg.of(method));
            } catch (AnalyzerException | UnsupportedOperationException e) {
                return Optional.of("cannot be analysed");
            }
            return Optional.ofNullable(problem);
        }

        private void walk(Frame<ThisFlow.Kind>[] frames, Cfg cfg) {
            int n = cfg.size();
            // 0: not reached, 1: assigned on each path so far, 2: not assigned on some path.
            int[] in = new int[n];
            Deque<Integer> work = new ArrayDeque<>();
            in[0] = 2;
            work.add(0);
            while (!work.isEmpty() && problem == null) {
                int at = work.remove();
                AbstractInsnNode node = cfg.instructions().get(at);
                Frame<ThisFlow.Kind> frame = frames[method.instructions.indexOf(node)];
                boolean assigned = in[at] == 1;
                if (frame == null) {
                    continue;
                }
                boolean after = assigned || step(node, frame);
                for (Cfg.Edge edge : cfg.out(at)) {
                    // A handler is reached before the instruction has had its effect.
                    int state = (edge.kind() == Cfg.Kind.HANDLER ? assigned : after) ? 1 : 2;
                    if (state > in[edge.to()]) {
                        in[edge.to()] = state;
                        work.add(edge.to());
                    }
                }
            }
        }

        /** Looks at an instruction that runs while the field is not assigned; returns true if it assigns it. */
        private boolean step(AbstractInsnNode node, Frame<ThisFlow.Kind> frame) {
            int opcode = node.getOpcode();
            if (opcode == Opcodes.RETURN && mustAssign) {
                problem = "may end without assigning it";
            } else if (node instanceof FieldInsnNode access && opcode == Opcodes.PUTFIELD) {
                if (ThisFlow.top(frame, 0) != ThisFlow.Kind.OTHER && ThisFlow.size(frame, 0) == 1) {
                    problem = "stores this into a field before assigning it";
                }
                return names(access) && ThisFlow.top(frame, 1) == ThisFlow.Kind.THIS;
            } else if (node instanceof FieldInsnNode access && opcode == Opcodes.GETFIELD) {
                if (names(access) && ThisFlow.top(frame, 0) != ThisFlow.Kind.OTHER) {
                    problem = "reads it before assigning it";
                }
            } else if (node instanceof MethodInsnNode call && call.name.equals("<init>")) {
                return constructorCall(call, frame);
            } else if (ThisFlow.shows(node, frame)) {
                problem = "shows this to other code before assigning it";
            }
            return false;
        }

        private boolean names(FieldInsnNode access) {
            return access.name.equals(field.name()) && access.desc.equals(field.descriptor());
        }

        private boolean constructorCall(MethodInsnNode call, Frame<ThisFlow.Kind> frame) {
            int arguments = org.objectweb.asm.Type.getArgumentCount(call.desc);
            if (ThisFlow.anyOf(frame, arguments)) {
                problem = "passes this to a constructor before assigning it";
                return false;
            }
            ThisFlow.Kind receiver = ThisFlow.top(frame, arguments);
            if (receiver == ThisFlow.Kind.OTHER || DISCREET.contains(call.owner)) {
                return false;
            }
            if (call.owner.equals(owner.name) && mustAssign) {
                // Another constructor of the same class: it is judged by itself.
                return true;
            }
            if (!discreet(call)) {
                problem =
                        "calls a constructor of " + call.owner.replace('/', '.') + " that may show this to other code";
            }
            return false;
        }

        /** True if the constructor that is called keeps {@code this} to itself from its beginning to its end. */
        private boolean discreet(MethodInsnNode call) {
            ClassNode target = program.classes().get(call.owner);
            if (target == null || !visiting.add(call.owner + call.desc)) {
                return false;
            }
            return target.methods.stream()
                    .filter(m -> m.name.equals("<init>") && m.desc.equals(call.desc))
                    .findFirst()
                    .map(m -> new Walk(target, m, false, visiting).objection().isEmpty())
                    .orElse(false);
        }
    }
}
