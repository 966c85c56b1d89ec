package dev.whittle.profiler.format;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How far a profile fits the class files at hand. Counters name instructions by ordinal, so they speak of one build of a class
 * only: its digest decides, whole classes at a time.
 *
 * @param matching entries whose class file is at hand, sorted as in the profile
 * @param stale names that are at hand in another build than each recorded one, sorted
 * @param missing names recorded that are not at hand at all, sorted
 * @param unseen names at hand that the profile never saw loaded, sorted
 */
public record StaleMatch(
        List<ClassProfile> matching, SortedSet<String> stale, SortedSet<String> missing, SortedSet<String> unseen) {
    public StaleMatch {
        matching = List.copyOf(matching);
        stale = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(stale));
        missing = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(missing));
        unseen = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(unseen));
    }

    /** @param classes digest of each class file at hand, by internal name */
    public static StaleMatch of(Profile profile, Map<String, ClassDigest> classes) {
        List<ClassProfile> matching = new ArrayList<>();
        SortedSet<String> stale = new TreeSet<>();
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
                stale.add(type.name());
            }
        }
        // A merged profile may hold several builds of one class: it is stale only if none of them is the one at hand.
        matching.forEach(type -> stale.remove(type.name()));
        return new StaleMatch(matching, stale, missing, unseen);
    }

    /** Returns the number of methods whose counters can be used. */
    public int methods() {
        return matching.stream().mapToInt(type -> type.methods().size()).sum();
    }

    /** Returns what is left of a profile when all that does not match is dropped; facts and arguments stay, they name no instruction. */
    public Profile usable(Profile profile) {
        return new Profile(profile.provenance(), matching, profile.facts(), profile.inputs());
    }

    /** Returns one sentence for people. */
    public String summary() {
        return matching.size() + " recorded classes with " + methods() + " methods match, " + stale.size()
                + " are of another build, " + missing.size() + " are not in the input, and " + unseen.size()
                + " classes of the input were never seen.";
    }
}
