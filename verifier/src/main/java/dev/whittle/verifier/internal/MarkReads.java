package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;

/**
 * What a transformed method learns where it asks an object for its marks. The marked fields are final, so that what was learnt of an
 * object holds as long as the object does.
 */
final class MarkReads {
    private final Facts facts;
    private final World world;

    MarkReads(Facts facts, World world) {
        this.facts = facts;
        this.world = world;
    }

    /** Returns the facts that marks of a class speak of, and that may be relied on. */
    static List<Facts.Fact> of(Facts facts, AbstractInsnNode node) {
        return node instanceof FieldInsnNode n && n.getOpcode() == Opcodes.GETFIELD && n.name.equals(Marks.FIELD)
                ? facts.all().stream()
                        .filter(f -> f.bit() != 0 && f.field().owner().equals(n.owner))
                        .toList()
                : List.of();
    }

    /** Returns what the instruction does, or null if it does not ask for marks. */
    @Nullable
    Step step(Code code, int ordinal, Frame f, State s) {
        if (!(code.at(ordinal) instanceof FieldInsnNode n) || !n.name.equals(Marks.FIELD)) {
            return null;
        }
        List<Facts.Fact> known = of(facts, n);
        if (known.isEmpty() || !n.desc.equals("I")) {
            throw Unproved.ofForm("the marks that are read at " + ordinal + " are those of no fact");
        }
        Term object = f.pop();
        if (!s.known.nonNull(object)) {
            throw Unproved.ofForm("the object whose marks are read at " + ordinal + " may be null");
        }
        if (!world.loadable().certain(n.owner, code.owner)) {
            throw Unproved.forGood("the class whose marks are read at " + ordinal + " may not be there");
        }
        Term marks = s.terms.app("final", n.owner + "." + Memory.part(n.name, n.desc), 'I', object);
        f.push(marks);
        Integer bits = Marks.number(code.at(ordinal + 1));
        if (bits != null && bits != 0) {
            learn(known, bits, object, marks, s);
        }
        return new Step.Silent(ordinal + 1);
    }

    /** If the marks are what the next instruction pushes, the facts hold that its bits stand for. */
    private static void learn(List<Facts.Fact> known, int bits, Term object, Term marks, State s) {
        List<Term> equations = new ArrayList<>();
        List<String> initialised = new ArrayList<>();
        for (Facts.Fact fact : known) {
            if ((fact.bit() & bits) != 0) {
                Term value = Memory.load(
                        s, fact.declared(), fact.field().name(), fact.field().descriptor(), object);
                equations.add(s.terms.eq(value, fact.constant(s.terms)));
                if (fact.field().descriptor().startsWith("L")) {
                    initialised.add(fact.enumClass());
                }
            }
        }
        s.guards.put(s.terms.eq(marks, s.terms.ofInt(bits)), new State.Guarded(equations, initialised));
    }
}
