package dev.whittle.engine.mutation;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.Instructions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A place from which each way leaves hot code through one and the same exit, with nothing between that is seen, that throws, or that the exit
 * passes on. What is computed there makes no difference.
 */
final class OneExit {
    private final Instructions code;
    private final Set<Integer> done = new HashSet<>();
    private final Set<Integer> open = new HashSet<>();
    private final Set<Integer> stored = new HashSet<>();
    private final Set<String> exits = new HashSet<>();
    private final Set<Integer> passed = new HashSet<>();

    private OneExit(Instructions code) {
        this.code = code;
    }

    /** Returns true if that is so in both, from where they begin to differ, and the exit is the same. */
    static boolean same(Instructions a, Instructions b, int from) {
        String exit = of(a, from);
        return !exit.isEmpty() && exit.equals(of(b, from));
    }

    /** Returns the exit and what it passes, or nothing. */
    private static String of(Instructions code, int from) {
        OneExit way = new OneExit(code);
        boolean leaves = way.leaves(from) && way.exits.size() == 1;
        way.passed.retainAll(way.stored);
        return leaves && way.passed.isEmpty() ? way.exits.iterator().next() : "";
    }

    private boolean leaves(int at) {
        if (done.contains(at)) {
            return true;
        }
        // A way that comes back may never leave.
        if (at >= code.size() || !open.add(at)) {
            return false;
        }
        AbstractInsnNode n = code.get(at);
        if (Code.isExit(n)) {
            exit(at, (InvokeDynamicInsnNode) n);
        } else {
            if (Excuse.throwing(n) || Code.isGuard(n) || Cfg.endsMethod(n.getOpcode())) {
                return false;
            }
            if (n instanceof IincInsnNode i) {
                stored.add(i.var);
            } else if (n instanceof VarInsnNode v && !Code.isLoad(n)) {
                stored.add(v.var);
            }
            for (int next : after(at)) {
                if (!leaves(next)) {
                    return false;
                }
            }
        }
        open.remove(at);
        done.add(at);
        return true;
    }

    private List<Integer> after(int at) {
        AbstractInsnNode n = code.get(at);
        List<Integer> after = new ArrayList<>(Ways.targets(code, at));
        boolean falls = n.getOpcode() != Opcodes.GOTO
                && n.getOpcode() != Opcodes.TABLESWITCH
                && n.getOpcode() != Opcodes.LOOKUPSWITCH;
        if (falls) {
            after.add(at + 1);
        }
        return after;
    }

    private void exit(int at, InvokeDynamicInsnNode exit) {
        StringBuilder text = new StringBuilder(exit.desc + " " + exit.bsmArgs[1]);
        for (int i = at - 1; i >= 0 && Code.isLoad(code.get(i)); i--) {
            int local = ((VarInsnNode) code.get(i)).var;
            passed.add(local);
            text.append(' ').append(local);
        }
        exits.add(text.toString());
    }
}
