package dev.whittle.bytecode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** Where the object that a method was called on lies on the operand stack: it is not null, and it is of the method's class. Not for constructors. */
public final class ThisValues {
    private final MethodNode method;
    private final Frame<BasicValue>[] frames;

    private ThisValues(MethodNode method, Frame<BasicValue>[] frames) {
        this.method = method;
        this.frames = frames;
    }

    /**
     * @param owner internal name of the class that declares the method
     * @param method with its maxima; where its code is not valid, nothing is known of it
     */
    public static ThisValues of(String owner, MethodNode method) {
        try {
            return new ThisValues(method, new Analyzer<>(new Tracker(method)).analyze(owner, method));
        } catch (AnalyzerException | RuntimeException e) {
            return new ThisValues(method, noFrames());
        }
    }

    @SuppressWarnings("unchecked")
    private static Frame<BasicValue>[] noFrames() {
        return (Frame<BasicValue>[]) new Frame<?>[0];
    }

    /**
     * Returns true if a value is that object on every way to an instruction.
     *
     * @param depth which value on the stack before the instruction: 0 is its top, a long or double counts once
     */
    public boolean isThis(AbstractInsnNode instruction, int depth) {
        int at = method.instructions.indexOf(instruction);
        Frame<BasicValue> frame = at < frames.length ? frames[at] : null;
        int index = frame == null ? -1 : frame.getStackSize() - 1 - depth;
        return frame != null && index >= 0 && Tracker.THIS.equals(frame.getStack(index));
    }

    /** Copies keep what they are; whatever is computed or cast is something else. */
    private static final class Tracker extends BasicInterpreter {
        /** No class has that name, so that it is equal to itself alone. */
        static final BasicValue THIS = new BasicValue(Type.getObjectType("this;"));

        private final boolean any;

        Tracker(MethodNode method) {
            super(Opcodes.ASM9);
            this.any = !method.name.startsWith("<");
        }

        @Override
        public BasicValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
            return any && isInstanceMethod && local == 0 ? THIS : newValue(type);
        }

        @Override
        public BasicValue merge(BasicValue a, BasicValue b) {
            if (a.equals(b)) {
                return a;
            }
            return List.of(a, b).stream().allMatch(Tracker::isObject)
                    ? BasicValue.REFERENCE_VALUE
                    : BasicValue.UNINITIALIZED_VALUE;
        }

        private static boolean isObject(@Nullable BasicValue value) {
            return value != null && value.isReference();
        }
    }
}
