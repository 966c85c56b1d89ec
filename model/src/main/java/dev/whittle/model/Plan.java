package dev.whittle.model;

import java.util.List;

/**
 * What to do to each method, as data, before anything is rewritten.
 *
 * @param version of the plan's format
 * @param input name of the jar, directory or class path entry it was made for, without its folder
 * @param facts facts that are speculated on in this build
 * @param methods by method id; a method with no directive says why in {@code kept}
 */
public record Plan(int version, String input, List<FactPlan> facts, List<MethodPlan> methods) {
    public static final int VERSION = 1;

    public Plan {
        facts = List.copyOf(facts);
        methods = List.copyOf(methods);
    }

    /** A field fact, the value assumed, or the reason why it is not folded. */
    public record FactPlan(FactId id, FactSite.Field field, FactValue value, FactUse use) {
        /** Returns the bit of the mark by which an object says that it has the value, or 0 if none does. */
        public int bit() {
            return use instanceof FactUse.Folded folded && folded.mark() != 0 ? 1 << folded.mark() - 1 : 0;
        }

        /** Returns true if there is a guard for all objects together. */
        public boolean guarded() {
            return use instanceof FactUse.Folded folded && folded.guarded();
        }
    }

    public sealed interface FactUse {
        /**
         * Folded: code that relies on the value asks for it first.
         *
         * @param mark from 1 to 32 if each object also says in a field of its own ({@link #MARKS}) whether it has the value: in the bit
         *     {@code mark - 1}, which no other fact of the class has; 0 if it does not
         * @param guarded whether there is a guard for all objects together, which each write of another value breaks; without one, only
         *     objects can be asked
         */
        record Folded(int mark, boolean guarded) implements FactUse {
            /** Name of the field, an {@code int}, that holds the marks of an object's facts, in the class that declares them. */
            public static final String MARKS = "whittle$marks";

            public Folded {
                if (mark < 0 || mark > Integer.SIZE) {
                    throw new IllegalArgumentException("a mark is a number from 0 to 32, not " + mark);
                }
                if (mark == 0 && !guarded) {
                    throw new IllegalArgumentException("a fact needs a mark or a guard");
                }
            }

            /** Folded with a guard and without a mark. */
            public Folded() {
                this(0, true);
            }
        }

        record NotFolded(String reason) implements FactUse {}
    }

    /** @param kept what was considered and refused */
    public record MethodPlan(MethodId method, ClassDigest digest, List<Directive> directives, List<Keep> kept) {
        public MethodPlan {
            directives = List.copyOf(directives);
            kept = List.copyOf(kept);
        }

        /** Returns true if all of the method leaves. */
        public boolean movesWhole() {
            return directives.stream().anyMatch(d -> d instanceof Directive.MoveWhole);
        }
    }

    /**
     * @param ordinal instruction ordinal, or -1 for the whole method
     * @param what the transformation that was considered
     */
    public record Keep(int ordinal, String what, String reason) {}

    /** One thing to do, why, what it should bring and what it risks. */
    public sealed interface Directive {
        Note note();

        /** Replace a hardware branch by its one outcome under the assumed facts. */
        record FoldBranch(int ordinal, int keptOutcome, List<FactId> facts, Note note) implements Directive {
            public FoldBranch {
                facts = List.copyOf(facts);
            }
        }

        /**
         * Assume that a parameter has the value that it always had: tested once at entry, a constant past it.
         *
         * @param index position in the descriptor, from 0, without the receiver
         */
        record AssumeParameter(int index, FactValue value, FactId fact, Note note) implements Directive {}

        /** Make an outcome that was never taken leave through a side exit into a continuation. */
        record OutlineEdge(int ordinal, int outcome, Note note) implements Directive {}

        /** Make an exception handler that was never entered continue in the store. */
        record OutlineHandler(int ordinal, Note note) implements Directive {}

        /**
         * Test a call's receiver for the class that it nearly always had, and call that class's method: then a compiler need not look for it.
         *
         * @param ordinal of the call
         * @param receiver internal name of the class
         */
        record FixReceiver(int ordinal, String receiver, Note note) implements Directive {}

        /** Move the whole body to the store. */
        record MoveWhole(Note note) implements Directive {}

        /**
         * Test predicates once at entry, without branching between them; past it the body has none of them.
         *
         * @param predicates the conditions of the principal path that move to the entry
         */
        record HoistPath(List<Predicate> predicates, PrincipalPath path, Note note) implements Directive {
            public HoistPath {
                predicates = List.copyOf(predicates);
            }
        }
    }

    /** The condition of the jump at an ordinal has this outcome. */
    public record Predicate(int ordinal, int outcome) {}

    /**
     * The executions that a guard at entry lets pass.
     *
     * @param explainedShare share of the executions, 0 to 1, that follow the guard
     * @param components those of the method's path profile that the guard was taken from, by variance; none if each execution follows it
     */
    public record PrincipalPath(double explainedShare, List<Component> components) {
        public PrincipalPath {
            components = List.copyOf(components);
        }
    }

    /**
     * A principal component of a path profile.
     *
     * @param varianceShare share of variance, 0 to 1, that it explains
     * @param loadings weight of each outcome in it
     */
    public record Component(double varianceShare, List<Loading> loadings) {
        public Component {
            loadings = List.copyOf(loadings);
        }
    }

    public record Loading(int ordinal, int outcome, double weight) {}

    /**
     * @param reason why it is done
     * @param gain what it should bring, for a person: bytes, tests removed, a threshold crossed
     * @param risk what happens when the profile is wrong
     */
    public record Note(String reason, String gain, String risk) {}
}
