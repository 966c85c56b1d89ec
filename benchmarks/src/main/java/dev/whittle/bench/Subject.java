package dev.whittle.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program to whittle, and what of it is measured.
 *
 * @param name how it is asked for
 * @param about one sentence for people
 * @param main class of the recorded workload
 * @param prefixes class names, with slashes, that the jar takes in begin with one of these
 * @param generated classes that are made when it is packed, by internal name
 * @param options what transform is told besides its input and output
 * @param cases what is measured
 * @param path of which the branches are counted, or null
 */
record Subject(
        String name,
        String about,
        String main,
        List<String> prefixes,
        Map<String, byte[]> generated,
        List<String> options,
        List<Case> cases,
        @Nullable HotPath path) {

    Subject {
        prefixes = List.copyOf(prefixes);
        generated = Map.copyOf(generated);
        options = List.copyOf(options);
        cases = List.copyOf(cases);
    }

    /** A subject of which no branches are counted. */
    Subject(
            String name,
            String about,
            String main,
            List<String> prefixes,
            Map<String, byte[]> generated,
            List<String> options,
            List<Case> cases) {
        this(name, about, main, prefixes, generated, options, cases, null);
    }

    /**
     * What an operation does again and again.
     *
     * @param claim for people
     * @param type the operation
     * @param classes whose branches count, by internal name
     * @param batch how often an operation does it
     * @param most branches that may be left each time
     */
    record HotPath(String claim, String type, List<String> classes, int batch, int most) {
        HotPath {
            classes = List.copyOf(classes);
        }
    }

    /** This subject, with the branches of a path counted. */
    Subject counting(HotPath counted) {
        return new Subject(name, about, main, prefixes, generated, options, cases, counted);
    }

    /** This subject, with its cold code among its classes, under a name of its own. */
    Subject resident() {
        List<String> told = new ArrayList<>(options);
        told.addAll(List.of("--store", "resident"));
        return new Subject(name + "-resident", about, main, prefixes, generated, told, cases, path);
    }

    /** This subject, measured in one mode alone. */
    Subject only(Mode mode) {
        return new Subject(
                name,
                about,
                main,
                prefixes,
                generated,
                options,
                cases.stream().map(c -> c.only(mode)).toList(),
                path);
    }

    /**
     * One measured operation.
     *
     * @param name how it is called in results; empty if the subject has no other
     * @param type the class whose {@code getAsLong} is measured
     * @param reference what it is compared with: the same class in the original jar, or, where this differs from {@code type}, this class
     *     in the same whittled jar
     * @param modes where it is measured
     */
    record Case(String name, String type, String reference, Set<Mode> modes) {
        Case {
            modes = Set.copyOf(modes);
        }

        static Case of(String name, String type) {
            return new Case(name, type, type, EnumSet.allOf(Mode.class));
        }

        Case only(Mode first, Mode... rest) {
            return new Case(name, type, reference, EnumSet.of(first, rest));
        }

        Case against(String other) {
            return new Case(name, type, other, modes);
        }

        /** True if it is compared with the original program. */
        boolean againstOriginal() {
            return type.equals(reference);
        }
    }
}
