package dev.whittle.verifier.internal.replay;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Instructions;
import dev.whittle.model.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Puts calls of {@link Meter} into a class. Each keeps the operand stack, so that the frames of the class stay right. Exits become direct
 * calls of their fragments: how they are linked is not what is tested here.
 */
final class Instrument {
    static final String METER = Type.getInternalName(Meter.class);

    private final Hierarchy classes;
    private final boolean off;

    /** @param off true if the code is to run as with the off switch */
    Instrument(Hierarchy classes, boolean off) {
        this.classes = classes;
        this.off = off;
    }

    byte[] apply(ClassNode node) {
        for (MethodNode method : node.methods) {
            if (method.instructions.size() > 0) {
                apply(node, method);
            }
        }
        return ClassFiles.write(node);
    }

    private void apply(ClassNode owner, MethodNode method) {
        Instructions places = Instructions.of(method);
        for (AbstractInsnNode n : method.instructions.toArray()) {
            if (n.getOpcode() >= 0) {
                instruction(method, n, places);
            }
        }
        handlers(method);
        InsnList start = new InsnList();
        start.add(call("enter", "()V"));
        if (method.name.equals("<clinit>")) {
            start.add(touched(owner.name));
        }
        method.instructions.insert(start);
    }

    private void instruction(MethodNode method, AbstractInsnNode n, Instructions places) {
        InsnList code = method.instructions;
        if (targets(n).anyMatch(l -> places.ordinalOf(l) <= places.ordinalOf(n))) {
            code.insertBefore(n, call("back", "()V"));
        }
        if (n.getOpcode() == Opcodes.NEWARRAY || n.getOpcode() == Opcodes.ANEWARRAY) {
            code.insertBefore(n, new InsnNode(Opcodes.DUP));
            code.insertBefore(n, call("size", "(I)V"));
        } else if (n instanceof MultiANewArrayInsnNode m) {
            code.insertBefore(n, new InsnNode(m.dims == 1 ? Opcodes.DUP : Opcodes.DUP2));
            code.insertBefore(n, call("size", m.dims == 1 ? "(I)V" : "(II)V"));
        } else if (n.getOpcode() == Opcodes.MONITORENTER || n.getOpcode() == Opcodes.MONITOREXIT) {
            code.insertBefore(n, event(n.getOpcode() == Opcodes.MONITORENTER ? "lock" : "unlock"));
        } else if (n instanceof FieldInsnNode f) {
            field(code, f);
        } else if (n instanceof MethodInsnNode m
                && !classes.isProgram(m.owner)
                && !m.owner.startsWith("[")
                && !m.owner.equals(METER)) {
            platform(code, m);
        } else if (n instanceof InvokeDynamicInsnNode d) {
            dynamic(code, d);
        }
    }

    private static Stream<LabelNode> targets(AbstractInsnNode n) {
        if (n instanceof JumpInsnNode j) {
            return Stream.of(j.label);
        } else if (n instanceof TableSwitchInsnNode s) {
            return Stream.concat(Stream.of(s.dflt), s.labels.stream());
        } else if (n instanceof LookupSwitchInsnNode s) {
            return Stream.concat(Stream.of(s.dflt), s.labels.stream());
        }
        return Stream.empty();
    }

    /** Volatile accesses are what other threads and devices see of the order of things. */
    private void field(InsnList code, FieldInsnNode n) {
        if (off && n.owner.equals("dev/whittle/runtime/Switch")) {
            code.set(n, new InsnNode(Opcodes.ICONST_1));
            return;
        }
        if (off && n.getOpcode() == Opcodes.GETFIELD && n.name.equals(Plan.FactUse.Folded.MARKS)) {
            // Off, no object gets marks.
            code.insertBefore(n, new InsnNode(Opcodes.POP));
            code.set(n, new InsnNode(Opcodes.ICONST_0));
            return;
        }
        FieldNode field = classes.field(n.owner, n.name, n.desc);
        boolean write = n.getOpcode() == Opcodes.PUTFIELD || n.getOpcode() == Opcodes.PUTSTATIC;
        if (n.getOpcode() == Opcodes.PUTSTATIC) {
            code.insertBefore(n, touched(n.owner));
        }
        if (field == null || (field.access & Opcodes.ACC_VOLATILE) == 0) {
            return;
        }
        if (!write) {
            code.insertBefore(n, event("read of " + n.name));
            return;
        }
        Type type = Type.getType(n.desc);
        code.insertBefore(n, new InsnNode(type.getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP));
        code.insertBefore(n, new LdcInsnNode(n.name));
        code.insertBefore(n, call("wrote", "(" + shown(type) + "Ljava/lang/String;)V"));
    }

    /** Returns the type by which the meter is told of a value. */
    static String shown(Type type) {
        return switch (type.getSort()) {
            case Type.LONG, Type.FLOAT, Type.DOUBLE -> type.getDescriptor();
            case Type.OBJECT, Type.ARRAY -> "Ljava/lang/Object;";
            default -> "I";
        };
    }

    private static void platform(InsnList code, MethodInsnNode n) {
        Type[] arguments = Type.getArgumentTypes(n.desc);
        if (arguments.length > 0) {
            Type last = arguments[arguments.length - 1];
            if (last.getSort() >= Type.ARRAY) {
                code.insertBefore(n, new InsnNode(Opcodes.DUP));
                code.insertBefore(n, call("grown", "(Ljava/lang/Object;)V"));
            } else if (last.equals(Type.INT_TYPE) && Harmless.sized(n.owner, n.name)) {
                code.insertBefore(n, new InsnNode(Opcodes.DUP));
                code.insertBefore(n, call("size", "(I)V"));
            }
        }
        result(code, n, n.desc);
    }

    private static void result(InsnList code, AbstractInsnNode n, String descriptor) {
        if (Type.getReturnType(descriptor).getSort() >= Type.ARRAY) {
            InsnList after = new InsnList();
            after.add(new InsnNode(Opcodes.DUP));
            after.add(call("grown", "(Ljava/lang/Object;)V"));
            code.insert(n, after);
        }
    }

    private void dynamic(InsnList code, InvokeDynamicInsnNode n) {
        if (n.bsm.getOwner().equals("dev/whittle/runtime/Cold")) {
            Optional<String> fragment = classes.fragment(n);
            if (fragment.isPresent()) {
                code.set(n, new MethodInsnNode(Opcodes.INVOKESTATIC, fragment.get(), n.name, n.desc, false));
            } else {
                code.insertBefore(n, call("lost", "()V"));
            }
        } else if (off && n.bsm.getOwner().equals("dev/whittle/runtime/Facts") && n.desc.equals("()Z")) {
            code.set(n, new InsnNode(Opcodes.ICONST_0));
        } else if (n.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory")) {
            result(code, n, n.desc);
        }
    }

    /** A handler may cover itself, so what is put before it stands elsewhere, where nothing covers it. */
    private static void handlers(MethodNode method) {
        Map<LabelNode, LabelNode> before = new HashMap<>();
        for (TryCatchBlockNode block : List.copyOf(method.tryCatchBlocks)) {
            LabelNode handler = block.handler;
            block.handler = before.computeIfAbsent(handler, h -> detour(method, h, caught()));
        }
    }

    private static InsnList caught() {
        InsnList list = new InsnList();
        list.add(new InsnNode(Opcodes.DUP));
        list.add(call("caught", "(Ljava/lang/Throwable;)V"));
        return list;
    }

    /** Appends code that goes on at a label, and returns its start. */
    static LabelNode detour(MethodNode method, LabelNode target, InsnList code) {
        LabelNode start = new LabelNode();
        method.instructions.add(start);
        FrameNode frame = frame(target);
        if (frame != null) {
            method.instructions.add(new FrameNode(
                    Opcodes.F_NEW,
                    frame.local.size(),
                    frame.local.toArray(),
                    frame.stack.size(),
                    frame.stack.toArray()));
        }
        method.instructions.add(code);
        method.instructions.add(new JumpInsnNode(Opcodes.GOTO, target));
        return start;
    }

    private static @Nullable FrameNode frame(LabelNode label) {
        for (AbstractInsnNode n = label; n != null && n.getOpcode() < 0; n = n.getNext()) {
            if (n instanceof FrameNode f) {
                return f;
            }
        }
        // Several labels may stand before one frame, and the frame before some of them.
        for (AbstractInsnNode n = label; n != null && n.getOpcode() < 0; n = n.getPrevious()) {
            if (n instanceof FrameNode f) {
                return f;
            }
        }
        return null;
    }

    static MethodInsnNode call(String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, METER, name, descriptor, false);
    }

    private static InsnList event(String what) {
        InsnList list = new InsnList();
        list.add(new LdcInsnNode(what));
        list.add(call("event", "(Ljava/lang/String;)V"));
        return list;
    }

    private static InsnList touched(String owner) {
        InsnList list = new InsnList();
        list.add(new LdcInsnNode(owner));
        list.add(call("touched", "(Ljava/lang/String;)V"));
        return list;
    }
}
