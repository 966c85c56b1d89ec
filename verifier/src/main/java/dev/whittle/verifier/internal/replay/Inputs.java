package dev.whittle.verifier.internal.replay;

import dev.whittle.model.RecordedInput;
import dev.whittle.model.RecordedInput.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes inputs: first what a run recorded, then made-up ones, of which those that reached something new are varied. */
final class Inputs {
    /** Receivers that each recorded call is tried with. */
    private static final int RECEIVERS = 3;

    /** How many of the recorded inputs a fuzzer may begin with: as many as one byte tells apart. */
    private static final int BEGINNINGS = 200;

    /** One given argument of so many is not used by an input that a fuzzer makes from a recorded one. */
    private static final int MADE_UP = 4;

    /** @param bytes as {@link #decode} reads them */
    private record Kept(long[] drawn, int recorded, byte[] bytes) {}

    private final Generator generator;
    private final List<Type> types;
    private final List<String> names;
    private final List<String> receivers;
    private final List<RecordedInput> recorded;
    private final SplittableRandom random;
    private final List<Kept> corpus = new ArrayList<>();
    private int made;
    private Kept last = new Kept(new long[0], -1, new byte[0]);

    /** @param receivers internal names of classes, empty for a static method */
    Inputs(Generator generator, MethodNode method, List<String> receivers, List<RecordedInput> recorded, long seed) {
        this.generator = generator;
        this.types = List.of(Type.getArgumentTypes(method.desc));
        this.names = names(method, types, receivers.isEmpty() ? 0 : 1);
        this.receivers = receivers;
        this.recorded = recorded.stream()
                .filter(r -> r.arguments().size() == types.size())
                .toList();
        this.random = new SplittableRandom(seed);
    }

    private static List<String> names(MethodNode method, List<Type> types, int first) {
        List<String> names = new ArrayList<>();
        int slot = first;
        for (Type type : types) {
            int at = slot;
            names.add(
                    method.localVariables == null
                            ? "argument " + (names.size() + 1)
                            : method.localVariables.stream()
                                    .filter(v -> v.index == at)
                                    .map((LocalVariableNode v) -> v.name)
                                    .findFirst()
                                    .orElse("argument " + (names.size() + 1)));
            slot += type.getSize();
        }
        return names;
    }

    /** Returns what a solver found as if it had been recorded; what it says nothing of is made up. */
    static List<RecordedInput> ofModels(MethodNode method, List<SortedMap<Integer, Long>> models) {
        List<RecordedInput> inputs = new ArrayList<>();
        for (SortedMap<Integer, Long> model : models) {
            List<Value> values = new ArrayList<>();
            int slot = (method.access & Opcodes.ACC_STATIC) != 0 ? 0 : 1;
            for (Type type : Type.getArgumentTypes(method.desc)) {
                Long value = model.get(slot);
                values.add(value == null ? new Value.Opaque(type.getClassName()) : ofModel(type, value));
                slot += type.getSize();
            }
            inputs.add(new RecordedInput(values));
        }
        return inputs;
    }

    /** A floating number is told by its bits. */
    private static Value ofModel(Type type, long value) {
        return switch (type.getSort()) {
            case Type.LONG -> new Value.OfLong(value);
            case Type.FLOAT -> new Value.OfFloat(Float.intBitsToFloat((int) value));
            case Type.DOUBLE -> new Value.OfDouble(Double.longBitsToDouble(value));
            default -> new Value.OfInt((int) value);
        };
    }

    Input next() {
        int number = made++;
        if (number < recorded.size() * RECEIVERS) {
            return make(Choices.fresh(random.split()), number / RECEIVERS);
        }
        if (!corpus.isEmpty() && number % 2 == 1) {
            Kept kept = corpus.get(random.nextInt(corpus.size()));
            return make(Choices.varied(kept.drawn(), random.split()), kept.recorded());
        }
        return make(Choices.fresh(random.split()), -1);
    }

    /** Returns the input that bytes stand for; all bytes stand for one, and the same for the same. */
    Input decode(byte[] bytes) {
        Choices choices = Choices.ofBytes(bytes);
        int from = choices.below(Math.min(recorded.size(), BEGINNINGS) + 1) - 1;
        BitSet used = new BitSet();
        for (int i = 0; i < types.size(); i++) {
            used.set(i, from >= 0 && !choices.oneIn(MADE_UP));
        }
        return make(choices, from, used);
    }

    /** Returns bytes for the inputs that reached something new, and for those that were recorded. */
    List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        corpus.forEach(k -> seeds.add(k.bytes()));
        for (int i = 0; i < Math.min(recorded.size(), BEGINNINGS); i++) {
            make(Choices.fresh(random.split()), i);
            seeds.add(last.bytes());
        }
        return seeds;
    }

    private Input make(Choices choices, int from) {
        BitSet used = new BitSet();
        used.set(0, types.size(), from >= 0);
        Input input = make(choices, from, used);
        last = new Kept(choices.drawn(), from, bytes(choices, from < BEGINNINGS ? from : -1));
        return input;
    }

    private byte[] bytes(Choices choices, int from) {
        List<Integer> head = new ArrayList<>(Collections.nCopies(types.size() + 1, 1));
        head.set(0, from + 1);
        return choices.bytes(head);
    }

    private Input make(Choices choices, int from, BitSet used) {
        Generator.Draft draft = generator.draft(choices);
        Recipe receiver =
                receivers.isEmpty() ? null : generator.receiver(receivers.get(choices.below(receivers.size())), draft);
        List<Recipe> arguments = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Recipe value = generator.value(types.get(i), draft);
            Recipe given = used.get(i) ? given(recorded.get(from).arguments().get(i), types.get(i)) : null;
            arguments.add(given == null ? value : given);
        }
        return new Input(
                receiver == null ? null : Generator.plain(receiver, draft),
                arguments.stream().map(a -> Generator.plain(a, draft)).toList(),
                names,
                draft.broken());
    }

    /** The last input reached something new. */
    void keep() {
        corpus.add(last);
    }

    /** Returns a recorded value, or null if it is to be made up or does not fit. */
    private static @Nullable Recipe given(Value value, Type type) {
        boolean primitive = type.getSort() < Type.ARRAY;
        if (value instanceof Value.OfInt i) {
            boolean fits = type.getSort() >= Type.BOOLEAN && type.getSort() <= Type.INT;
            return fits ? new Recipe.Scalar(Scalars.cut(type, i.value())) : null;
        } else if (value instanceof Value.OfLong l) {
            return type.getSort() == Type.LONG ? new Recipe.Scalar(l.value()) : null;
        } else if (value instanceof Value.OfFloat f) {
            return type.getSort() == Type.FLOAT ? new Recipe.Scalar(f.value()) : null;
        } else if (value instanceof Value.OfDouble d) {
            return type.getSort() == Type.DOUBLE ? new Recipe.Scalar(d.value()) : null;
        } else if (value instanceof Value.OfText t) {
            List<String> holders = List.of("java.lang.String", "java.lang.Object", "java.lang.CharSequence");
            return holders.contains(type.getClassName()) ? new Recipe.Scalar(t.value()) : null;
        } else if (value instanceof Value.OfBytes b) {
            return type.getDescriptor().equals("[B")
                    ? new Recipe.Items(
                            "B",
                            b.value().stream()
                                    .map(x -> (Recipe) new Recipe.Scalar(x))
                                    .toList())
                    : null;
        }
        return value instanceof Value.OfNull && !primitive ? new Recipe.Nothing() : null;
    }
}
