package dev.whittle.engine.mutation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Wrong ways: jumps, switches, handlers, monitors, lines. */
final class FlowKinds {
    private static final List<String> THROWABLES = List.of(
            "java/lang/Throwable",
            "java/lang/Exception",
            "java/lang/RuntimeException",
            "java/lang/ArithmeticException",
            "java/lang/NullPointerException",
            "java/lang/Error");

    private FlowKinds() {}

    static List<Kind> all() {
        return List.of(
                new Kind("condition inverted", FlowKinds::invert),
                new Kind("another condition", FlowKinds::otherCondition),
                new Kind("jump elsewhere", FlowKinds::elsewhere),
                new Kind("test dropped", (d, r) -> decide(d, r, false)),
                new Kind("test always true", (d, r) -> decide(d, r, true)),
                new Kind("wrong switch case", FlowKinds::wrongCase),
                new Kind("switch key shifted", FlowKinds::shiftKey),
                new Kind("handler dropped", FlowKinds::dropHandler),
                new Kind("handler range shifted", FlowKinds::shiftRange),
                new Kind("handler of another type", FlowKinds::otherType),
                new Kind("handlers in another order", FlowKinds::reorder),
                new Kind("monitors dropped", FlowKinds::dropMonitors),
                new Kind("one monitor instruction dropped", FlowKinds::dropMonitor),
                new Kind("moved out of a monitor", FlowKinds::outOfMonitor),
                new Kind("line moved", FlowKinds::line));
    }

    private static JumpInsnNode conditional(Draft d, Random r) {
        return (JumpInsnNode) Code.any(d.target, r, Code::isConditional);
    }

    private static boolean invert(Draft d, Random r) {
        JumpInsnNode jump = conditional(d, r);
        if (jump != null) {
            jump.setOpcode(Code.opposite(jump.getOpcode()));
        }
        return jump != null;
    }

    private static boolean otherCondition(Draft d, Random r) {
        JumpInsnNode jump =
                (JumpInsnNode) Code.any(d.target, r, n -> Code.isConditional(n) && n.getOpcode() <= Opcodes.IF_ICMPLE);
        if (jump == null) {
            return false;
        }
        int first = jump.getOpcode() >= Opcodes.IF_ICMPEQ ? Opcodes.IF_ICMPEQ : Opcodes.IFEQ;
        jump.setOpcode(first + (jump.getOpcode() - first + 1 + r.nextInt(5)) % 6);
        return true;
    }

    private static boolean elsewhere(Draft d, Random r) {
        JumpInsnNode jump = (JumpInsnNode) Code.any(d.target, r, n -> n instanceof JumpInsnNode);
        LabelNode label = (LabelNode) Code.any(d.target, r, n -> n instanceof LabelNode);
        if (jump == null || label == jump.label) {
            return false;
        }
        jump.label = label;
        return true;
    }

    private static boolean decide(Draft d, Random r, boolean taken) {
        JumpInsnNode jump = conditional(d, r);
        if (jump == null) {
            return false;
        }
        int opcode = jump.getOpcode();
        InsnList list = new InsnList();
        boolean two = opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE;
        list.add(new InsnNode(two ? Opcodes.POP2 : Opcodes.POP));
        if (taken) {
            list.add(new InsnNode(Opcodes.ICONST_0));
            list.add(new JumpInsnNode(Opcodes.IFEQ, jump.label));
        }
        Code.replace(d.target, jump, list);
        return true;
    }

    private static List<LabelNode> labels(AbstractInsnNode n) {
        return n instanceof TableSwitchInsnNode t ? t.labels : ((LookupSwitchInsnNode) n).labels;
    }

    private static boolean isSwitch(AbstractInsnNode n) {
        return n instanceof TableSwitchInsnNode || n instanceof LookupSwitchInsnNode;
    }

    private static boolean wrongCase(Draft d, Random r) {
        AbstractInsnNode n = Code.any(d.target, r, FlowKinds::isSwitch);
        if (n == null || labels(n).isEmpty()) {
            return false;
        }
        List<LabelNode> labels = labels(n);
        int at = r.nextInt(labels.size());
        LabelNode dflt = n instanceof TableSwitchInsnNode t ? t.dflt : ((LookupSwitchInsnNode) n).dflt;
        LabelNode other = r.nextInt(3) == 0 ? dflt : labels.get(r.nextInt(labels.size()));
        boolean changes = other != labels.get(at);
        labels.set(at, other);
        return changes;
    }

    private static boolean shiftKey(Draft d, Random r) {
        AbstractInsnNode n = Code.any(d.target, r, FlowKinds::isSwitch);
        if (n == null || labels(n).isEmpty()) {
            return false;
        }
        int by = r.nextBoolean() ? 1 : -1;
        if (n instanceof TableSwitchInsnNode t) {
            t.min += by;
            t.max += by;
            return true;
        }
        List<Integer> keys = ((LookupSwitchInsnNode) n).keys;
        int at = r.nextInt(keys.size());
        int key = keys.get(at) + by;
        boolean free = !keys.contains(key);
        keys.set(at, free ? key : keys.get(at));
        return free;
    }

    private static TryCatchBlockNode block(Draft d, Random r) {
        return Code.pick(d.target.tryCatchBlocks, r);
    }

    private static boolean dropHandler(Draft d, Random r) {
        return d.target.tryCatchBlocks.remove(block(d, r));
    }

    private static boolean shiftRange(Draft d, Random r) {
        TryCatchBlockNode block = block(d, r);
        if (block == null) {
            return false;
        }
        boolean start = r.nextBoolean();
        AbstractInsnNode at = start ? block.start : block.end;
        int by = 1 + r.nextInt(4);
        boolean forward = r.nextBoolean();
        for (int moved = 0; moved < by; ) {
            at = forward ? at.getNext() : at.getPrevious();
            if (at == null) {
                return false;
            }
            moved += at.getOpcode() >= 0 ? 1 : 0;
        }
        LabelNode label = new LabelNode();
        if (forward) {
            d.target.instructions.insert(at, label);
        } else {
            d.target.instructions.insertBefore(at, label);
        }
        if (start) {
            block.start = label;
        } else {
            block.end = label;
        }
        return d.target.instructions.indexOf(block.start) < d.target.instructions.indexOf(block.end);
    }

    private static boolean otherType(Draft d, Random r) {
        TryCatchBlockNode block = block(d, r);
        String type = Code.pick(THROWABLES, r);
        if (block == null || type.equals(block.type)) {
            return false;
        }
        block.type = type;
        return true;
    }

    private static boolean reorder(Draft d, Random r) {
        List<TryCatchBlockNode> blocks = d.target.tryCatchBlocks;
        if (blocks.size() < 2) {
            return false;
        }
        int at = r.nextInt(blocks.size() - 1);
        Collections.swap(blocks, at, at + 1);
        return true;
    }

    private static boolean isMonitor(AbstractInsnNode n) {
        return Code.between(n, Opcodes.MONITORENTER, Opcodes.MONITOREXIT);
    }

    private static boolean dropMonitors(Draft d, Random r) {
        List<AbstractInsnNode> monitors = Code.all(d.target, FlowKinds::isMonitor);
        monitors.forEach(n -> d.target.instructions.set(n, new InsnNode(Opcodes.POP)));
        return !monitors.isEmpty();
    }

    private static boolean dropMonitor(Draft d, Random r) {
        AbstractInsnNode n = Code.any(d.target, r, FlowKinds::isMonitor);
        if (n == null) {
            return false;
        }
        d.target.instructions.set(n, new InsnNode(Opcodes.POP));
        return true;
    }

    /** The statement before a monitor goes inside, or the first one inside goes out. */
    private static boolean outOfMonitor(Draft d, Random r) {
        AbstractInsnNode n = Code.any(d.target, r, i -> i.getOpcode() == Opcodes.MONITORENTER);
        if (n == null) {
            return false;
        }
        List<List<AbstractInsnNode>> statements = EffectKinds.statements(d);
        List<List<AbstractInsnNode>> inside = new ArrayList<>();
        for (int i = 1; i < statements.size(); i++) {
            if (statements.get(i - 1).contains(n)) {
                inside.add(statements.get(i));
            }
        }
        List<AbstractInsnNode> statement = Code.pick(inside, r);
        if (statement == null) {
            return false;
        }
        List<AbstractInsnNode> monitor = statements.get(statements.indexOf(statement) - 1);
        EffectKinds.swap(d, monitor, statement);
        return true;
    }

    private static boolean line(Draft d, Random r) {
        LineNumberNode n = (LineNumberNode) Code.any(d.target, r, i -> i instanceof LineNumberNode);
        if (n == null) {
            return false;
        }
        n.line += 1 + r.nextInt(5);
        return true;
    }
}
