package dev.whittle.transformer.internal;

import dev.whittle.model.FactValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
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
    private static final int MAX_ROUNDS = 5;

    private FactFlow() {}

    /**
     * A decision whose outcome follows from facts alone.
     *
     * @param outcome the one outcome
     * @param reads ordinals of the field reads and helper calls that it rests on
     * @param parameters local slots of the parameters that it rests on
     */
    public record Decided(int outcome, Set<Integer> reads, Set<Integer> parameters) {
        public Decided {
            reads = Set.copyOf(reads);
            parameters = Set.copyOf(parameters);
        }

        /** A decision that rests on no fact. */
        public static Decided alone(int outcome) {
            return new Decided(outcome, Set.of(), Set.of());
        }
    }

    /**
     * What is assumed.
     *
     * @param fields value of each field, by {@code owner.name}
     * @param parameters value of each parameter, by its local slot
     * @param mayFold tells which decisions may be given one outcome; the others keep all their ways
     * @param isEnumConstant tells whether {@code owner.name} is a constant of an enum
     */
    public record Assumed(
            Map<String, FactValue> fields,
            Map<Integer, FactValue> parameters,
            IntPredicate mayFold,
            java.util.function.Predicate<String> isEnumConstant,
            HelperCalls helpers) {}

    /**
     * @param decisions the decided decisions by ordinal
     * @param keys for each read and helper call that a decision rests on, the keys of the facts behind it
     */
    public record Result(Map<Integer, Decided> decisions, Map<Integer, SortedSet<String>> keys) {}

    /** What is decided closes ways, and closed ways may decide more: goes on until nothing new is decided, or for a few rounds. */
    public static Result decide(String owner, MethodNode method, Assumed assumed) {
        if (assumed.fields().isEmpty() && assumed.parameters().isEmpty()) {
            return new Result(Map.of(), Map.of());
        }
        Map<Integer, Decided> decided = new TreeMap<>();
        Map<Integer, SortedSet<String>> keys = new HashMap<>();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            OpenWays open = OpenWays.of(method, decided);
            Constants constants = new Constants(owner, open, assumed);
            Map<Integer, Decided> now = decide(owner, open, constants, false);
            now.entrySet()
                    .removeIf(d -> !assumed.mayFold().test(d.getKey())
                            || d.getValue().reads().isEmpty()
                                    && d.getValue().parameters().isEmpty());
            constants.keys.forEach(keys::putIfAbsent);
            if (!now.keySet().stream().anyMatch(o -> !decided.containsKey(o))) {
                break;
            }
            now.forEach(decided::putIfAbsent);
        }
        return new Result(decided, keys);
    }

    /**
     * Returns what constants alone decide, where control goes only the ways that are open. Nothing is assumed of facts: such a decision rests on
     * what was assigned on the way to it.
     *
     * @param open the one outcome of each decision that has one
     */
    static Map<Integer, Integer> constants(
            String owner, MethodNode method, Map<Integer, Integer> open, HelperCalls helpers) {
        Map<Integer, Decided> ways = new TreeMap<>();
        open.forEach((ordinal, outcome) -> ways.put(ordinal, Decided.alone(outcome)));
        OpenWays way = OpenWays.of(method, ways);
        Constants constants =
                new Constants(owner, way, new Assumed(Map.of(), Map.of(), o -> true, name -> false, helpers));
        Map<Integer, Integer> found = new TreeMap<>();
        decide(owner, way, constants, true).forEach((ordinal, d) -> found.put(ordinal, d.outcome()));
        return found;
    }

    /** @param closed whether to decide also what has one way already */
    private static Map<Integer, Decided> decide(String owner, OpenWays open, Constants constants, boolean closed) {
        Map<Integer, Decided> result = new TreeMap<>();
        try {
            Frame<V>[] frames = new Analyzer<>(constants).analyze(owner, open.method());
            for (int i = 0; i < frames.length; i++) {
                AbstractInsnNode there = open.method().instructions.get(i);
                AbstractInsnNode node = closed ? open.closed().getOrDefault(there, there) : there;
                Integer ordinal = open.ordinals().get(node);
                Decided decided = frames[i] == null || ordinal == null ? null : decide(node, frames[i]);
                if (decided != null) {
                    result.put(Objects.requireNonNull(ordinal), decided);
                }
            }
        } catch (AnalyzerException e) {
            // Code that does not verify decides nothing.
            return new TreeMap<>();
        }
        return result;
    }

    private static @Nullable Decided decide(AbstractInsnNode node, Frame<V> frame) {
        int top = frame.getStackSize() - 1;
        if (node instanceof JumpInsnNode && node.getOpcode() != Opcodes.GOTO && node.getOpcode() != Opcodes.JSR) {
            int opcode = node.getOpcode();
            boolean two = Folding.twoOperands(opcode);
            V right = two ? frame.getStack(top) : null;
            V left = frame.getStack(two ? top - 1 : top);
            Boolean taken = Folding.taken(opcode, left.constant, right == null ? null : right.constant);
            return taken == null ? null : decided(taken ? 1 : 0, reads(left, right));
        }
        if ((node instanceof TableSwitchInsnNode || node instanceof LookupSwitchInsnNode)
                && frame.getStack(top).constant instanceof Integer key) {
            return decided(Folding.outcome(node, key), frame.getStack(top).reads);
        }
        return null;
    }

    /** Parameters are kept among the reads as negative numbers: -1 is slot 0. */
    private static Decided decided(int outcome, Set<Integer> sources) {
        return new Decided(
                outcome,
                sources.stream().filter(r -> r >= 0).collect(Collectors.toSet()),
                sources.stream().filter(r -> r < 0).map(r -> -1 - r).collect(Collectors.toSet()));
    }

    private static Set<Integer> reads(V left, @Nullable V right) {
        Set<Integer> all = new HashSet<>(left.reads);
        if (right != null) {
            all.addAll(right.reads);
        }
        return all;
    }

    /**
     * @param size slots
     * @param constant as in {@link Folding}
     * @param reads ordinals of the reads and helper calls that it comes from, and below 0 parameters
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

        private final String owner;
        private final Assumed assumed;
        private final Map<AbstractInsnNode, Integer> ordinals;
        private final Map<Integer, Set<Integer>> controlled;
        final Map<Integer, SortedSet<String>> keys = new HashMap<>();

        Constants(String owner, OpenWays open, Assumed assumed) {
            super(Opcodes.ASM9);
            this.owner = owner;
            this.assumed = assumed;
            this.ordinals = open.ordinals();
            this.controlled = open.controlled();
        }

        @Override
        public V newParameterValue(boolean isInstanceMethod, int local, Type type) {
            FactValue value = assumed.parameters().get(local);
            Object constant = value == null ? null : Folding.constant(value, type.getDescriptor());
            return constant == null
                    ? Objects.requireNonNull(newValue(type))
                    : new V(type.getSize(), constant, Set.of(-1 - local));
        }

        @Override
        public @Nullable V newValue(@Nullable Type type) {
            return Type.VOID_TYPE.equals(type) ? null : type == null ? ONE : type.getSize() == 2 ? TWO : ONE;
        }

        @Override
        public V newOperation(AbstractInsnNode node) {
            Object constant = Folding.pushed(node);
            if (constant != null) {
                // A constant that is there because a decision went its way rests on that decision.
                Integer ordinal = ordinals.get(node);
                Set<Integer> reads = ordinal == null ? Set.of() : controlled.getOrDefault(ordinal, Set.of());
                return new V(constant instanceof Long ? 2 : 1, constant, reads);
            }
            if (node instanceof FieldInsnNode f) {
                String name = f.owner + "." + f.name;
                return assumed.isEnumConstant().test(name)
                        ? new V(1, name, Set.of())
                        : Objects.requireNonNull(newValue(Type.getType(f.desc)));
            }
            boolean wide = node instanceof LdcInsnNode ldc && ldc.cst instanceof Double;
            int opcode = node.getOpcode();
            return wide || opcode == Opcodes.DCONST_0 || opcode == Opcodes.DCONST_1 ? TWO : ONE;
        }

        @Override
        public V copyOperation(AbstractInsnNode node, V value) {
            return value;
        }

        @Override
        public @Nullable V unaryOperation(AbstractInsnNode node, V value) {
            if (node instanceof FieldInsnNode f && node.getOpcode() == Opcodes.GETFIELD) {
                String key = f.owner + "." + f.name;
                FactValue fact = assumed.fields().get(key);
                Object constant = fact == null ? null : Folding.constant(fact, f.desc);
                int size = Type.getType(f.desc).getSize();
                return constant == null ? new V(size, null, Set.of()) : read(node, size, constant, key);
            }
            int opcode = node.getOpcode();
            Object folded = Folding.unary(opcode, value.constant);
            if (folded != null) {
                return new V(folded instanceof Long ? 2 : 1, folded, value.reads);
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

        private V read(AbstractInsnNode node, int size, Object constant, String key) {
            int ordinal = Objects.requireNonNull(ordinals.get(node));
            keys.put(ordinal, new TreeSet<>(Set.of(key)));
            return new V(size, constant, Set.of(ordinal));
        }

        @Override
        public @Nullable V binaryOperation(AbstractInsnNode node, V left, V right) {
            int opcode = node.getOpcode();
            Object folded = Folding.binary(opcode, left.constant, right.constant);
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

        @Override
        public @Nullable V ternaryOperation(AbstractInsnNode node, V a, V b, V c) {
            return null;
        }

        @Override
        public @Nullable V naryOperation(AbstractInsnNode node, List<? extends V> values) {
            if (node.getOpcode() == Opcodes.MULTIANEWARRAY) {
                return ONE;
            }
            if (node instanceof MethodInsnNode call) {
                V helper = helper(call, values);
                return helper != null ? helper : newValue(Type.getReturnType(call.desc));
            }
            return newValue(Type.getReturnType(((InvokeDynamicInsnNode) node).desc));
        }

        private @Nullable V helper(MethodInsnNode call, List<? extends V> values) {
            List<? extends V> arguments =
                    call.getOpcode() == Opcodes.INVOKESTATIC ? values : values.subList(1, values.size());
            List<@Nullable Object> constants = new ArrayList<>();
            Set<Integer> reads = new HashSet<>();
            for (V v : arguments) {
                constants.add(v.constant);
                reads.addAll(v.reads);
            }
            HelperCalls.Result result = assumed.helpers().evaluate(owner, call, constants, assumed.fields());
            if (result == null) {
                return null;
            }
            int ordinal = Objects.requireNonNull(ordinals.get(call));
            if (!result.keys().isEmpty()) {
                keys.put(ordinal, result.keys());
                reads.add(ordinal);
            }
            return new V(result.constant() instanceof Long ? 2 : 1, result.constant(), Set.copyOf(reads));
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
