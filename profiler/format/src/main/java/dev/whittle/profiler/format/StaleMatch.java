package dev.whittle.profiler.format;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.MethodDigest;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.MethodProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How far a profile fits the class files at hand. Counters name instructions by ordinal. Where a class file is the recorded one they fit; of
 * another build, those of a method fit whose code is the same, and those of one whose instructions are the same but for names and
 * constants: its branches are where they were.
 *
 * @param matching entries whose class file is at hand, sorted as in the profile
 * @param carried what fits of other builds
 * @param stale names that are at hand in another build than each recorded one, sorted
 * @param missing names recorded that are not at hand at all, sorted
 * @param unseen names at hand that the profile never saw loaded, sorted
 */
public record StaleMatch(
        List<ClassProfile> matching,
        Carried carried,
        SortedSet<String> stale,
        SortedSet<String> missing,
        SortedSet<String> unseen) {
    public StaleMatch {
        matching = List.copyOf(matching);
        stale = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(stale));
        missing = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(missing));
        unseen = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(unseen));
    }

    /** A method of a class, without its code. */
    public record Signature(String name, String descriptor) {}

    /**
     * @param classes digest of each class file at hand, by internal name
     * @param methods digests of the methods with code of a class at hand; asked only for classes of which another build was recorded
     */
    public static StaleMatch of(
            Profile profile, Map<String, ClassDigest> classes, Function<String, Map<Signature, MethodDigest>> methods) {
        List<ClassProfile> matching = new ArrayList<>();
        Map<String, List<ClassProfile>> others = new LinkedHashMap<>();
        SortedSet<String> missing = new TreeSet<>();
        SortedSet<String> unseen = new TreeSet<>(classes.keySet());
        for (ClassProfile type : profile.classes()) {
            ClassDigest digest = classes.get(type.name());
            unseen.remove(type.name());
            if (digest == null) {
                missing.add(type.name());
            } else if (digest.equals(type.digest())) {
                matching.add(type);
            } else {
                others.computeIfAbsent(type.name(), n -> new ArrayList<>()).add(type);
            }
        }
        // A merged profile may hold several builds of one class: it is stale only if none of them is the one at hand.
        matching.forEach(type -> others.remove(type.name()));
        return new StaleMatch(
                matching, Carried.of(others, classes, methods), new TreeSet<>(others.keySet()), missing, unseen);
    }

    /**
     * What fits of other builds.
     *
     * @param classes entries for class files at hand of which another build was recorded: the methods that fit
     * @param byCode methods of these that have the same code
     * @param byShape methods of these that have other code with the same branches
     * @param lost methods at hand, of classes that are there in another build, that no recorded method fits
     */
    public record Carried(List<ClassProfile> classes, int byCode, int byShape, int lost) {
        public Carried {
            classes = List.copyOf(classes);
        }

        private static Carried of(
                Map<String, List<ClassProfile>> others,
                Map<String, ClassDigest> classes,
                Function<String, Map<Signature, MethodDigest>> methods) {
            List<ClassProfile> carried = new ArrayList<>();
            int byCode = 0;
            int byShape = 0;
            int lost = 0;
            for (Map.Entry<String, List<ClassProfile>> other : others.entrySet()) {
                Map<Signature, MethodDigest> now = methods.apply(other.getKey());
                Fit best = Fit.best(other.getValue(), now);
                byCode += best.byCode;
                byShape += best.methods.size() - best.byCode;
                lost += now.size() - best.methods.size();
                ClassDigest digest = classes.get(other.getKey());
                if (digest != null && !best.methods.isEmpty()) {
                    carried.add(new ClassProfile(other.getKey(), digest, best.type.complete(), best.methods));
                }
            }
            return new Carried(carried, byCode, byShape, lost);
        }
    }

    /** What of a recorded class fits another build of it. */
    private static final class Fit {
        final ClassProfile type;
        final List<MethodProfile> methods = new ArrayList<>();
        int byCode;

        Fit(ClassProfile type, Map<Signature, MethodDigest> now) {
            this.type = type;
            for (MethodProfile method : type.methods()) {
                MethodDigest then = method.digest();
                MethodDigest digest = now.get(new Signature(method.name(), method.descriptor()));
                if (digest != null && then.shape() != 0 && then.shape() == digest.shape()) {
                    methods.add(method);
                    byCode += then.code() == digest.code() ? 1 : 0;
                }
            }
        }

        /** Returns that of the build of which most fits, the first of equals. */
        static Fit best(List<ClassProfile> builds, Map<Signature, MethodDigest> now) {
            return builds.stream()
                    .map(build -> new Fit(build, now))
                    .reduce((a, b) -> b.methods.size() > a.methods.size() ? b : a)
                    .orElseThrow();
        }
    }

    /** Returns the number of methods whose counters can be used as they are. */
    public int methods() {
        return matching.stream().mapToInt(type -> type.methods().size()).sum();
    }

    /** Returns a profile with what it says of other builds said of the class files at hand, too, as far as it fits. */
    public Profile applied(Profile profile) {
        if (carried.classes.isEmpty()) {
            return profile;
        }
        List<ClassProfile> classes = new ArrayList<>(profile.classes());
        classes.addAll(carried.classes);
        return new Profile(profile.provenance(), classes, profile.facts(), profile.inputs());
    }

    /** Returns one sentence for people on the classes that are of another build, or an empty string. */
    public String rest() {
        return stale.isEmpty()
                ? ""
                : stale.size() + (stale.size() == 1 ? " class is" : " classes are")
                        + " of another build than the profile: "
                        + carried.byCode + " methods have the code that was recorded, " + carried.byShape
                        + " other names or constants in the same code, and " + carried.lost + " stay as they are.";
    }

    /** Returns one sentence for people. */
    public String summary() {
        return matching.size() + " recorded classes with " + methods() + " methods match, " + stale.size()
                + " are of another build (" + carried.byCode + " methods of these have the same code, "
                + carried.byShape
                + " the same but for names or constants, " + carried.lost + " other code), " + missing.size()
                + " are not in the input, and " + unseen.size() + " classes of the input were never seen.";
    }
}
