package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The computation of a condition that nobody asks any more. Walks back from the decision over what only feeds it, as long as that has no
 * effect, cannot throw and cannot be entered in its middle; what is left on the stack where it stops is dropped by pops.
 *
 * @param first ordinal of the first instruction that goes, or of the decision itself
 * @param gone ordinals of what goes, without the decision
 * @param pops sizes in slots of the values to pop in its place, top first
 */
public record DeadOperands(int first, Set<Integer> gone, List<Integer> pops) {
    public DeadOperands {
        gone = Set.copyOf(gone);
        pops = List.copyOf(pops);
    }

    /**
     * @param in the ways on which hot code comes to an instruction
     * @param next the hot instruction that stands after one
     * @param evaluated tells whether the call at an ordinal was evaluated: its way does nothing but compute
     * @param plain tells whether a field is there and is not volatile
     * @param initialised tells whether the class of a static field is certainly initialised where the decision stands
     * @param there tells whether the object that the read at an ordinal asks is certainly not null: it was asked for its mark
     */
    public record Known(
            IntFunction<List<Cfg.Edge>> in,
            IntUnaryOperator next,
            IntPredicate evaluated,
            Predicate<FieldInsnNode> plain,
            Predicate<FieldInsnNode> initialised,
            IntPredicate there) {}

    public static DeadOperands of(MethodNode method, Cfg cfg, int decision, Known known) {
        return new Walk(method, cfg, known).from(decision);
    }

    private static final class Walk {
        private final Cfg cfg;
        private final Known known;
        private final boolean steadyThis;
        private final Deque<Integer> wanted = new ArrayDeque<>();

        Walk(MethodNode method, Cfg cfg, Known known) {
            this.cfg = cfg;
            this.known = known;
            this.steadyThis = LocalStores.keepThis(method);
        }

        DeadOperands from(int decision) {
            wanted.push(1);
            if (Folding.twoOperands(cfg.instructions().get(decision).getOpcode())) {
                wanted.push(1);
            }
            int first = decision;
            Set<Integer> gone = new HashSet<>();
            while (!wanted.isEmpty()) {
                Set<Integer> passed = new HashSet<>();
                int before = before(first, passed);
                List<Integer> operands = before < 0 ? null : operands(before);
                if (operands == null) {
                    break;
                }
                wanted.pop();
                operands.forEach(wanted::push);
                first = before;
                gone.addAll(passed);
                gone.add(first);
            }
            return new DeadOperands(first, gone, new ArrayList<>(wanted));
        }

        /**
         * Returns the one instruction from which control comes, or -1. Jumps to what stands next anyway are passed over.
         *
         * @param passed receives the ordinals of such jumps
         */
        private int before(int ordinal, Set<Integer> passed) {
            List<Cfg.Edge> in = known.in().apply(ordinal);
            if (in.size() != 1 || ordinal == 0) {
                return -1;
            }
            int from = in.get(0).from();
            if (in.get(0).kind() == Cfg.Kind.FALL) {
                return cfg.outcomes(from) > 0 ? -1 : from;
            }
            boolean leadsOn = cfg.instructions().get(from).getOpcode() == Opcodes.GOTO
                    && known.next().applyAsInt(from) == ordinal;
            passed.add(from);
            return leadsOn ? before(from, passed) : -1;
        }

        private boolean onlyFrom(int ordinal, int previous) {
            return previous >= 0 && before(ordinal, new HashSet<>()) == previous;
        }

        /** Returns the sizes of what the instruction takes, deepest first, or null if it has to stay. Each of these pushes one value. */
        private @Nullable List<Integer> operands(int at) {
            AbstractInsnNode node = cfg.instructions().get(at);
            int opcode = node.getOpcode();
            if (Folding.pushed(node) != null
                    || node instanceof LdcInsnNode ldc && (ldc.cst instanceof String || ldc.cst instanceof Number)
                    || opcode >= Opcodes.FCONST_0 && opcode <= Opcodes.DCONST_1
                    || opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
                return List.of();
            }
            if (node instanceof FieldInsnNode f) {
                return field(f, at);
            }
            return node instanceof MethodInsnNode call ? call(call, at) : arithmetic(opcode);
        }

        private @Nullable List<Integer> field(FieldInsnNode f, int at) {
            if (f.getOpcode() == Opcodes.GETSTATIC) {
                return known.initialised().test(f) ? List.of() : null;
            }
            boolean object = known.there().test(at) && onlyFrom(at, at - 1) || isThis(at, at - 1);
            return f.getOpcode() == Opcodes.GETFIELD && known.plain().test(f) && object ? List.of(1) : null;
        }

        private @Nullable List<Integer> call(MethodInsnNode call, int at) {
            if (!HelperCalls.isMarker(call) && !known.evaluated().test(at)) {
                return null;
            }
            List<Integer> sizes = new ArrayList<>();
            Type[] types = Type.getArgumentTypes(call.desc);
            if (call.getOpcode() != Opcodes.INVOKESTATIC) {
                // A receiver that may be null would throw; `this` is not. Arguments of one instruction each stand
                // between.
                for (int i = 0; i < types.length; i++) {
                    if (at - 1 - i < 0 || !List.of().equals(operands(at - 1 - i)) || !onlyFrom(at - i, at - 1 - i)) {
                        return null;
                    }
                }
                if (!isThis(at - types.length, at - 1 - types.length)) {
                    return null;
                }
                sizes.add(1);
            }
            for (Type type : types) {
                sizes.add(type.getSize());
            }
            return sizes;
        }

        private boolean isThis(int next, int at) {
            return at >= 0
                    && onlyFrom(next, at)
                    && cfg.instructions().get(at) instanceof VarInsnNode load
                    && load.getOpcode() == Opcodes.ALOAD
                    && load.var == 0
                    && steadyThis;
        }

        private static @Nullable List<Integer> arithmetic(int opcode) {
            return switch (opcode) {
                case Opcodes.INEG,
                        Opcodes.FNEG,
                        Opcodes.I2L,
                        Opcodes.I2F,
                        Opcodes.I2D,
                        Opcodes.F2I,
                        Opcodes.F2L,
                        Opcodes.F2D,
                        Opcodes.I2B,
                        Opcodes.I2C,
                        Opcodes.I2S -> List.of(1);
                case Opcodes.LNEG,
                        Opcodes.DNEG,
                        Opcodes.L2I,
                        Opcodes.L2F,
                        Opcodes.L2D,
                        Opcodes.D2I,
                        Opcodes.D2L,
                        Opcodes.D2F -> List.of(2);
                case Opcodes.IADD,
                        Opcodes.ISUB,
                        Opcodes.IMUL,
                        Opcodes.IAND,
                        Opcodes.IOR,
                        Opcodes.IXOR,
                        Opcodes.ISHL,
                        Opcodes.ISHR,
                        Opcodes.IUSHR,
                        Opcodes.FCMPL,
                        Opcodes.FCMPG -> List.of(1, 1);
                case Opcodes.LADD,
                        Opcodes.LSUB,
                        Opcodes.LMUL,
                        Opcodes.LAND,
                        Opcodes.LOR,
                        Opcodes.LXOR,
                        Opcodes.LCMP,
                        Opcodes.DCMPL,
                        Opcodes.DCMPG -> List.of(2, 2);
                case Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR -> List.of(2, 1);
                default -> null;
            };
        }
    }
}
