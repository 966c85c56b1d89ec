package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.FrameState;
import dev.whittle.bytecode.Frames;
import dev.whittle.bytecode.Liveness;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Where one method may be left, and what an exit there has to carry over. The one place that decides both. Not thread-safe. */
public final class Exits {
    private static final int MAX_ARGUMENT_SLOTS = 255;

    private final String owner;
    private final MethodNode method;
    private final Members members;
    private final Cfg cfg;
    private final Frames frames;
    private final Liveness liveness;
    private final LockDepths locks;
    private final Portability portability;
    private @Nullable Boolean wholeIsPortable;

    public Exits(String owner, MethodNode method, Members members, Cfg cfg, Frames frames) {
        this.owner = owner;
        this.method = method;
        this.members = members;
        this.cfg = cfg;
        this.frames = frames;
        this.liveness = Liveness.of(method, cfg);
        this.locks = LockDepths.of(method, cfg);
        this.portability = new Portability(members, owner, method);
    }

    /**
     * @param resume ordinal where the continuation goes on
     * @param frame the verification types there
     * @param passed local slots passed, ascending
     * @param rebuilt typed slots that are dead or null there
     * @param descriptor of the continuation without its result, as types
     */
    public record Shape(
            int resume, FrameState frame, List<Integer> passed, List<Integer> rebuilt, List<Type> descriptor) {
        public Shape {
            passed = List.copyOf(passed);
            rebuilt = List.copyOf(rebuilt);
            descriptor = List.copyOf(descriptor);
        }
    }

    /**
     * Returns where continuations of cold edges begin that do not begin at their targets.
     *
     * @param hot the code that stays
     * @param kept whether control follows an edge there
     * @param folded the one outcome of a decision, or -1
     */
    public Map<Cfg.Edge, Integer> merged(BitSet hot, Predicate<Cfg.Edge> kept, IntUnaryOperator folded) {
        return MergedExits.of(
                method,
                cfg,
                frames,
                liveness,
                members,
                hot,
                kept,
                folded,
                at -> refusal(at).isEmpty());
    }

    /** Returns why the method cannot be left there, or an empty string. */
    public String refusal(int resume) {
        try {
            at(resume);
            return "";
        } catch (IllegalRewriteException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * Returns why the method has to stay as it is whatever the plan, or an empty string: each method that is changed can be left at its
     * beginning, and writes of facts are guarded in the hot code.
     *
     * @param factKeys keys of the fields that are folded
     */
    public String refusalOfAll(Set<String> factKeys) {
        for (int i = 0; i < cfg.size(); i++) {
            AbstractInsnNode node = cfg.instructions().get(i);
            if (node.getOpcode() == Opcodes.PUTFIELD
                    && node instanceof FieldInsnNode f
                    && factKeys.contains(members.key(f))) {
                return "writes the fact field " + f.name + ", and the write has to be guarded in the hot code";
            }
        }
        return refusal(0);
    }

    /** @throws IllegalRewriteException if the method cannot be left there */
    public Shape at(int resume) throws IllegalRewriteException {
        FrameState frame = frames.at(resume);
        if (frame == null) {
            throw new IllegalRewriteException("the class file has no frame at " + resume);
        }
        int held = locks.at(resume);
        if (held != 0) {
            throw new IllegalRewriteException(
                    held > 0
                            ? "a monitor is held at " + resume
                            : "it is not certain which monitors are held at " + resume);
        }
        if (frame.holdsUninitialized()) {
            throw new IllegalRewriteException("an object whose constructor has not run is held at " + resume);
        }
        Type result = Type.getReturnType(method.desc);
        if (!members.nameable(result, owner)) {
            throw new IllegalRewriteException(
                    "its result is of the type " + result.getClassName() + ", which cannot be named for certain");
        }
        Shape shape = shape(resume, frame);
        if (shape.descriptor().stream().mapToInt(Type::getSize).sum() > MAX_ARGUMENT_SLOTS) {
            throw new IllegalRewriteException(
                    "more than " + MAX_ARGUMENT_SLOTS + " argument slots would be passed at " + resume);
        }
        if (!wholeIsPortable()) {
            portability.check(cfg.instructions(), cfg.reachable(resume, e -> true));
        }
        return shape;
    }

    /**
     * Returns how a method is left at its beginning, whole: with each parameter as it is declared, used or not, so that the continuation is the
     * method itself. Where one cannot be passed, only those that are used are, as {@link #at} has it.
     *
     * @throws IllegalRewriteException if the method cannot be left there
     */
    public Shape whole() throws IllegalRewriteException {
        Shape used = at(0);
        List<Type> types = new ArrayList<>(List.of(Type.getArgumentTypes(method.desc)));
        if ((method.access & Opcodes.ACC_STATIC) == 0) {
            types.add(0, Type.getObjectType(owner));
        }
        List<Integer> slots = new ArrayList<>();
        int slot = 0;
        for (Type type : types) {
            if (!members.nameable(type, owner)) {
                return used;
            }
            slots.add(slot);
            slot += type.getSize();
        }
        return slot > MAX_ARGUMENT_SLOTS ? used : new Shape(0, used.frame(), slots, List.of(), types);
    }

    /**
     * Returns how a method of which parts run is left at its beginning: as {@link #whole} says, unless a parameter narrower than an int is not
     * read but written. Cold ways may take this exit later, and what lies there then may not fit.
     *
     * @throws IllegalRewriteException if the method cannot be left there
     */
    public Shape entry() throws IllegalRewriteException {
        Shape whole = whole();
        BitSet live = liveness.liveIn(0);
        BitSet written = LocalStores.of(method);
        for (int i = 0; i < whole.passed().size(); i++) {
            int slot = whole.passed().get(i);
            Type type = whole.descriptor().get(i);
            boolean narrow = type.getSort() >= Type.BOOLEAN && type.getSort() < Type.INT;
            if (narrow && !live.get(slot) && written.get(slot)) {
                return at(0);
            }
        }
        return whole;
    }

    private Shape shape(int resume, FrameState frame) throws IllegalRewriteException {
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
        return new Shape(resume, frame, passed, rebuilt, types);
    }

    private Type passable(Object type, int resume) throws IllegalRewriteException {
        if (type.equals(Opcodes.NULL) || type.equals(Opcodes.TOP)) {
            throw new IllegalRewriteException("a value of null type is on the stack at " + resume);
        }
        Type passed = FrameState.descriptor(type);
        if (!members.nameable(passed, owner)) {
            throw new IllegalRewriteException("a value of the type " + passed.getClassName()
                    + ", which cannot be named there for certain, is held at " + resume);
        }
        return passed;
    }

    /** What is reached from any place is reached from the beginning. */
    private boolean wholeIsPortable() {
        Boolean known = wholeIsPortable;
        if (known == null) {
            try {
                portability.check(cfg.instructions(), cfg.reachable(0, e -> true));
                known = true;
            } catch (IllegalRewriteException e) {
                known = false;
            }
            wholeIsPortable = known;
        }
        return known;
    }
}
