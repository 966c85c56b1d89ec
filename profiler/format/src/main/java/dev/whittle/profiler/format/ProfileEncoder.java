package dev.whittle.profiler.format;

import dev.whittle.model.BadInputException;
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
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the body of a profile file. */
final class ProfileEncoder {
    static final Comparator<ClassProfile> ORDER =
            Comparator.comparing(ClassProfile::name).thenComparing(ClassProfile::digest);

    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final ByteSink out = new ByteSink();

    private ProfileEncoder() {}

    static byte[] encode(Profile profile) {
        ProfileEncoder encoder = new ProfileEncoder();
        encoder.profile(profile);
        ByteSink body = new ByteSink();
        body.number(encoder.strings.size());
        for (String text : encoder.strings.keySet()) {
            // Characters, not UTF-8: a name in a class file may hold half a surrogate pair.
            body.number(text.length());
            text.chars().forEach(body::number);
        }
        byte[] rest = encoder.out.toByteArray();
        body.bytes(rest, rest.length);
        return body.toByteArray();
    }

    private void profile(Profile profile) {
        out.number(profile.provenance().size());
        profile.provenance().forEach(this::string);
        List<ClassProfile> classes = profile.classes().stream().sorted(ORDER).toList();
        out.number(classes.size());
        classes.forEach(this::type);
        out.number(profile.facts().size());
        profile.facts().forEach((key, seen) -> {
            string(key);
            out.number(seen.size());
            seen.forEach(this::observation);
        });
        Inputs.encode(profile.inputs(), out, this::string);
    }

    private void type(ClassProfile type) {
        string(type.name());
        byte[] digest = HexFormat.of().parseHex(type.digest().hex());
        out.bytes(digest, digest.length);
        out.oneByte(type.complete() ? 1 : 0);
        out.number(type.methods().size());
        type.methods().forEach(this::method);
    }

    private void method(MethodProfile method) {
        string(method.name());
        string(method.descriptor());
        byte[] digest = ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(method.digest().code())
                .putInt(method.digest().shape())
                .array();
        out.bytes(digest, digest.length);
        count(method.entries());
        out.number(method.edges().size());
        for (EdgeCount edge : method.edges()) {
            position(edge.ordinal());
            position(edge.outcome());
            count(edge.count());
        }
        out.number(method.handlers().size());
        for (HandlerCount handler : method.handlers()) {
            position(handler.ordinal());
            count(handler.count());
        }
        out.number(method.paths().size());
        method.paths().forEach(this::path);
        out.number(method.receivers().size());
        for (ReceiverCount receiver : method.receivers()) {
            position(receiver.ordinal());
            string(receiver.receiver());
            count(receiver.count());
        }
    }

    private void path(PathCount path) {
        position(path.start());
        out.number(path.outcomes().size());
        for (Outcome outcome : path.outcomes()) {
            position(outcome.ordinal());
            position(outcome.outcome());
        }
        count(path.count());
    }

    private void observation(FactObservation seen) {
        string(seen.value().text());
        count(seen.count());
    }

    private void string(String text) {
        Integer index = strings.putIfAbsent(text, strings.size());
        out.number(index == null ? strings.size() - 1 : index);
    }

    private void position(int value) {
        if (value < 0 || value > ProfileDecoder.LARGEST_POSITION) {
            throw new BadInputException("A profile has positions from 0 to 65535 and was given " + value + ".");
        }
        out.number(value);
    }

    private void count(long value) {
        if (value < 0) {
            throw new BadInputException("A profile counts from 0 up and was given " + value + ".");
        }
        out.number(value);
    }
}
