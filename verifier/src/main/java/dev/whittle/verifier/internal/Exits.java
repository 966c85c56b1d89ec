package dev.whittle.verifier.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Ways out of transformed code: what is passed must be what the original has where the fragment goes on. */
final class Exits {
    /**
     * @param resume ordinal in the original
     * @param fragment what it makes of its parameters
     */
    record Exit(int resume, FragmentCheck.Restored fragment, List<Term> passed) {}

    private final FragmentCheck fragments;
    private final World world;
    private final Type returned;
    private final String methodName;

    Exits(FragmentCheck fragments, World world, String methodName, String descriptor) {
        this.fragments = fragments;
        this.world = world;
        this.methodName = methodName;
        this.returned = Type.getReturnType(descriptor);
    }

    /** True if nothing but loads and stores of locals lie before an exit: no cycle passes there, and paths need not be joined. */
    static boolean leads(Code code, int ordinal) {
        int at = ordinal;
        while (at < code.size() && code.at(at) instanceof VarInsnNode) {
            at++;
        }
        return at < code.size() && code.at(at) instanceof InvokeDynamicInsnNode n && RuntimeCalls.isExit(n);
    }

    Exit at(Code code, int ordinal, State s) {
        InvokeDynamicInsnNode n = (InvokeDynamicInsnNode) code.at(ordinal);
        if (!Type.getReturnType(n.desc).equals(returned) || !n.name.equals(methodName)) {
            throw Unproved.ofForm("the exit at " + ordinal + " has another name or result than the method");
        }
        if (code.at(ordinal + 1).getOpcode() != returned.getOpcode(Opcodes.IRETURN)) {
            throw new Unproved("the exit at " + ordinal + " does not return what the fragment returns");
        }
        if (!code.handlers(ordinal).isEmpty()) {
            throw Unproved.ofForm(
                    "the exit at " + ordinal + " lies in a try range, whose handlers would see its exceptions");
        }
        if (!s.locks.isEmpty()) {
            throw Unproved.ofForm("the exit at " + ordinal + " leaves while a monitor is held");
        }
        FragmentCheck.Restored restored = fragments.check(String.valueOf(n.bsmArgs[1]), n.desc);
        Type[] types = Type.getArgumentTypes(n.desc);
        Stream.concat(Stream.of(types), Stream.of(returned))
                .filter(type -> !world.loadable().isThere(type, code.owner))
                .findFirst()
                .ifPresent(type -> {
                    throw Unproved.ofForm("the exit at " + ordinal + " names " + type.getClassName()
                            + ", which may not be there, and its call site looks it up");
                });
        List<Term> passed = s.w.peek(types.length);
        for (int i = 0; i < types.length; i++) {
            if (narrow(types[i]) && !isParameter(passed.get(i), types[i])) {
                throw new Unproved("the exit at " + ordinal + " passes an int as " + types[i].getClassName());
            }
        }
        return new Exit(restored.resume(), restored, passed);
    }

    private static boolean narrow(Type type) {
        return Memory.kind(type) == 'I' && !type.equals(Type.INT_TYPE);
    }

    private static boolean isParameter(Term value, Type type) {
        return value.is("arg") && String.valueOf(value.payload()).endsWith(":" + type.getDescriptor());
    }

    /** Returns how the frame that the fragment restores differs from the original's, or an empty string. */
    String difference(Code original, Exit exit, State s, Prover prover) {
        List<Term> stack =
                exit.fragment().stack().stream().map(t -> passed(t, exit)).toList();
        if (!prover.equal(s.o.stack, stack, s.known)) {
            return "the exit to fragment " + exit.fragment().id() + " passes another operand stack: " + stack + " for "
                    + s.o.stack;
        }
        Map<Integer, Term> restored = new TreeMap<>(exit.fragment().locals());
        java.util.BitSet live = original.liveness.liveIn(exit.resume());
        for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
            Term theirs = restored.get(slot);
            Term ours = s.o.locals.get(slot);
            @Nullable Term value = theirs == null ? null : passed(theirs, exit);
            if (value == null || ours == null || !prover.equal(ours, value, s.known)) {
                return "the exit to fragment " + exit.fragment().id() + " passes " + value + " for local " + slot
                        + ", which is " + ours;
            }
        }
        return "";
    }

    private static Term passed(Term t, Exit exit) {
        return t.is("param") ? exit.passed().get((Integer) t.payload()) : t;
    }
}
