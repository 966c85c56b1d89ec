package dev.whittle.transformer.pass;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Plan.Directive;
import dev.whittle.transformer.internal.IllegalRewriteException;
import dev.whittle.transformer.internal.Receivers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Writes calls whose receiver is tested for one class. An object of another class, and null, leave where the receiver was pushed. */
final class FixedReceivers {
    private final Cfg cfg;
    private final Receivers receivers;
    private final Map<Integer, String> calls = new TreeMap<>();
    private final Map<Integer, List<String>> tests = new TreeMap<>();

    FixedReceivers(Cfg cfg, Receivers receivers) {
        this.cfg = cfg;
        this.receivers = receivers;
    }

    /** @param written whether an instruction is among those that the hot method has */
    void add(Directive.FixReceiver fix, IntPredicate written) throws IllegalRewriteException {
        String refusal = receivers.refusal(fix.ordinal(), fix.receiver());
        if (!refusal.isEmpty() || calls.containsKey(fix.ordinal())) {
            throw new IllegalRewriteException("the receiver of the call at " + fix.ordinal() + " cannot be fixed: "
                    + (refusal.isEmpty() ? "it is fixed twice" : refusal));
        }
        int test = receivers.test(fix.ordinal()).orElseThrow();
        boolean whole = true;
        for (int i = test; i <= fix.ordinal(); i++) {
            whole &= written.test(i);
        }
        if (whole) {
            calls.put(fix.ordinal(), fix.receiver());
            tests.computeIfAbsent(test, t -> new ArrayList<>()).add(fix.receiver());
        }
    }

    void before(int ordinal, InsnList out, IntFunction<LabelNode> exit) {
        for (String receiver : tests.getOrDefault(ordinal, List.of())) {
            out.add(new InsnNode(Opcodes.DUP));
            out.add(new TypeInsnNode(Opcodes.INSTANCEOF, receiver));
            out.add(new JumpInsnNode(Opcodes.IFEQ, exit.apply(ordinal)));
            out.add(new TypeInsnNode(Opcodes.CHECKCAST, receiver));
        }
    }

    @Nullable
    AbstractInsnNode instead(int ordinal) {
        String receiver = calls.get(ordinal);
        return receiver != null && cfg.instructions().get(ordinal) instanceof MethodInsnNode call
                ? new MethodInsnNode(Opcodes.INVOKEVIRTUAL, receiver, call.name, call.desc, false)
                : null;
    }
}
