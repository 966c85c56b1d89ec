package dev.whittle.transformer.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Objects that nobody misses: to make one and drop it shows nothing to anybody, so that it may as well be made again. Its class is
 * initialised without running code, has no finalizer, and its constructor does nothing but compute and write the object's own plain
 * fields. Not thread-safe.
 */
final class QuietObjects {
    /** Superclasses of the platform whose constructors do nothing. */
    private static final Set<String> TOPS = Set.of("java/lang/Object", "java/lang/Record");

    private final Members members;
    private final Map<String, Boolean> classes = new HashMap<>();
    private final Map<String, Boolean> constructors = new HashMap<>();

    QuietObjects(Members members) {
        this.members = members;
    }

    /** @param name internal name of a class that is instantiated */
    boolean isQuiet(String name) {
        return classes.computeIfAbsent(name, this::initialisesNothing);
    }

    /** Returns true if an instruction calls the constructor of a quiet class, on a new object of it, and that is quiet as well. */
    boolean isQuiet(MethodInsnNode call) {
        return call.getOpcode() == Opcodes.INVOKESPECIAL
                && call.name.equals("<init>")
                && isQuiet(call.owner)
                && constructs(call.owner, call.desc);
    }

    private boolean initialisesNothing(String name) {
        Deque<String> work = new ArrayDeque<>(Set.of(name));
        Set<String> seen = new HashSet<>();
        while (!work.isEmpty()) {
            String at = work.pop();
            if (!seen.add(at) || TOPS.contains(at)) {
                continue;
            }
            ClassNode node = members.isProgram(at) ? members.find(at) : null;
            if (node == null || node.superName == null || speaks(node)) {
                return false;
            }
            work.add(node.superName);
            work.addAll(node.interfaces);
        }
        return true;
    }

    /** True if initialising the class runs code of it, or collecting an object does. */
    private static boolean speaks(ClassNode node) {
        return node.methods.stream()
                .anyMatch(m -> m.name.equals("<clinit>") || m.name.equals("finalize") && m.desc.equals("()V"));
    }

    private boolean constructs(String owner, String descriptor) {
        if (TOPS.contains(owner)) {
            return descriptor.equals("()V");
        }
        String key = owner + descriptor;
        Boolean known = constructors.get(key);
        if (known == null) {
            // A constructor that comes back to itself never ends.
            constructors.put(key, false);
            MethodNode method = members.body(owner, "<init>", descriptor);
            known = method != null && onlyWritesItself(owner, method);
            constructors.put(key, known);
        }
        return known;
    }

    private boolean onlyWritesItself(String owner, MethodNode method) {
        if (!method.tryCatchBlocks.isEmpty() || LocalStores.of(method).get(0)) {
            return false;
        }
        try {
            Frame<SourceValue>[] frames = new Analyzer<>(new SourceInterpreter()).analyze(owner, method);
            for (AbstractInsnNode node : method.instructions) {
                Frame<SourceValue> frame = frames[method.instructions.indexOf(node)];
                if (node.getOpcode() >= 0 && frame != null && !harmless(method, node, frame)) {
                    return false;
                }
            }
            return true;
        } catch (AnalyzerException e) {
            return false;
        }
    }

    private boolean harmless(MethodNode method, AbstractInsnNode node, Frame<SourceValue> frame) {
        int opcode = node.getOpcode();
        if (node instanceof FieldInsnNode field) {
            boolean put = opcode == Opcodes.PUTFIELD;
            return (put || opcode == Opcodes.GETFIELD)
                    && isThis(frame.getStack(frame.getStackSize() - (put ? 2 : 1)))
                    && members.isPlain(field);
        } else if (node instanceof MethodInsnNode call) {
            return opcode == Opcodes.INVOKESPECIAL
                    && call.name.equals("<init>")
                    && isThis(frame.getStack(frame.getStackSize() - 1 - Type.getArgumentCount(call.desc)))
                    && constructs(call.owner, call.desc);
        } else if (node instanceof JumpInsnNode jump) {
            return method.instructions.indexOf(jump.label) > method.instructions.indexOf(jump);
        } else if (node instanceof LdcInsnNode ldc) {
            return QuietRow.isPlain(ldc);
        }
        return opcode == Opcodes.RETURN
                || opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE
                || opcode == Opcodes.IINC
                || QuietRow.onlyComputes(opcode) && opcode < Opcodes.TABLESWITCH;
    }

    /** Slot 0 is never written, so what is loaded from it is the object. */
    private static boolean isThis(@Nullable SourceValue value) {
        return value != null
                && value.insns.size() == 1
                && value.insns.iterator().next() instanceof VarInsnNode load
                && load.getOpcode() == Opcodes.ALOAD
                && load.var == 0;
    }
}
