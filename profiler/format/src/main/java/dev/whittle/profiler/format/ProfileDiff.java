package dev.whittle.profiler.format;

import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.FactObservation;
import dev.whittle.model.Profile.HandlerCount;
import dev.whittle.model.Profile.MethodProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What two profiles disagree on where it matters: whether something ran at all, and which values facts had. How often something
 * ran is not compared, for it differs between any two runs.
 */
public final class ProfileDiff {
    private ProfileDiff() {}

    /** Which of the two profiles saw it. */
    public enum Side {
        FIRST,
        SECOND
    }

    /**
     * One thing that one of the two saw and the other did not.
     *
     * @param what a class with the start of its digest, {@code class [digest] method(descriptor)}, such a method with {@code @ordinal:outcome} or
     *     {@code @ordinal handler}, or {@code owner.field = value}
     */
    public record Difference(String what, Side seenBy) {}

    /** Returns the differences sorted by what they name; two builds of one class are two classes. */
    public static List<Difference> of(Profile first, Profile second) {
        SortedMap<String, Side> seen = new TreeMap<>();
        Set<String> a = seen(first);
        Set<String> b = seen(second);
        a.stream().filter(what -> !b.contains(what)).forEach(what -> seen.put(what, Side.FIRST));
        b.stream().filter(what -> !a.contains(what)).forEach(what -> seen.put(what, Side.SECOND));
        List<Difference> result = new ArrayList<>();
        seen.forEach((what, side) -> result.add(new Difference(what, side)));
        return result;
    }

    private static Set<String> seen(Profile profile) {
        Set<String> result = new TreeSet<>();
        for (ClassProfile type : profile.classes()) {
            String name = type.name() + " [" + type.digest() + "]";
            result.add(name);
            type.methods().forEach(method -> add(result, name + " ", method));
        }
        profile.facts().forEach((key, values) -> {
            for (FactObservation value : values) {
                result.add(key + " = " + value.value().text());
            }
        });
        return result;
    }

    private static void add(Set<String> result, String owner, MethodProfile method) {
        String name = owner + method.name() + method.descriptor();
        if (method.entries() > 0) {
            result.add(name);
        }
        for (EdgeCount edge : method.edges()) {
            if (edge.count() > 0) {
                result.add(name + " @" + edge.ordinal() + ":" + edge.outcome());
            }
        }
        for (HandlerCount handler : method.handlers()) {
            if (handler.count() > 0) {
                result.add(name + " @" + handler.ordinal() + " handler");
            }
        }
    }
}
