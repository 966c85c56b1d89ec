package dev.whittle.transformer.pass;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Fragment;
import dev.whittle.transformer.internal.Exits;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Writes the code by which one method is left for its fragments. Stateless but for the method, which it does not change. */
final class ExitWriter {
    private final MethodNode original;
    private final Cfg cfg;
    private final String build;

    ExitWriter(MethodNode original, Cfg cfg, String build) {
        this.original = original;
        this.cfg = cfg;
        this.build = build;
    }

    /** Returns the call of the fragment: what the exit passes is loaded before it, and what it gives is returned. */
    InvokeDynamicInsnNode write(InsnList out, Exits.Shape shape, Fragment fragment) {
        int line = cfg.instructions().line(shape.resume());
        if (line >= 0) {
            LabelNode start = new LabelNode();
            out.add(start);
            out.add(new LineNumberNode(line, start));
        }
        int locals = shape.passed().size();
        List<Type> types = shape.descriptor();
        int temp = original.maxLocals;
        int[] temps = new int[types.size()];
        for (int i = types.size() - 1; i >= locals; i--) {
            temps[i] = temp;
            out.add(new VarInsnNode(types.get(i).getOpcode(Opcodes.ISTORE), temp));
            temp += types.get(i).getSize();
        }
        for (int i = 0; i < types.size(); i++) {
            int slot = i < locals ? shape.passed().get(i) : temps[i];
            out.add(new VarInsnNode(types.get(i).getOpcode(Opcodes.ILOAD), slot));
        }
        Type result = Type.getReturnType(original.desc);
        InvokeDynamicInsnNode site = RuntimeCalls.exit(
                original.name, result, types.toArray(Type[]::new), build, RuntimeCalls.reference(fragment));
        out.add(site);
        out.add(new InsnNode(result.getOpcode(Opcodes.IRETURN)));
        return site;
    }
}
