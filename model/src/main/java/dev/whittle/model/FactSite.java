package dev.whittle.model;

/** A place in the code that carries a fact. */
public sealed interface FactSite {
    /**
     * An instance or static field whose value is the fact.
     *
     * @param owner internal name of the declaring class
     */
    record Field(String owner, String name, String descriptor) implements FactSite {
        /** Returns the key under which the runtime keeps the state of this field's guard. */
        public String key() {
            return owner + "." + name;
        }
    }

    /** A method whose result, for a given receiver, is the fact. */
    record Method(MethodId id) implements FactSite {}

    /**
     * A parameter whose argument is the fact.
     *
     * @param index position in the descriptor, from 0, without the receiver
     */
    record Parameter(MethodId id, int index) implements FactSite {
        /** Returns the key under which a profile keeps the arguments seen, such as {@code p/Dev.rx(I)V#0}. */
        public String key() {
            return id.owner() + "." + id.name() + id.descriptor() + "#" + index;
        }
    }

    /** A type of which the bound implementations are the fact. */
    record Type(String owner) implements FactSite {}

    /**
     * A marker call, or a condition that a rule marks as if it were one.
     *
     * @param ordinal instruction ordinal of the call, or of the conditional jump or switch that the rule marks
     */
    record Marker(MethodId id, int ordinal) implements FactSite {}
}
