package dev.whittle.verifier.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Matches two pieces of code instruction by instruction along the control flow, plain jumps and what does nothing aside: same operations and operands,
 * same lines, same handlers, one place for one place.
 */
final class SameCode {
    private final Code a;
    private final Code b;
    private final Map<Integer, Integer> pairs = new HashMap<>();
    private final Deque<Integer> work = new ArrayDeque<>();
    private String difference = "";

    SameCode(Code a, Code b) {
        this.a = a;
        this.b = b;
    }

    static String explain(Code a, Code b, int from, int to) {
        SameCode same = new SameCode(a, b);
        same.matches(from, to);
        return same.difference;
    }

    /** Returns true if whatever runs from {@code from} in the first runs from {@code to} in the second. */
    boolean matches(int from, int to) {
        if (!pair(from, to)) {
            return false;
        }
        while (!work.isEmpty()) {
            int x = work.pop();
            int y = pairs.getOrDefault(x, -1);
            if (!same(a.at(x), b.at(y)) || a.line(x) != b.line(y)) {
                difference = "instruction " + x + " of the original differs from " + y;
                return false;
            }
            if (!successors(x, y) || !handlers(x, y)) {
                return false;
            }
        }
        return true;
    }

    private boolean pair(int from, int to) {
        int x = skipJumps(a, from);
        int y = skipJumps(b, to);
        Integer known = pairs.putIfAbsent(x, y);
        if (known == null) {
            work.push(x);
            return true;
        }
        if (known != y) {
            difference = "instruction " + x + " of the original is both " + known + " and " + y;
        }
        return known == y;
    }

    /** What does nothing stands where a jump would lead to the next instruction. */
    private static int skipJumps(Code code, int ordinal) {
        int at = ordinal;
        for (int i = 0; i < code.size() && at < code.size(); i++) {
            AbstractInsnNode node = code.at(at);
            if (node.getOpcode() == Opcodes.GOTO) {
                at = code.ordinalOf(((JumpInsnNode) node).label);
            } else if (node.getOpcode() == Opcodes.NOP) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    private boolean successors(int x, int y) {
        List<dev.whittle.bytecode.Cfg.Edge> xs = normal(a, x);
        List<dev.whittle.bytecode.Cfg.Edge> ys = normal(b, y);
        if (xs.size() != ys.size()) {
            difference = "instruction " + x + " of the original has other successors";
            return false;
        }
        for (int i = 0; i < xs.size(); i++) {
            if (!pair(xs.get(i).to(), ys.get(i).to())) {
                return false;
            }
        }
        return true;
    }

    private static List<dev.whittle.bytecode.Cfg.Edge> normal(Code code, int at) {
        return code.cfg.out(at).stream()
                .filter(e -> e.kind() != dev.whittle.bytecode.Cfg.Kind.HANDLER)
                .toList();
    }

    private boolean handlers(int x, int y) {
        List<Code.Handler> xs = a.handlers(x);
        List<Code.Handler> ys = b.handlers(y);
        boolean same = xs.size() == ys.size();
        for (int i = 0; same && i < xs.size(); i++) {
            same = xs.get(i).type().equals(ys.get(i).type())
                    && pair(xs.get(i).target(), ys.get(i).target());
        }
        if (!same && difference.isEmpty()) {
            difference = "instruction " + x + " of the original has other handlers";
        }
        return same;
    }

    /** Same operation and operands, jump targets aside. */
    static boolean same(AbstractInsnNode x, AbstractInsnNode y) {
        if (x.getOpcode() != y.getOpcode() || x.getType() != y.getType()) {
            return false;
        }
        if (x instanceof IntInsnNode p && y instanceof IntInsnNode q) {
            return p.operand == q.operand;
        } else if (x instanceof VarInsnNode p && y instanceof VarInsnNode q) {
            return p.var == q.var;
        } else if (x instanceof TypeInsnNode p && y instanceof TypeInsnNode q) {
            return p.desc.equals(q.desc);
        } else if (x instanceof FieldInsnNode p && y instanceof FieldInsnNode q) {
            return p.owner.equals(q.owner) && p.name.equals(q.name) && p.desc.equals(q.desc);
        } else if (x instanceof MethodInsnNode p && y instanceof MethodInsnNode q) {
            return p.owner.equals(q.owner) && p.name.equals(q.name) && p.desc.equals(q.desc) && p.itf == q.itf;
        } else if (x instanceof InvokeDynamicInsnNode p && y instanceof InvokeDynamicInsnNode q) {
            return Linked.key(p).equals(Linked.key(q));
        } else if (x instanceof LdcInsnNode p && y instanceof LdcInsnNode q) {
            return Linked.key(p.cst).equals(Linked.key(q.cst));
        } else if (x instanceof IincInsnNode p && y instanceof IincInsnNode q) {
            return p.var == q.var && p.incr == q.incr;
        } else if (x instanceof MultiANewArrayInsnNode p && y instanceof MultiANewArrayInsnNode q) {
            return p.dims == q.dims && p.desc.equals(q.desc);
        } else if (x instanceof TableSwitchInsnNode p && y instanceof TableSwitchInsnNode q) {
            return p.min == q.min && p.max == q.max;
        } else if (x instanceof LookupSwitchInsnNode p && y instanceof LookupSwitchInsnNode q) {
            return p.keys.equals(q.keys);
        }
        return true;
    }
}
