package dev.whittle.profiler.format;

import dev.whittle.model.BadInputException;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodDigest;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.FactObservation;
import dev.whittle.model.Profile.HandlerCount;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.model.Profile.ReceiverCount;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads the body of a profile file and checks all of it. */
final class ProfileDecoder {
    /** A method has at most 65535 bytes of code, so no ordinal and no outcome lies beyond. */
    static final int LARGEST_POSITION = 65535;

    private final ByteSource in;
    private final int version;
    private final List<String> strings;

    private ProfileDecoder(ByteSource in, int version) {
        this.in = in;
        this.version = version;
        this.strings = list("strings", this::text);
    }

    /** @param version of the file */
    static Profile decode(byte[] body, int version) {
        ByteSource in = new ByteSource(body);
        Profile profile = new ProfileDecoder(in, version).profile();
        if (!in.atEnd()) {
            throw in.damage("its body goes on after its end");
        }
        return profile;
    }

    private Profile profile() {
        List<String> provenance = list("sources", this::string);
        List<ClassProfile> classes = list("classes", this::type);
        for (int i = 1; i < classes.size(); i++) {
            if (ProfileEncoder.ORDER.compare(classes.get(i - 1), classes.get(i)) >= 0) {
                throw in.damage(
                        "its classes are not in order at " + classes.get(i).name());
            }
        }
        SortedMap<String, List<FactObservation>> facts = new TreeMap<>();
        for (int left = in.count("facts"); left > 0; left--) {
            String key = string();
            if (!facts.isEmpty() && facts.lastKey().compareTo(key) >= 0) {
                throw in.damage("its facts are not in order at " + key);
            }
            facts.put(key, list("fact values", this::observation));
        }
        return version < ProfileFile.WITH_INPUTS
                ? new Profile(provenance, classes, facts)
                : new Profile(provenance, classes, facts, Inputs.decode(in, this::string));
    }

    private String text() {
        int length = in.count("characters");
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) in.number(Character.MAX_VALUE, "a character"));
        }
        return text.toString();
    }

    private ClassProfile type() {
        String name = string();
        ClassDigest digest = new ClassDigest(HexFormat.of().formatHex(in.bytes(32)));
        int complete = in.oneByte();
        if (complete > 1) {
            throw in.damage("the flag of class " + name + " is neither 0 nor 1");
        }
        return new ClassProfile(name, digest, complete == 1, list("methods", this::method));
    }

    private MethodProfile method() {
        String name = string();
        String descriptor = string();
        MethodDigest digest = version < ProfileFile.WITH_DIGESTS ? MethodDigest.UNKNOWN : digest();
        return new MethodProfile(
                name,
                descriptor,
                in.number(),
                list("edges", () -> new EdgeCount(position(), position(), in.number())),
                list("handlers", () -> new HandlerCount(position(), in.number())),
                list("paths", this::path),
                list("receivers", () -> new ReceiverCount(position(), string(), in.number())),
                digest);
    }

    private MethodDigest digest() {
        ByteBuffer bytes = ByteBuffer.wrap(in.bytes(2 * Integer.BYTES));
        return new MethodDigest(bytes.getInt(), bytes.getInt());
    }

    private PathCount path() {
        return new PathCount(position(), list("outcomes", () -> new Outcome(position(), position())), in.number());
    }

    private FactObservation observation() {
        String text = string();
        try {
            FactValue value = FactValue.parse(text);
            if (!value.text().equals(text)) {
                throw in.damage("a fact value is not written in the usual way: " + text);
            }
            return new FactObservation(value, in.number());
        } catch (BadInputException e) {
            throw in.damage("a fact value cannot be read: " + text);
        }
    }

    private int position() {
        return in.number(LARGEST_POSITION, "a position");
    }

    private String string() {
        int index = in.number(Integer.MAX_VALUE, "the number of a string");
        if (index >= strings.size()) {
            throw in.damage("it refers to string " + index + " of " + strings.size());
        }
        return strings.get(index);
    }

    private <T> List<T> list(String what, Supplier<T> element) {
        int count = in.count(what);
        // Grown, not reserved: a false count must not take memory that no element fills.
        List<T> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(element.get());
        }
        return result;
    }
}
