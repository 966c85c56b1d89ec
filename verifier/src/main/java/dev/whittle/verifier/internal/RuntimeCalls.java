package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** What Whittle's own call sites in transformed code mean. A call site that is nearly one of these is not one, and proves nothing. */
public final class RuntimeCalls {
    private static final String HEAD =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;"
                    + "Ljava/lang/String;";
    private static final String TAIL = ")Ljava/lang/invoke/CallSite;";

    private final String build;
    private final Facts facts;
    private final MarkReads marks;

    RuntimeCalls(String build, Facts facts, World world) {
        this.build = build;
        this.facts = facts;
        this.marks = new MarkReads(facts, world);
    }

    static boolean isExit(InvokeDynamicInsnNode n) {
        return boots(n, "dev/whittle/runtime/Cold", "link", HEAD + TAIL);
    }

    /**
     * Returns an exit.
     *
     * @param fragment id and digest as it pins them
     */
    public static InvokeDynamicInsnNode exit(String method, String descriptor, String build, String fragment) {
        Handle link = new Handle(Opcodes.H_INVOKESTATIC, "dev/whittle/runtime/Cold", "link", HEAD + TAIL, false);
        return new InvokeDynamicInsnNode(method, descriptor, link, build, fragment);
    }

    static boolean isGuard(InvokeDynamicInsnNode n) {
        return boots(n, "dev/whittle/runtime/Facts", "guard", HEAD + TAIL) && n.desc.equals("()Z");
    }

    static boolean isWrite(InvokeDynamicInsnNode n) {
        return boots(n, "dev/whittle/runtime/Facts", "write", HEAD + "Ljava/lang/String;" + TAIL);
    }

    private static boolean boots(InvokeDynamicInsnNode n, String owner, String name, String descriptor) {
        Handle h = n.bsm;
        return h.getTag() == Opcodes.H_INVOKESTATIC
                && h.getOwner().equals(owner)
                && h.getName().equals(name)
                && h.getDesc().equals(descriptor)
                && !h.isInterface();
    }

    /** Returns what an instruction of the runtime does, or null if it is not one. */
    @Nullable
    Step step(Code code, int ordinal, Frame f, State s) {
        AbstractInsnNode node = code.at(ordinal);
        if (node instanceof FieldInsnNode n && n.owner.equals("dev/whittle/runtime/Switch")) {
            if (n.getOpcode() != Opcodes.GETSTATIC || !n.name.equals("OFF") || !n.desc.equals("Z")) {
                throw Unproved.forGood("the switch is not read as it should be");
            }
            f.push(s.fresh("switch at " + ordinal, 'I'));
            return new Step.Silent(ordinal + 1);
        }
        if (!(node instanceof InvokeDynamicInsnNode n) || !n.bsm.getOwner().startsWith("dev/whittle/runtime/")) {
            return marks.step(code, ordinal, f, s);
        }
        if (n.bsmArgs.length < 2 || !build.equals(n.bsmArgs[0])) {
            throw Unproved.ofForm("a call site at " + ordinal + " is not of build " + build);
        }
        if (isExit(n)) {
            return new Step.Exit(ordinal);
        }
        if (isGuard(n)) {
            f.push(guard(String.valueOf(n.bsmArgs[1]), ordinal, f, s));
            return new Step.Silent(ordinal + 1);
        }
        if (isWrite(n)) {
            // That it guards exactly the store that follows is checked for the whole program.
            f.pop();
            return new Step.Silent(ordinal + 1);
        }
        throw Unproved.forGood("a call site at " + ordinal + " calls what the runtime does not have");
    }

    /**
     * Objects that the frame holds when the guard is asked were made before that; if it says yes, each still has the value of the
     * fact, and a thread that has not synchronised since may go on seeing it. Objects met later may be newer: nothing is known of them.
     */
    private Term guard(String key, int ordinal, Frame f, State s) {
        Term result = s.fresh("guard " + key + " at " + ordinal, 'I');
        Facts.Fact fact = facts.get(key);
        if (fact == null || !fact.guarded()) {
            return result;
        }
        Set<Term> held = new LinkedHashSet<>(f.locals.values());
        held.addAll(f.stack);
        List<Term> equations = new ArrayList<>();
        for (Term object : held) {
            if (object.type() == 'A' && !object.isNull()) {
                Term now = Memory.load(
                        s, fact.declared(), fact.field().name(), fact.field().descriptor(), object);
                equations.add(s.terms.eq(now, fact.constant(s.terms)));
            }
        }
        boolean isEnum = fact.field().descriptor().startsWith("L");
        Term yes = s.terms.not(s.terms.eq(result, s.terms.ofInt(0)));
        s.guards.put(yes, new State.Guarded(equations, isEnum ? List.of(fact.enumClass()) : List.of()));
        return result;
    }
}
