package dev.whittle.engine;

import dev.whittle.model.BadInputException;
import dev.whittle.model.TransformedClass;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The classes that leave each part of a program for a jar beside it.
 *
 * @param parts internal names of classes, for each part in its order
 */
record Leaving(List<Set<String>> parts) {
    Leaving {
        parts = List.copyOf(parts);
    }

    /**
     * Says which classes leave: those that were never loaded, are not changed, and may.
     *
     * @param loaded the classes of the profile
     * @param warnings receives why none may leave a part
     */
    static Leaving of(
            Request request, Program input, Set<String> loaded, List<TransformedClass> changed, List<String> warnings) {
        if (request.classes() == ClassMode.STAY) {
            return new Leaving(input.parts().stream().map(p -> Set.<String>of()).toList());
        }
        Set<String> stays = changed.stream().map(TransformedClass::name).collect(Collectors.toCollection(TreeSet::new));
        stays.addAll(loaded);
        List<Set<String>> parts = new ArrayList<>();
        for (ProgramInput part : input.parts()) {
            String refusal = Files.isDirectory(part.path())
                    ? "it is a directory, which has no Class-Path"
                    : ColdJar.refusal(part);
            if (!refusal.isEmpty()) {
                warnings.add("The classes of " + part.path() + " that were never loaded stay in it: " + refusal + ".");
            }
            Set<String> cold = refusal.isEmpty()
                    ? ColdJar.choose(
                            part, c -> stays.contains(c) || !request.filter().accepts(c))
                    : Set.of();
            String elsewhere = cold.isEmpty() ? "" : ColdJar.elsewhere(part);
            if (!elsewhere.isEmpty()) {
                warnings.add("What becomes of " + part.path() + " can be run from a class path only: " + elsewhere
                        + " does not find classes in the jar beside it.");
            }
            parts.add(cold);
        }
        return new Leaving(parts);
    }

    /** @throws BadInputException if classes are to leave, and no profile says which were loaded */
    static void check(Request request) {
        if (request.classes() == ClassMode.BESIDE && request.profile() == null) {
            throw new BadInputException(
                    "Nothing says which classes were never loaded: give --profile FILE, or leave out --cold-classes.");
        }
    }

    Set<String> of(int part) {
        return parts.get(part);
    }

    Set<String> all() {
        Set<String> all = new TreeSet<>();
        parts.forEach(all::addAll);
        return all;
    }
}
