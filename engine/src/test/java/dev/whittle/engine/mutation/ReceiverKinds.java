package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Ways to make calls wrong that are made on one class behind a test of the receiver. */
final class ReceiverKinds {
    private ReceiverKinds() {}

    static List<Kind> all() {
        return List.of(
                new Kind("receiver tested for another class", ReceiverKinds::otherTest),
                new Kind("receiver not tested", ReceiverKinds::noTest),
                new Kind("receiver test inverted", ReceiverKinds::inverted),
                new Kind("call on another class", ReceiverKinds::otherClass),
                new Kind("call and test of another class", ReceiverKinds::everywhere));
    }

    private static TypeInsnNode test(Draft d, Random r) {
        return (TypeInsnNode) Code.any(
                d.target,
                r,
                i -> i.getOpcode() == Opcodes.INSTANCEOF && i.getPrevious().getOpcode() == Opcodes.DUP);
    }

    /** A class of the program that is not an interface. */
    private static String other(Draft d, String type, Random r) {
        return Code.pick(
                d.twin.originals().entrySet().stream()
                        .filter(c -> !c.getKey().equals(type)
                                && (ClassFiles.parse(c.getValue()).access & Opcodes.ACC_INTERFACE) == 0)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList(),
                r);
    }

    private static boolean otherTest(Draft d, Random r) {
        TypeInsnNode test = test(d, r);
        if (test != null) {
            test.desc = other(d, test.desc, r);
        }
        return test != null;
    }

    private static boolean noTest(Draft d, Random r) {
        TypeInsnNode test = test(d, r);
        if (test != null) {
            d.target.instructions.remove(test.getNext());
            d.target.instructions.set(test, new InsnNode(Opcodes.POP));
        }
        return test != null;
    }

    private static boolean inverted(Draft d, Random r) {
        TypeInsnNode test = test(d, r);
        if (test != null) {
            JumpInsnNode jump = (JumpInsnNode) test.getNext();
            jump.setOpcode(Opcodes.IFNE);
        }
        return test != null;
    }

    private static boolean otherClass(Draft d, Random r) {
        MethodInsnNode call = (MethodInsnNode) Code.any(
                d.target,
                r,
                i -> i.getOpcode() == Opcodes.INVOKEVIRTUAL
                        && d.twin.originals().containsKey(((MethodInsnNode) i).owner));
        if (call != null) {
            call.owner = other(d, call.owner, r);
        }
        return call != null;
    }

    /** The first call behind the test, too: what comes of it may well do the same. */
    private static boolean everywhere(Draft d, Random r) {
        TypeInsnNode test = test(d, r);
        if (test == null) {
            return false;
        }
        String before = test.desc;
        String after = other(d, before, r);
        for (AbstractInsnNode n = test; n != null; n = n.getNext()) {
            if (n instanceof TypeInsnNode t && t.desc.equals(before)) {
                t.desc = after;
            } else if (n instanceof MethodInsnNode m && m.owner.equals(before)) {
                m.owner = after;
                return true;
            }
        }
        return false;
    }
}
