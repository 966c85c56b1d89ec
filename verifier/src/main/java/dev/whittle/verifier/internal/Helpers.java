package dev.whittle.verifier.internal;

import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Follows a call into a helper where it is certain which method is called and where what is known of memory and arguments leaves it one
 * way, on which it shows nothing, to one constant. Such a call is as silent as the field reads in it.
 */
final class Helpers {
    private static final int MAX_STEPS = 200;
    private static final int MAX_DEPTH = 3;
    /** A helper is small; what is longer is not looked at, so that calls cost the proof nothing. */
    private static final int MAX_NODES = 200;

    private static final String MARKER = "dev/whittle/annotations/Hw";

    private final World world;
    private final Machine machine;
    private final IdentityHashMap<MethodNode, Code> codes = new IdentityHashMap<>();
    private int depth;

    Helpers(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    /**
     * Returns the constant that the call returns, or null if the call is not known to be silent. Changes nothing.
     *
     * @param caller internal name of the class that calls
     * @param args with the receiver, if there is one; if it is null the call throws instead
     */
    @Nullable
    Term value(String caller, MethodInsnNode call, List<Term> args, State s) {
        MethodNode method = depth < MAX_DEPTH ? target(caller, call, s) : null;
        if (method == null) {
            return null;
        }
        State called = s;
        if (call.getOpcode() != Opcodes.INVOKESTATIC && !s.known.nonNull(args.get(0))) {
            called = s.copy();
            called.known.learnNonNull(args.get(0));
        }
        depth++;
        try {
            Term result = run(code(call.owner, method), frame(call, args), called);
            Term simple = result == null ? null : called.known.simplify(result);
            boolean constant = simple != null && (simple.isConst() || simple.isNull() || simple.is("enum"));
            return constant ? simple : null;
        } catch (Unproved unknown) {
            return null;
        } finally {
            depth--;
        }
    }

    private Code code(String owner, MethodNode method) {
        return codes.computeIfAbsent(method, m -> new Code(owner, m));
    }

    private static Frame frame(MethodInsnNode call, List<Term> args) {
        Frame frame = new Frame();
        int slot = 0;
        int next = 0;
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            frame.store(slot++, args.get(next++));
        }
        for (Type type : Type.getArgumentTypes(call.desc)) {
            frame.store(slot, args.get(next++));
            slot += type.getSize();
        }
        return frame;
    }

    /** The one method that can be called, if calling it initialises nothing that is not initialised. */
    private @Nullable MethodNode target(String caller, MethodInsnNode call, State s) {
        ClassNode owner = call.itf ? null : world.find(call.owner);
        if (owner == null
                || !(world.isProgram(call.owner) || call.owner.equals(MARKER))
                || (owner.access & (Opcodes.ACC_ENUM | Opcodes.ACC_INTERFACE)) != 0) {
            return null;
        }
        for (MethodNode method : owner.methods) {
            if (method.name.equals(call.name) && method.desc.equals(call.desc)) {
                int refused = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED;
                boolean small = method.instructions.size() <= MAX_NODES && !call.desc.endsWith(")V");
                return small && (method.access & refused) == 0 && fixed(caller, call, owner, method, s) ? method : null;
            }
        }
        return null;
    }

    private boolean fixed(String caller, MethodInsnNode call, ClassNode owner, MethodNode method, State s) {
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        if (call.getOpcode() == Opcodes.INVOKESTATIC) {
            return isStatic
                    && (s.known.initialised(call.owner) || initialisesNothing(owner))
                    && open(caller, owner, method);
        }
        boolean fixed =
                ((method.access | owner.access) & Opcodes.ACC_FINAL) != 0 || (method.access & Opcodes.ACC_PRIVATE) != 0;
        return call.getOpcode() == Opcodes.INVOKEVIRTUAL && !isStatic && fixed && open(caller, owner, method);
    }

    /** A call of what the caller may not see throws. */
    private boolean open(String caller, ClassNode owner, MethodNode method) {
        if (caller.equals(owner.name)) {
            return true;
        }
        if ((method.access & Opcodes.ACC_PRIVATE) != 0) {
            return host(caller).equals(host(owner.name));
        }
        boolean same = World.packageOf(caller).equals(World.packageOf(owner.name));
        return same || (method.access & owner.access & Opcodes.ACC_PUBLIC) != 0;
    }

    private String host(String name) {
        ClassNode node = world.find(name);
        return node == null || node.nestHostClass == null ? name : node.nestHostClass;
    }

    private static boolean initialisesNothing(ClassNode owner) {
        return "java/lang/Object".equals(owner.superName)
                && owner.interfaces.isEmpty()
                && owner.methods.stream().noneMatch(m -> m.name.equals("<clinit>"));
    }

    private @Nullable Term run(Code code, Frame frame, State s) {
        int at = 0;
        for (int i = 0; i < MAX_STEPS; i++) {
            Step step = machine.step(code, at, frame, s, false);
            if (step instanceof Step.Silent silent) {
                at = silent.next();
            } else if (step instanceof Step.Branch branch) {
                Step.Way way = branch.ways().stream()
                        .filter(w -> s.known.decide(w.condition()) == s.terms.yes)
                        .findFirst()
                        .orElse(null);
                if (way == null) {
                    return null;
                }
                at = way.target();
            } else {
                return step instanceof Step.Return r && r.values().size() == 1
                        ? r.values().get(0)
                        : null;
            }
        }
        return null;
    }
}
