package dev.whittle.bytecode;

import dev.whittle.model.MethodDigest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
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
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Digests of the code of single methods. Lines, names of locals and the order of a constant pool are no part of it. Stateless. */
public final class MethodDigests {
    private MethodDigests() {}

    /** Returns that of a method as it stands in a class file; of one without code, what is unknown. */
    public static MethodDigest of(MethodNode method) {
        if (method.instructions.size() == 0) {
            return MethodDigest.UNKNOWN;
        }
        Instructions instructions = Instructions.of(method);
        return new MethodDigest(digest(method, instructions, true), digest(method, instructions, false));
    }

    /** @param whole whether operands are part of it that are not control flow */
    private static int digest(MethodNode method, Instructions instructions, boolean whole) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (int i = 0; i < instructions.size(); i++) {
                AbstractInsnNode node = instructions.get(i);
                out.writeInt(whole ? node.getOpcode() : kind(node.getOpcode()));
                targets(node, instructions, out);
                if (whole) {
                    out.writeChars(operands(node));
                    out.writeChar(0);
                }
            }
            for (TryCatchBlockNode block : method.tryCatchBlocks) {
                labels(List.of(block.start, block.end, block.handler), instructions, out);
                if (whole) {
                    out.writeChars(String.valueOf(block.type));
                    out.writeChar(0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written to but memory", e);
        }
        int digest = ByteBuffer.wrap(Digests.sha256(bytes.toByteArray())).getInt();
        return digest == 0 ? 1 : digest;
    }

    /** All that push a constant are of one kind: which of them does depends on the constant. */
    private static int kind(int opcode) {
        return opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.LDC ? Opcodes.LDC : opcode;
    }

    private static void targets(AbstractInsnNode node, Instructions instructions, DataOutputStream out)
            throws IOException {
        if (node instanceof JumpInsnNode jump) {
            labels(List.of(jump.label), instructions, out);
        } else if (node instanceof TableSwitchInsnNode table) {
            labels(table.labels, instructions, out);
            labels(List.of(table.dflt), instructions, out);
        } else if (node instanceof LookupSwitchInsnNode lookup) {
            labels(lookup.labels, instructions, out);
            labels(List.of(lookup.dflt), instructions, out);
        }
    }

    private static void labels(List<LabelNode> labels, Instructions instructions, DataOutputStream out)
            throws IOException {
        out.writeInt(labels.size());
        for (LabelNode label : labels) {
            out.writeInt(instructions.ordinalOf(label));
        }
    }

    private static String operands(AbstractInsnNode node) {
        if (node instanceof IntInsnNode n) {
            return String.valueOf(n.operand);
        } else if (node instanceof VarInsnNode n) {
            return String.valueOf(n.var);
        } else if (node instanceof TypeInsnNode n) {
            return n.desc;
        } else if (node instanceof FieldInsnNode n) {
            return n.owner + ' ' + n.name + ' ' + n.desc;
        } else if (node instanceof MethodInsnNode n) {
            return n.owner + ' ' + n.name + ' ' + n.desc + ' ' + n.itf;
        } else if (node instanceof InvokeDynamicInsnNode n) {
            return n.name + ' ' + n.desc + ' ' + n.bsm + ' ' + Arrays.toString(n.bsmArgs);
        } else if (node instanceof LdcInsnNode n) {
            return n.cst.getClass().getSimpleName() + ' ' + n.cst;
        } else if (node instanceof IincInsnNode n) {
            return n.var + " " + n.incr;
        } else if (node instanceof MultiANewArrayInsnNode n) {
            return n.dims + " " + n.desc;
        } else if (node instanceof TableSwitchInsnNode n) {
            return n.min + " " + n.max;
        } else if (node instanceof LookupSwitchInsnNode n) {
            return String.valueOf(n.keys);
        }
        return "";
    }
}
