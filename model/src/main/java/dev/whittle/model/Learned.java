package dev.whittle.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What runs of whittled programs showed that their profiles had not: hints like a profile, which nobody has to believe.
 *
 * @param places where cold code came back, each once, in the order in which it did
 * @param values of facts whose guards broke, each once
 * @param torn lines that a kill cut short
 */
public record Learned(List<Place> places, List<Value> values, int torn) {
    public Learned {
        places = List.copyOf(places);
        values = List.copyOf(values);
    }

    /** Returns what both say. */
    public Learned and(Learned other) {
        return new Learned(
                Stream.concat(places.stream(), other.places.stream()).distinct().toList(),
                Stream.concat(values.stream(), other.values.stream()).distinct().toList(),
                torn + other.torn);
    }

    /**
     * A method went on in cold code.
     *
     * @param build id of the whittled build
     * @param owner internal name of the class
     * @param method its name with its descriptor
     * @param resume instruction ordinal in the original method where it went on
     * @param digest the first 16 hexadecimal digits of the original class file's digest
     */
    public record Place(String build, String owner, String method, int resume, String digest) {}

    /**
     * A fact was written with another value than the expected one.
     *
     * @param build id of the whittled build
     * @param factKey as in {@link FactSite.Field#key()}
     * @param expected as the build spelled it
     */
    public record Value(String build, String factKey, String expected, FactValue actual) {}
}
