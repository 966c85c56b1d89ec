package dev.whittle.cfg.internal;

import dev.whittle.bytecode.Cfg;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The copy of a class that SootUp reads. Each instruction has the line 1 + its ordinal. Where control may arrive or a try range begins or
 * ends, a store to a local that the original does not have marks the place, so that no block is empty, dropped or merged with
 * another; and the entry is a block of its own, to which nothing jumps back.
 *
 * @param marks ordinals with a mark, by name and descriptor; methods that marks would make too large have none
 */
record SootCopy(byte[] classFile, Map<String, Marks> marks) {
    static final int MAX_LINES = 65_534;

    /**
     * @param local index of the local that is stored to
     * @param size number of instructions of the original
     */
    record Marks(BitSet ordinals, int local, int size) {}

    static SootCopy of(byte[] classFile) {
        Set<String> tooLarge = new HashSet<>();
        while (true) {
            try {
                return of(classFile, tooLarge);
            } catch (MethodTooLargeException e) {
                if (!tooLarge.add(e.getMethodName() + e.getDescriptor())) {
                    throw e;
                }
            }
        }
    }

    private static SootCopy of(byte[] classFile, Set<String> unmarked) {
        ClassReader reader = new ClassReader(classFile);
        ClassNode node = new ClassNode();
        reader.accept(node, ClassReader.SKIP_DEBUG);
        Map<String, Marks> marks = new HashMap<>();
        for (MethodNode method : node.methods) {
            String key = method.name + method.desc;
            if (method.instructions.size() > 0 && !unmarked.contains(key)) {
                Marks made = mark(method);
                if (made.size() <= MAX_LINES) {
                    marks.put(key, made);
                }
            }
        }
        // The reader passed to the writer keeps the constant pool as it is.
        ClassWriter writer = new ClassWriter(reader, 0);
        node.accept(writer);
        return new SootCopy(writer.toByteArray(), marks);
    }

    private static Marks mark(MethodNode method) {
        int local = method.maxLocals++;
        method.maxStack++;
        BitSet marked = new BitSet();
        int ordinal = 0;
        boolean arrival = true;
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof LabelNode) {
                arrival = true;
            } else if (insn.getOpcode() >= 0) {
                InsnList before = new InsnList();
                if (ordinal < MAX_LINES) {
                    LabelNode label = new LabelNode();
                    before.add(label);
                    before.add(new LineNumberNode(ordinal + 1, label));
                }
                if (arrival) {
                    marked.set(ordinal);
                    before.add(new InsnNode(Opcodes.ICONST_0));
                    before.add(new VarInsnNode(Opcodes.ISTORE, local));
                }
                method.instructions.insertBefore(insn, before);
                arrival = jumps(insn);
                ordinal++;
            }
        }
        LabelNode body = new LabelNode();
        InsnList entry = new InsnList();
        entry.add(new JumpInsnNode(Opcodes.GOTO, body));
        entry.add(body);
        method.instructions.insert(entry);
        return new Marks(marked, local, ordinal);
    }

    private static boolean jumps(AbstractInsnNode insn) {
        return insn instanceof JumpInsnNode
                || insn instanceof TableSwitchInsnNode
                || insn instanceof LookupSwitchInsnNode
                || Cfg.endsMethod(insn.getOpcode());
    }
}
