package dev.whittle.transformer.internal;

import dev.whittle.model.FactValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.Value;

/**
 * Evaluates a method's decisions under assumed facts: constant propagation (Wegman and Zadeck, 1991, without the conditional part) in
 * which the read of a fact is a constant that remembers where it was read.
 */
public final class FactFlow {
    private FactFlow() {}

    /**
     * A decision whose outcome follows from facts alone.
     *
     * @param outcome the one outcome
     * @param reads ordinals of the field reads that it rests on
     */
    public record Decided(int outcome, Set<Integer> reads) {
        public Decided {
            reads = Set.copyOf(reads);
        }
    }

    /**
     * Returns the decided decisions by ordinal.
     *
     * @param facts value assumed for each field, by {@code owner.name}
     * @param isEnumConstant tells whether {@code owner.name} is a constant of an enum
     */
    public static Map<Integer, Decided> decide(
            String owner,
            MethodNode method,
            Map<String, FactValue> facts,
            java.util.function.Predicate<String> isEnumConstant) {
        Map<AbstractInsnNode, Integer> ordinals = new HashMap<>();
        int n = 0;
        for (AbstractInsnNode node : method.instructions) {
            if (node.getOpcode() >= 0) {
                ordinals.put(node, n++);
            }
        }
        Map<Integer, Decided> result = new HashMap<>();
        try {
            Frame<V>[] frames = new Analyzer<>(new Constants(facts, isEnumConstant, ordinals)).analyze(owner, method);
            for (int i = 0; i < frames.length; i++) {
                AbstractInsnNode node = method.instructions.get(i);
                Frame<V> frame = frames[i];
                Decided decided = frame == null ? null : decide(node, frame);
                if (decided != null && !decided.reads().isEmpty()) {
                    result.put(ordinals.get(node), decided);
                }
            }
        } catch (AnalyzerException e) {
            // Code that does not verify decides nothing.
            return Map.of();
        }
        return result;
    }

    private static @Nullable Decided decide(AbstractInsnNode node, Frame<V> frame) {
        int top = frame.getStackSize() - 1;
        if (node instanceof JumpInsnNode && node.getOpcode() != Opcodes.GOTO && node.getOpcode() != Opcodes.JSR) {
            int opcode = node.getOpcode();
            boolean two = opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE;
            V right = two ? frame.getStack(top) : null;
            V left = frame.getStack(two ? top - 1 : top);
            Boolean taken = taken(opcode, left, right);
            return taken == null ? null : new Decided(taken ? 1 : 0, reads(left, right));
        }
        if (node instanceof TableSwitchInsnNode s && frame.getStack(top).constant instanceof Integer key) {
            int outcome = key >= s.min && key <= s.max ? key - s.min : s.labels.size();
            return new Decided(outcome, frame.getStack(top).reads);
        }
        if (node instanceof LookupSwitchInsnNode s && frame.getStack(top).constant instanceof Integer key) {
            int at = s.keys.indexOf(key);
            return new Decided(at < 0 ? s.labels.size() : at, frame.getStack(top).reads);
        }
        return null;
    }

    private static Set<Integer> reads(V left, @Nullable V right) {
        Set<Integer> all = new HashSet<>(left.reads);
        if (right != null) {
            all.addAll(right.reads);
        }
        return all;
    }

    private static @Nullable Boolean taken(int opcode, V left, @Nullable V right) {
        Object a = left.constant;
        Object b = right == null ? Integer.valueOf(0) : right.constant;
        if (opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL) {
            return a == null ? null : a.equals(NULL) == (opcode == Opcodes.IFNULL);
        }
        if (opcode == Opcodes.IF_ACMPEQ || opcode == Opcodes.IF_ACMPNE) {
            return a == null || b == null ? null : a.equals(b) == (opcode == Opcodes.IF_ACMPEQ);
        }
        if (!(a instanceof Integer x) || !(b instanceof Integer y)) {
            return null;
        }
        int order = Integer.compare(x, y);
        return switch (opcode) {
            case Opcodes.IFEQ, Opcodes.IF_ICMPEQ -> order == 0;
            case Opcodes.IFNE, Opcodes.IF_ICMPNE -> order != 0;
            case Opcodes.IFLT, Opcodes.IF_ICMPLT -> order < 0;
            case Opcodes.IFGE, Opcodes.IF_ICMPGE -> order >= 0;
            case Opcodes.IFGT, Opcodes.IF_ICMPGT -> order > 0;
            case Opcodes.IFLE, Opcodes.IF_ICMPLE -> order <= 0;
            default -> null;
        };
    }

    private static final String NULL = "null";

    /**
     * @param size slots
     * @param constant Integer, Long, {@code owner.NAME} of an enum constant, {@link #NULL}, or null for not known
     * @param reads ordinals of the fact reads that it comes from
     */
    private record V(int size, @Nullable Object constant, Set<Integer> reads) implements Value {
        @Override
        public int getSize() {
            return size;
        }
    }

    private static final class Constants extends Interpreter<V> {
        private static final V ONE = new V(1, null, Set.of());
        private static final V TWO = new V(2, null, Set.of());

        private final Map<String, FactValue> facts;
        private final java.util.function.Predicate<String> isEnumConstant;
        private final Map<AbstractInsnNode, Integer> ordinals;

        Constants(
                Map<String, FactValue> facts,
                java.util.function.Predicate<String> isEnumConstant,
                Map<AbstractInsnNode, Integer> ordinals) {
            super(Opcodes.ASM9);
            this.facts = facts;
            this.isEnumConstant = isEnumConstant;
            this.ordinals = ordinals;
        }

        @Override
        public @Nullable V newValue(@Nullable Type type) {
            return Type.VOID_TYPE.equals(type) ? null : type == null ? ONE : type.getSize() == 2 ? TWO : ONE;
        }

        @Override
        public V newOperation(AbstractInsnNode node) {
            int opcode = node.getOpcode();
            if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
                return new V(1, opcode - Opcodes.ICONST_0, Set.of());
            } else if (node instanceof IntInsnNode i && opcode != Opcodes.NEWARRAY) {
                return new V(1, i.operand, Set.of());
            } else if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
                return new V(2, (long) (opcode - Opcodes.LCONST_0), Set.of());
            } else if (opcode == Opcodes.ACONST_NULL) {
                return new V(1, NULL, Set.of());
            } else if (node instanceof LdcInsnNode ldc) {
                boolean wide = ldc.cst instanceof Long || ldc.cst instanceof Double;
                return ldc.cst instanceof Integer || ldc.cst instanceof Long
                        ? new V(wide ? 2 : 1, ldc.cst, Set.of())
                        : wide ? TWO : ONE;
            } else if (node instanceof FieldInsnNode f) {
                String name = f.owner + "." + f.name;
                return isEnumConstant.test(name)
                        ? new V(1, name, Set.of())
                        : Objects.requireNonNull(newValue(Type.getType(f.desc)));
            }
            return opcode == Opcodes.DCONST_0 || opcode == Opcodes.DCONST_1 ? TWO : ONE;
        }

        @Override
        public V copyOperation(AbstractInsnNode node, V value) {
            return value;
        }

        @Override
        public @Nullable V unaryOperation(AbstractInsnNode node, V value) {
            if (node instanceof FieldInsnNode f && node.getOpcode() == Opcodes.GETFIELD) {
                FactValue fact = facts.get(f.owner + "." + f.name);
                Object constant = fact == null ? null : constant(fact, f.desc);
                int size = Type.getType(f.desc).getSize();
                return new V(size, constant, constant == null ? Set.of() : Set.of(ordinals.get(node)));
            }
            int opcode = node.getOpcode();
            if (opcode == Opcodes.IINC && value.constant instanceof Integer) {
                return ONE;
            }
            if (opcode == Opcodes.CHECKCAST) {
                return value;
            }
            return switch (opcode) {
                case Opcodes.I2L,
                        Opcodes.I2D,
                        Opcodes.F2L,
                        Opcodes.F2D,
                        Opcodes.L2D,
                        Opcodes.D2L,
                        Opcodes.LNEG,
                        Opcodes.DNEG -> TWO;
                case Opcodes.PUTSTATIC,
                        Opcodes.IFEQ,
                        Opcodes.IFNE,
                        Opcodes.IFLT,
                        Opcodes.IFGE,
                        Opcodes.IFGT,
                        Opcodes.IFLE,
                        Opcodes.IFNULL,
                        Opcodes.IFNONNULL,
                        Opcodes.TABLESWITCH,
                        Opcodes.LOOKUPSWITCH,
                        Opcodes.ATHROW,
                        Opcodes.MONITORENTER,
                        Opcodes.MONITOREXIT -> null;
                default -> ONE;
            };
        }

        private static @Nullable Object constant(FactValue fact, String descriptor) {
            if (fact instanceof FactValue.OfInt i) {
                return i.value();
            } else if (fact instanceof FactValue.OfLong l) {
                return l.value();
            } else if (fact instanceof FactValue.OfEnum e) {
                return Type.getType(descriptor).getInternalName() + "." + e.constant();
            }
            return fact instanceof FactValue.OfNull ? NULL : null;
        }

        @Override
        public @Nullable V binaryOperation(AbstractInsnNode node, V left, V right) {
            int opcode = node.getOpcode();
            Object folded = fold(opcode, left.constant, right.constant);
            if (folded != null) {
                return new V(folded instanceof Long ? 2 : 1, folded, FactFlow.reads(left, right));
            }
            return switch (opcode) {
                case Opcodes.LALOAD,
                        Opcodes.DALOAD,
                        Opcodes.LADD,
                        Opcodes.LSUB,
                        Opcodes.LMUL,
                        Opcodes.LDIV,
                        Opcodes.LREM,
                        Opcodes.LSHL,
                        Opcodes.LSHR,
                        Opcodes.LUSHR,
                        Opcodes.LAND,
                        Opcodes.LOR,
                        Opcodes.LXOR,
                        Opcodes.DADD,
                        Opcodes.DSUB,
                        Opcodes.DMUL,
                        Opcodes.DDIV,
                        Opcodes.DREM -> TWO;
                case Opcodes.PUTFIELD,
                        Opcodes.IF_ICMPEQ,
                        Opcodes.IF_ICMPNE,
                        Opcodes.IF_ICMPLT,
                        Opcodes.IF_ICMPGE,
                        Opcodes.IF_ICMPGT,
                        Opcodes.IF_ICMPLE,
                        Opcodes.IF_ACMPEQ,
                        Opcodes.IF_ACMPNE -> null;
                default -> ONE;
            };
        }

        private static @Nullable Object fold(int opcode, @Nullable Object left, @Nullable Object right) {
            if (left instanceof Integer a && right instanceof Integer b) {
                return switch (opcode) {
                    case Opcodes.IADD -> a + b;
                    case Opcodes.ISUB -> a - b;
                    case Opcodes.IMUL -> a * b;
                    case Opcodes.IAND -> a & b;
                    case Opcodes.IOR -> a | b;
                    case Opcodes.IXOR -> a ^ b;
                    default -> null;
                };
            }
            return left instanceof Long a && right instanceof Long b && opcode == Opcodes.LCMP
                    ? (Object) Long.compare(a, b)
                    : null;
        }

        @Override
        public @Nullable V ternaryOperation(AbstractInsnNode node, V a, V b, V c) {
            return null;
        }

        @Override
        public @Nullable V naryOperation(AbstractInsnNode node, List<? extends V> values) {
            if (node.getOpcode() == Opcodes.MULTIANEWARRAY) {
                return ONE;
            }
            String descriptor = node instanceof org.objectweb.asm.tree.MethodInsnNode m
                    ? m.desc
                    : ((org.objectweb.asm.tree.InvokeDynamicInsnNode) node).desc;
            return newValue(Type.getReturnType(descriptor));
        }

        @Override
        public void returnOperation(AbstractInsnNode node, V value, V expected) {}

        @Override
        public V merge(V a, V b) {
            if (a.equals(b)) {
                return a;
            }
            if (a.constant != null && a.constant.equals(b.constant)) {
                // The same constant on both ways, but it rests on the reads of both.
                Set<Integer> reads = new HashSet<>(a.reads);
                return reads.addAll(b.reads) ? new V(a.size, a.constant, Set.copyOf(reads)) : a;
            }
            return a.size == 2 && b.size == 2 ? TWO : ONE;
        }
    }
}
