package dev.whittle.verifier.internal;

import java.util.List;

/** What the next instruction does that the other method must know of. */
sealed interface Step {
    /** Went on without a trace, to the given ordinal. */
    record Silent(int next) implements Step {}

    /** One of these, each under its condition; exactly one condition holds. */
    record Branch(List<Way> ways) implements Step {}

    record Way(Term condition, int target) {}

    /**
     * May throw, and if it does not, this is known and the instruction is looked at again.
     *
     * @param key what is done, without operands
     * @param learn conditions that hold afterwards
     * @param initialises internal name of the class that is initialised with it, or an empty string
     */
    record Check(String key, List<Term> args, List<Term> learn, String initialises) implements Step {}

    /**
     * A visible effect.
     *
     * @param args operands taken from the stack, deepest first
     * @param result type of the pushed result, or V
     * @param writes {@code *} for any effect, an empty string for none, else the part of memory that is written
     * @param learn conditions that hold afterwards
     * @param resultOp operation of the result's name
     */
    record Effect(String key, List<Term> args, char result, String writes, List<Term> learn, String resultOp)
            implements Step {}

    /** @param values one value, or none from a void method */
    record Return(int opcode, List<Term> values) implements Step {}

    record Throw(Term exception) implements Step {}

    /** Leaves for a fragment. */
    record Exit(int ordinal) implements Step {}
}
