package dev.whittle.profiler.format;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodDigest;
import dev.whittle.model.MethodId;
import dev.whittle.model.Profile;
import dev.whittle.model.RecordedInput;
import dev.whittle.model.RecordedInput.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Random profiles, the same for the same seed. */
final class Profiles {
    private final Random random;

    Profiles(long seed) {
        random = new Random(seed);
    }

    Profile next() {
        SortedMap<String, Profile.ClassProfile> classes = new TreeMap<>();
        for (Profile.ClassProfile c : list(6, this::type)) {
            classes.put(c.name() + '\0' + c.digest().hex(), c);
        }
        SortedMap<String, List<Profile.FactObservation>> facts = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            facts.put(name() + "." + name(), list(3, () -> new Profile.FactObservation(value(), count())));
        }
        List<Profile.ClassProfile> sorted =
                classes.values().stream().sorted(ProfileEncoder.ORDER).toList();
        List<String> provenance = list(3, this::name);
        SortedMap<MethodId, List<RecordedInput>> inputs = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            inputs.put(new MethodId(name(), name(), "(IJ[[BLa/B;D)V"), list(4, this::input));
        }
        inputs.put(new MethodId("a", "b", "(ZBCSF[Ljava/lang/String;[J)[I"), list(2, this::otherInput));
        return new Profile(provenance, sorted, facts, inputs);
    }

    private RecordedInput input() {
        return new RecordedInput(List.of(
                new Value.OfInt(random.nextInt()),
                new Value.OfLong(random.nextLong()),
                reference(),
                reference(),
                new Value.OfDouble(random.nextGaussian())));
    }

    private RecordedInput otherInput() {
        Value number = new Value.OfInt(random.nextInt());
        return new RecordedInput(
                List.of(number, number, number, number, new Value.OfFloat(Float.NaN), reference(), reference()));
    }

    private Value reference() {
        return switch (random.nextInt(4)) {
            case 0 -> new Value.OfNull();
            case 1 -> new Value.OfText(name());
            case 2 -> new Value.OfBytes(list(30, () -> (byte) random.nextInt()));
            default -> new Value.Opaque(name());
        };
    }

    private Profile.ClassProfile type() {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            hex.append(Character.forDigit(random.nextInt(16), 16));
        }
        return new Profile.ClassProfile(
                name(), new ClassDigest(hex.toString()), random.nextBoolean(), list(4, this::method));
    }

    private Profile.MethodProfile method() {
        return new Profile.MethodProfile(
                name(),
                "(I)V",
                count(),
                list(5, () -> new Profile.EdgeCount(position(), position(), count())),
                list(3, () -> new Profile.HandlerCount(position(), count())),
                list(
                        3,
                        () -> new Profile.PathCount(
                                position(), list(5, () -> new Profile.Outcome(position(), position())), count())),
                list(3, () -> new Profile.ReceiverCount(position(), name(), count())),
                new MethodDigest(random.nextInt(), random.nextInt()));
    }

    private FactValue value() {
        return switch (random.nextInt(5)) {
            case 0 -> new FactValue.OfInt(random.nextInt());
            case 1 -> new FactValue.OfLong(random.nextLong());
            case 2 -> new FactValue.OfEnum(name());
            case 3 -> new FactValue.OfNull();
            default -> new FactValue.Other(name());
        };
    }

    private String name() {
        String[] odd = {"", "a/b/C", "\ud800", "ä😀", "x".repeat(300), "\0"};
        return random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : "n" + random.nextInt(50);
    }

    private int position() {
        return random.nextInt(3) == 0 ? random.nextInt(65536) : random.nextInt(20);
    }

    private long count() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE;
            default -> random.nextLong() & Long.MAX_VALUE >>> random.nextInt(60);
        };
    }

    private <T> List<T> list(int below, Supplier<T> element) {
        List<T> result = new ArrayList<>();
        for (int i = random.nextInt(below); i > 0; i--) {
            result.add(element.get());
        }
        return result;
    }
}
