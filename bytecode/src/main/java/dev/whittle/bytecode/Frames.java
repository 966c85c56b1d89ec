package dev.whittle.bytecode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The frame before each instruction, as the class file's own stack map gives it: the walk that the JVM's type checker does
 * (JVMS 4.10.1), so that no class hierarchy is needed. Needs a method that was read with expanded frames, class version 50 or later.
 */
public final class Frames {
    private final @Nullable FrameState[] states;

    private Frames(@Nullable FrameState[] states) {
        this.states = states;
    }

    public static Frames of(String owner, MethodNode method) {
        AnalyzerAdapter adapter =
                new AnalyzerAdapter(Opcodes.ASM9, owner, method.access, method.name, method.desc, null) {};
        List<@Nullable FrameState> states = new ArrayList<>();
        for (AbstractInsnNode node : method.instructions) {
            if (node.getOpcode() >= 0) {
                states.add(
                        adapter.locals == null ? null : new FrameState(merged(adapter.locals), merged(adapter.stack)));
            }
            node.accept(adapter);
        }
        return new Frames(states.toArray(new @Nullable FrameState[0]));
    }

    /** The adapter keeps TOP behind each long and double; frames do not. */
    private static List<Object> merged(List<Object> types) {
        List<Object> result = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Object type = types.get(i);
            result.add(type);
            if (FrameState.size(type) == 2) {
                i++;
            }
        }
        return result;
    }

    /** Returns the frame before an instruction, or null where the class file's own frames do not reach it (dead code). */
    public @Nullable FrameState at(int ordinal) {
        return states[ordinal];
    }
}
