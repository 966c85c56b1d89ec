package dev.whittle.verifier.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Finds the steps that leave no trace once the object that they make is dropped: allocation of an object whose class is initialised
 * without running code and that has no finalizer, and constructors that write nothing but plain fields of that object. Memory that
 * runs out and stacks that overflow are not looked at, as everywhere.
 */
final class Discarded {
    private static final String ROOT = "java/lang/Object";
    private static final String RECORD = "java/lang/Record";

    private final World world;
    private final Map<String, Boolean> silent = new HashMap<>();
    private final Map<String, Boolean> inward = new HashMap<>();

    Discarded(World world) {
        this.world = world;
    }

    /** Returns true if an instruction does nothing but make an object, or write to one that is being made. */
    boolean leavesNoTrace(AbstractInsnNode node) {
        if (node instanceof TypeInsnNode type) {
            return type.getOpcode() == Opcodes.NEW && silent.computeIfAbsent(type.desc, this::initialisesSilently);
        }
        return node instanceof MethodInsnNode call
                && isConstructor(call)
                && silent.computeIfAbsent(call.owner, this::initialisesSilently)
                && writesInward(call.owner, call.desc);
    }

    private static boolean isConstructor(MethodInsnNode call) {
        return call.getOpcode() == Opcodes.INVOKESPECIAL && call.name.equals("<init>");
    }

    private static boolean isTop(String name) {
        return name.equals(ROOT) || name.equals(RECORD);
    }

    private boolean initialisesSilently(String name) {
        Set<String> met = new HashSet<>();
        Deque<String> above = new ArrayDeque<>(List.of(name));
        while (!above.isEmpty()) {
            String at = above.pop();
            ClassNode node = world.isProgram(at) ? world.find(at) : null;
            if (isTop(at) || !met.add(at)) {
                continue;
            }
            if (node == null || node.superName == null) {
                return false;
            }
            for (MethodNode method : node.methods) {
                if (method.name.equals("<clinit>") || (method.name + method.desc).equals("finalize()V")) {
                    return false;
                }
            }
            above.push(node.superName);
            node.interfaces.forEach(above::push);
        }
        return true;
    }

    private boolean writesInward(String owner, String descriptor) {
        if (isTop(owner)) {
            return descriptor.equals("()V");
        }
        Boolean known = inward.get(owner + descriptor);
        if (known == null) {
            inward.put(owner + descriptor, false);
            known = follow(owner, constructor(owner, descriptor));
            inward.put(owner + descriptor, known);
        }
        return known;
    }

    private @Nullable MethodNode constructor(String owner, String descriptor) {
        ClassNode node = world.isProgram(owner) ? world.find(owner) : null;
        if (node != null) {
            for (MethodNode method : node.methods) {
                if (method.name.equals("<init>") && method.desc.equals(descriptor)) {
                    return method;
                }
            }
        }
        return null;
    }

    private boolean follow(String owner, @Nullable MethodNode method) {
        if (method == null || !method.tryCatchBlocks.isEmpty()) {
            return false;
        }
        try {
            Frame<BasicValue>[] frames = new Analyzer<>(new Construction.ThisInterpreter()).analyze(owner, method);
            for (int i = 0; i < frames.length; i++) {
                AbstractInsnNode node = method.instructions.get(i);
                Frame<BasicValue> frame = frames[i];
                if (node.getOpcode() >= 0 && frame != null && !fine(method, i, node, frame)) {
                    return false;
                }
            }
            return true;
        } catch (AnalyzerException e) {
            return false;
        }
    }

    private boolean fine(MethodNode method, int index, AbstractInsnNode node, Frame<BasicValue> frame) {
        int opcode = node.getOpcode();
        if (node instanceof FieldInsnNode field) {
            boolean own =
                    opcode == Opcodes.PUTFIELD && isThis(frame, 1) || opcode == Opcodes.GETFIELD && isThis(frame, 0);
            return own && !world.field(field.owner, field.name, field.desc).fence();
        } else if (node instanceof MethodInsnNode call) {
            // What goes to another constructor goes to nobody else, for that one writes inward, too.
            return isConstructor(call)
                    && isThis(frame, Type.getArgumentTypes(call.desc).length)
                    && writesInward(call.owner, call.desc);
        } else if (node instanceof JumpInsnNode jump) {
            return opcode != Opcodes.JSR && method.instructions.indexOf(jump.label) > index;
        } else if (node instanceof LdcInsnNode ldc) {
            return ldc.cst instanceof Number || ldc.cst instanceof String;
        } else if (node instanceof VarInsnNode) {
            return opcode != Opcodes.RET;
        }
        return computes(opcode);
    }

    /** Constants, operands, arithmetic that cannot throw, and the end. */
    private static boolean computes(int opcode) {
        return switch (opcode) {
            case Opcodes.IDIV, Opcodes.LDIV, Opcodes.IREM, Opcodes.LREM -> false;
            case Opcodes.RETURN, Opcodes.IINC -> true;
            default ->
                opcode <= Opcodes.SIPUSH
                        || opcode >= Opcodes.POP && opcode <= Opcodes.LXOR
                        || opcode >= Opcodes.I2L && opcode <= Opcodes.DCMPG;
        };
    }

    private static boolean isThis(Frame<BasicValue> frame, int depth) {
        return Construction.operand(frame, depth).equals(Construction.ThisInterpreter.THIS);
    }
}
