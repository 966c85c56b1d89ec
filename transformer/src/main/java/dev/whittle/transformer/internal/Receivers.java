package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.FrameState;
import dev.whittle.bytecode.Frames;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Where a virtual or interface call may be made as a call of one class's method, once a test has shown that the receiver is of that class:
 * the one place that decides it. Such a call still finds the method by the receiver, so subclasses run their own.
 */
public final class Receivers {
    private static final int PUBLIC_INSTANCE = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

    private final Members members;
    private final Cfg cfg;
    private final Frames frames;
    private final ClassNode owner;

    public Receivers(ClassNode owner, Members members, Cfg cfg, Frames frames) {
        this.owner = owner;
        this.members = members;
        this.cfg = cfg;
        this.frames = frames;
    }

    /**
     * Returns why the call may not be made so, or an empty string.
     *
     * @param ordinal of the call
     * @param receiver internal name of the class
     */
    public String refusal(int ordinal, String receiver) {
        MethodInsnNode call = call(ordinal);
        OptionalInt test = test(ordinal);
        if (call == null) {
            return "there is no call that looks for its method by the receiver";
        } else if (test.isEmpty()) {
            return "what stands between the receiver and the call may branch";
        }
        Members.Member named = members.method(call.owner, call.name, call.desc);
        Members.Member found = members.method(receiver, call.name, call.desc);
        ClassNode type = members.find(receiver);
        if (named == null || (named.access() & PUBLIC_INSTANCE) != Opcodes.ACC_PUBLIC) {
            return "the method that is called is not known to be public";
        } else if (type == null || !members.isProgram(receiver) || (type.access & Opcodes.ACC_INTERFACE) != 0) {
            return "its receivers are of no class of the program";
        } else if (!members.isSubtype(receiver, call.owner) || !fits(receiver, test.getAsInt())) {
            return "the profile names receivers that it cannot have";
        } else if (found == null || !isFound(found)) {
            return "its receivers have the method from an interface, or none that is public";
        } else if (!members.visible(receiver, owner.name)) {
            return "the class of its receivers cannot be named there";
        }
        return members.loads(receiver, Math.max(ClassFiles.major(owner), Opcodes.V17));
    }

    /** Whether an object of a class can be held where the receiver is: exits between the test and the call pass it on as what it is there. */
    private boolean fits(String receiver, int test) {
        FrameState frame = frames.at(test);
        Object held = frame == null ? null : frame.stack().get(frame.stack().size() - 1);
        ClassNode type = held instanceof String name ? members.find(name) : null;
        return type != null && ((type.access & Opcodes.ACC_INTERFACE) != 0 || members.isSubtype(receiver, type.name));
    }

    private boolean isFound(Members.Member found) {
        ClassNode declares = members.find(found.owner());
        return declares != null
                && (declares.access & Opcodes.ACC_INTERFACE) == 0
                && (found.access() & (PUBLIC_INSTANCE | Opcodes.ACC_ABSTRACT)) == Opcodes.ACC_PUBLIC;
    }

    /**
     * Returns the ordinal before which the receiver of a call lies on top of the stack, with nothing between it and the call that branches or
     * moves it: there it can be tested, and a method that is left there carries on with nothing done twice.
     */
    public OptionalInt test(int ordinal) {
        MethodInsnNode call = call(ordinal);
        FrameState there = call == null ? null : frames.at(ordinal);
        if (call == null || there == null) {
            return OptionalInt.empty();
        }
        int height = there.stack().size() - Type.getArgumentTypes(call.desc).length;
        for (int at = ordinal; at >= 0; at--) {
            FrameState frame = frames.at(at);
            int touched = at < ordinal ? moved(cfg.instructions().get(at)) : 0;
            if (frame == null || touched > 0 && frame.stack().size() - touched < height) {
                return OptionalInt.empty();
            } else if (frame.stack().size() == height) {
                // Something that is known to be an object: not null alone, and its constructor has run.
                return frame.stack().get(height - 1) instanceof String ? OptionalInt.of(at) : OptionalInt.empty();
            } else if (!followsAlone(at)) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    private boolean followsAlone(int at) {
        return cfg.in(at).size() == 1
                && cfg.in(at).get(0).kind() == Cfg.Kind.FALL
                && cfg.in(at).get(0).from() == at - 1
                && cfg.outcomes(at - 1) == 0;
    }

    /** How many values an instruction puts into another order, at most. */
    private static int moved(AbstractInsnNode node) {
        return switch (node.getOpcode()) {
            case Opcodes.SWAP, Opcodes.DUP_X1 -> 2;
            case Opcodes.DUP_X2, Opcodes.DUP2_X1 -> 3;
            case Opcodes.DUP2_X2 -> 4;
            default -> 0;
        };
    }

    private @Nullable MethodInsnNode call(int ordinal) {
        AbstractInsnNode node =
                ordinal < 0 || ordinal >= cfg.size() ? null : cfg.instructions().get(ordinal);
        return node instanceof MethodInsnNode n
                        && (n.getOpcode() == Opcodes.INVOKEVIRTUAL || n.getOpcode() == Opcodes.INVOKEINTERFACE)
                        && !n.owner.startsWith("[")
                ? n
                : null;
    }
}
