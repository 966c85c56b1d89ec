package dev.whittle.bytecode;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Verification types before an instruction, in ASM's frame vocabulary: {@link Opcodes#INTEGER} and its like, internal names of
 * classes, labels of {@code new} instructions for uninitialised objects. A long or double takes one element.
 */
public record FrameState(List<Object> locals, List<Object> stack) {
    public FrameState {
        locals = List.copyOf(locals);
        stack = List.copyOf(stack);
    }

    /** Returns the type in a slot; {@link Opcodes#TOP} for unset slots and the second half of a long or double. */
    public Object local(int slot) {
        int at = 0;
        for (Object type : locals) {
            if (at == slot) {
                return type;
            }
            at += size(type);
            if (at > slot) {
                return Opcodes.TOP;
            }
        }
        return Opcodes.TOP;
    }

    /** Returns the slots that hold a value, ascending. */
    public List<Integer> typedSlots() {
        List<Integer> result = new ArrayList<>();
        int at = 0;
        for (Object type : locals) {
            if (!type.equals(Opcodes.TOP)) {
                result.add(at);
            }
            at += size(type);
        }
        return result;
    }

    /** Returns true if an object whose constructor has not run is in the frame. */
    public boolean holdsUninitialized() {
        return locals.stream().anyMatch(FrameState::isUninitialized)
                || stack.stream().anyMatch(FrameState::isUninitialized);
    }

    public static boolean isUninitialized(Object type) {
        return type instanceof Label || type.equals(Opcodes.UNINITIALIZED_THIS);
    }

    /** Returns 2 for long and double, else 1. */
    public static int size(Object type) {
        return type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE) ? 2 : 1;
    }

    /**
     * Returns the descriptor under which a value of this type can be passed.
     *
     * @throws IllegalArgumentException for unset slots, null and uninitialised objects, which cannot be passed
     */
    public static Type descriptor(Object type) {
        if (type.equals(Opcodes.INTEGER)) {
            return Type.INT_TYPE;
        } else if (type.equals(Opcodes.FLOAT)) {
            return Type.FLOAT_TYPE;
        } else if (type.equals(Opcodes.LONG)) {
            return Type.LONG_TYPE;
        } else if (type.equals(Opcodes.DOUBLE)) {
            return Type.DOUBLE_TYPE;
        } else if (type instanceof String name) {
            return Type.getObjectType(name);
        }
        throw new IllegalArgumentException("a value of this type cannot be passed: " + type);
    }
}
