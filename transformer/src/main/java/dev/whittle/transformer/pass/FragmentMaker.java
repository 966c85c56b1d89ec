package dev.whittle.transformer.pass;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Frames;
import dev.whittle.model.FactId;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodId;
import dev.whittle.transformer.internal.Exits;
import dev.whittle.transformer.internal.IllegalRewriteException;
import dev.whittle.transformer.internal.InheritedAccess;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Makes the class that carries on with the original code from one position. Stateless. */
final class FragmentMaker {
    private FragmentMaker() {}

    static Fragment make(
            int id,
            ClassNode hot,
            MethodNode method,
            Cfg cfg,
            Frames frames,
            Exits.Shape shape,
            String nestHost,
            InheritedAccess inherited,
            List<FactId> facts)
            throws IllegalRewriteException {
        BitSet keep = cfg.reachable(shape.resume(), e -> CodeEmitter.isWay(cfg, e));
        ClassNode node = new ClassNode();
        node.version = hot.version;
        node.access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        node.name = Fragment.className(hot.name, id);
        node.superName = "java/lang/Object";
        node.sourceFile = hot.sourceFile;
        node.nestHostClass = nestHost;
        node.methods.add(method(method, cfg, frames, shape, keep, inherited));
        byte[] bytes = ClassFiles.write(node);
        return new Fragment(
                id, node.name, new MethodId(hot.name, method.name, method.desc), shape.resume(), bytes, facts);
    }

    private static MethodNode method(
            MethodNode original, Cfg cfg, Frames frames, Exits.Shape shape, BitSet keep, InheritedAccess inherited)
            throws IllegalRewriteException {
        MethodNode method = new MethodNode(
                Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC | original.access & Opcodes.ACC_STRICT,
                original.name,
                Type.getMethodDescriptor(
                        Type.getReturnType(original.desc), shape.descriptor().toArray(Type[]::new)),
                null,
                null);
        CodeEmitter emitter = new CodeEmitter(original, cfg, frames, keep, new AllKept());
        LabelNode resume = emitter.target(shape.resume());
        method.instructions.add(prologue(shape));
        if (keep.nextSetBit(0) != shape.resume()) {
            method.instructions.add(new JumpInsnNode(Opcodes.GOTO, resume));
        }
        emitter.emit();
        method.instructions.add(emitter.out());
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            callAsNestMember(method.instructions, insn, inherited);
        }
        method.tryCatchBlocks = emitter.handlers();
        method.localVariables = emitter.variables();
        return method;
    }

    /**
     * Private methods of the hot class are called as a nest member calls them: only within a class {@code invokespecial} may name them. What
     * is inherited is linked.
     */
    private static void callAsNestMember(InsnList code, AbstractInsnNode insn, InheritedAccess inherited) {
        InvokeDynamicInsnNode site = inherited.site(insn);
        if (site != null) {
            code.set(insn, site);
        } else if (insn instanceof MethodInsnNode call
                && call.getOpcode() == Opcodes.INVOKESPECIAL
                && !call.name.equals("<init>")) {
            call.setOpcode(Opcodes.INVOKEVIRTUAL);
        } else if (insn instanceof InvokeDynamicInsnNode dynamic) {
            Object[] arguments = dynamic.bsmArgs.clone();
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof Handle h && h.getTag() == Opcodes.H_INVOKESPECIAL) {
                    arguments[i] = new Handle(Opcodes.H_INVOKEVIRTUAL, h.getOwner(), h.getName(), h.getDesc(), false);
                }
            }
            dynamic.bsmArgs = arguments;
        }
    }

    /** Arguments to where the original has them: the stack's values go down first and stay, then the locals are stored. */
    private static InsnList prologue(Exits.Shape shape) {
        InsnList out = new InsnList();
        List<Type> types = shape.descriptor();
        int locals = shape.passed().size();
        int[] slots = new int[types.size() + 1];
        for (int i = 0; i < types.size(); i++) {
            slots[i + 1] = slots[i] + types.get(i).getSize();
        }
        if (types.size() == locals && shape.rebuilt().isEmpty() && inPlace(shape, slots)) {
            return out;
        }
        for (int i = locals; i < types.size(); i++) {
            out.add(new VarInsnNode(types.get(i).getOpcode(Opcodes.ILOAD), slots[i]));
        }
        for (int i = 0; i < locals; i++) {
            out.add(new VarInsnNode(types.get(i).getOpcode(Opcodes.ILOAD), slots[i]));
        }
        for (int i = locals - 1; i >= 0; i--) {
            out.add(new VarInsnNode(
                    types.get(i).getOpcode(Opcodes.ISTORE), shape.passed().get(i)));
        }
        for (int slot : shape.rebuilt()) {
            rebuild(out, shape.frame().local(slot), slot);
        }
        return out;
    }

    private static boolean inPlace(Exits.Shape shape, int[] slots) {
        for (int i = 0; i < shape.passed().size(); i++) {
            if (shape.passed().get(i) != slots[i]) {
                return false;
            }
        }
        return true;
    }

    private static void rebuild(InsnList out, Object type, int slot) {
        if (type.equals(Opcodes.INTEGER)) {
            out.add(new InsnNode(Opcodes.ICONST_0));
            out.add(new VarInsnNode(Opcodes.ISTORE, slot));
        } else if (type.equals(Opcodes.LONG)) {
            out.add(new InsnNode(Opcodes.LCONST_0));
            out.add(new VarInsnNode(Opcodes.LSTORE, slot));
        } else if (type.equals(Opcodes.FLOAT)) {
            out.add(new InsnNode(Opcodes.FCONST_0));
            out.add(new VarInsnNode(Opcodes.FSTORE, slot));
        } else if (type.equals(Opcodes.DOUBLE)) {
            out.add(new InsnNode(Opcodes.DCONST_0));
            out.add(new VarInsnNode(Opcodes.DSTORE, slot));
        } else {
            out.add(new InsnNode(Opcodes.ACONST_NULL));
            out.add(new VarInsnNode(Opcodes.ASTORE, slot));
        }
    }

    /** A continuation is the original: nothing is cut and nothing folded. */
    private static final class AllKept implements CodeEmitter.Changes {
        @Override
        public boolean keeps(Cfg.Edge edge) {
            return true;
        }

        @Override
        public LabelNode exit(int target) {
            throw new IllegalStateException("a continuation has no exits");
        }

        @Override
        public int folded(int ordinal) {
            return -1;
        }

        @Override
        public void before(int ordinal, InsnList out) {}
    }
}
