package dev.whittle.transformer.pass;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.FrameState;
import dev.whittle.bytecode.Frames;
import dev.whittle.bytecode.Liveness;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/** What an exit to each position of one method has to carry over. */
final class Exits {
    private static final int MAX_ARGUMENT_SLOTS = 255;

    private final String owner;
    private final Members members;
    private final Cfg cfg;
    private final Frames frames;
    private final Liveness liveness;
    private final boolean holdsMonitor;

    Exits(String owner, MethodNode method, Members members, Cfg cfg, Frames frames) {
        this.owner = owner;
        this.members = members;
        this.cfg = cfg;
        this.frames = frames;
        this.liveness = Liveness.of(method, cfg);
        boolean monitor = false;
        for (int i = 0; i < cfg.size(); i++) {
            monitor |= cfg.instructions().get(i).getOpcode() == Opcodes.MONITORENTER;
        }
        this.holdsMonitor = monitor;
    }

    /**
     * @param resume ordinal where the continuation goes on
     * @param frame the verification types there
     * @param passed local slots passed, ascending
     * @param rebuilt typed slots that are dead or null there
     * @param descriptor of the continuation without its result, as types
     */
    record Shape(int resume, FrameState frame, List<Integer> passed, List<Integer> rebuilt, List<Type> descriptor) {
        Shape {
            passed = List.copyOf(passed);
            rebuilt = List.copyOf(rebuilt);
            descriptor = List.copyOf(descriptor);
        }
    }

    /** @throws IllegalRewriteException if the method cannot be left there */
    Shape at(int resume) throws IllegalRewriteException {
        FrameState frame = frames.at(resume);
        if (frame == null) {
            throw new IllegalRewriteException("the class file has no frame at " + resume);
        }
        if (holdsMonitor && resume != 0) {
            throw new IllegalRewriteException("the method may hold a monitor at " + resume);
        }
        if (frame.holdsUninitialized()) {
            throw new IllegalRewriteException("an object whose constructor has not run is held at " + resume);
        }
        BitSet live = liveness.liveIn(resume);
        List<Integer> passed = new ArrayList<>();
        List<Integer> rebuilt = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        for (int slot : frame.typedSlots()) {
            Object type = frame.local(slot);
            boolean rebuild = type.equals(Opcodes.NULL) || !live.get(slot);
            (rebuild ? rebuilt : passed).add(slot);
            if (!rebuild) {
                types.add(passable(type, resume));
            }
        }
        for (Object type : frame.stack()) {
            types.add(passable(type, resume));
        }
        if (types.stream().mapToInt(Type::getSize).sum() > MAX_ARGUMENT_SLOTS) {
            throw new IllegalRewriteException(
                    "more than " + MAX_ARGUMENT_SLOTS + " argument slots would be passed at " + resume);
        }
        return new Shape(resume, frame, passed, rebuilt, types);
    }

    private Type passable(Object type, int resume) throws IllegalRewriteException {
        if (type.equals(Opcodes.NULL) || type.equals(Opcodes.TOP)) {
            throw new IllegalRewriteException("a value of null type is on the stack at " + resume);
        }
        if (type instanceof String name && !members.visible(name, owner)) {
            throw new IllegalRewriteException(
                    "a value of the type " + name + ", which cannot be named there, is held at " + resume);
        }
        return FrameState.descriptor(type);
    }

    Cfg cfg() {
        return cfg;
    }
}
