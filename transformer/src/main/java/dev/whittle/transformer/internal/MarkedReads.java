package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.FrameState;
import dev.whittle.bytecode.Frames;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Reads of facts that may rest on a mark of the object they read from, instead of on a guard that all objects share: the object lies in a
 * local, and its mark can be read wherever that local is, without a class being loaded that the original does not load.
 */
public final class MarkedReads {
    private static final int ENTRY = 0;
    private static final int NOWHERE = -1;

    private final ClassNode owner;
    private final MethodNode method;
    private final Cfg cfg;
    private final Frames frames;
    private final Members members;
    private final Map<String, Integer> bits;
    private final boolean steadyThis;
    private final Map<String, Boolean> nameable = new HashMap<>();

    /** @param bits of the facts that have marks, by their keys */
    public MarkedReads(
            ClassNode owner, MethodNode method, Cfg cfg, Frames frames, Members members, Map<String, Integer> bits) {
        this.owner = owner;
        this.method = method;
        this.cfg = cfg;
        this.frames = frames;
        this.members = members;
        this.bits = Map.copyOf(bits);
        this.steadyThis = LocalStores.keepThis(method);
    }

    /**
     * The object that a read asks.
     *
     * @param type internal name of the class that declares the fact
     * @param slot local that holds the object
     */
    record Holder(String type, int slot) implements Comparable<Holder> {
        @Override
        public int compareTo(Holder other) {
            int byType = type.compareTo(other.type);
            return byType != 0 ? byType : Integer.compare(slot, other.slot);
        }
    }

    /** Returns the object whose mark covers a read, or null if none does. */
    @Nullable
    Holder holder(int read) {
        if (!(cfg.instructions().get(read) instanceof FieldInsnNode field)
                || field.getOpcode() != Opcodes.GETFIELD
                || read == 0
                || cfg.in(read).size() != 1
                || cfg.in(read).get(0).from() != read - 1
                || !(cfg.instructions().get(read - 1) instanceof VarInsnNode load)
                || load.getOpcode() != Opcodes.ALOAD) {
            return null;
        }
        String key = members.key(field);
        String type = Members.declaring(key);
        if (!bits.containsKey(key) || !nameable(type)) {
            return null;
        }
        Holder holder = new Holder(type, load.var);
        return (field.owner.equals(type) || isThis(load.var)) && holds(holder, read) ? holder : null;
    }

    /** The mark may be read where the original does not name the class yet. */
    private boolean nameable(String type) {
        return nameable.computeIfAbsent(
                type,
                t -> members.visible(t, owner.name)
                        && members.loads(t, Math.max(ClassFiles.major(owner), Opcodes.V17))
                                .isEmpty());
    }

    Frames frames() {
        return frames;
    }

    /**
     * Returns what is asked of an object: whether it has all facts of its class that have marks, and not only those that are read here.
     * So all methods ask the same, and a compiler that has one inlined in another asks once.
     */
    GuardTest.OfObject test(Holder holder) {
        SortedSet<String> keys = new TreeSet<>();
        int all = 0;
        for (Map.Entry<String, Integer> fact : bits.entrySet()) {
            if (Members.declaring(fact.getKey()).equals(holder.type())) {
                keys.add(fact.getKey());
                all |= fact.getValue();
            }
        }
        return new GuardTest.OfObject(holder.type(), holder.slot(), !isThis(holder.slot()), all, keys);
    }

    /** Returns true for the local of {@code this}, where the method never puts anything else there. */
    boolean isThis(int slot) {
        return slot == 0 && steadyThis;
    }

    /** Returns the one place from which on a local holds what it holds wherever it is read, or -1 if there is none. */
    int defined(Holder holder) {
        int stored = stores(holder.slot());
        int at = NOWHERE;
        if (stored == 0) {
            at = ENTRY;
        } else if (stored == 1 && holder.slot() >= parameterSlots()) {
            for (int i = 0; i < cfg.size(); i++) {
                at = LocalStores.of(cfg.instructions().get(i)).get(holder.slot()) ? i + 1 : at;
            }
        }
        return at >= 0 && at < cfg.size() && holds(holder, at) ? at : NOWHERE;
    }

    private int parameterSlots() {
        return Type.getArgumentsAndReturnSizes(method.desc) >> 2;
    }

    /** By name: whether another class is a subtype is something that the JVM might have to load classes for. */
    private boolean holds(Holder holder, int at) {
        FrameState frame = frames.at(at);
        return frame != null
                && (isThis(holder.slot())
                        ? members.isSubtype(owner.name, holder.type())
                        : frame.local(holder.slot()).equals(holder.type()));
    }

    private int stores(int slot) {
        int stores = 0;
        for (AbstractInsnNode node : method.instructions) {
            stores += LocalStores.of(node).get(slot) ? 1 : 0;
        }
        return stores;
    }
}
