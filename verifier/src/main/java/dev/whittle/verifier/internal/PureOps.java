package dev.whittle.verifier.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Instructions that cannot throw and touch nothing but the frame. */
final class PureOps {
    private record Op(String name, int operands, char result) {}

    private static final Map<Integer, Op> OPS = ops();

    private PureOps() {}

    private static Map<Integer, Op> ops() {
        Map<Integer, Op> ops = new HashMap<>();
        String types = "IJFD";
        String[] arithmetic = {"add", "sub", "mul", "div", "rem"};
        for (int i = 0; i < 20; i++) {
            char type = types.charAt(i % 4);
            boolean floating = type == 'F' || type == 'D';
            ops.put(Opcodes.IADD + i, new Op((floating ? "f" : "") + arithmetic[i / 4], 2, type));
        }
        for (int i = 0; i < 4; i++) {
            ops.put(Opcodes.INEG + i, new Op(i < 2 ? "neg" : "fneg", 1, types.charAt(i)));
        }
        String[] bits = {"shl", "shr", "ushr", "and", "or", "xor"};
        for (int i = 0; i < 12; i++) {
            ops.put(Opcodes.ISHL + i, new Op(bits[i / 2], 2, types.charAt(i % 2)));
        }
        String[] conversions = {"ij", "if", "id", "ji", "jf", "jd", "fi", "fj", "fd", "di", "dj", "df"};
        for (int i = 0; i < 12; i++) {
            String c = conversions[i];
            String name = c.equals("ij") ? "i2l" : c.equals("ji") ? "l2i" : "convert " + c;
            ops.put(Opcodes.I2L + i, new Op(name, 1, Character.toUpperCase(c.charAt(1))));
        }
        ops.put(Opcodes.I2B, new Op("i2b", 1, 'I'));
        ops.put(Opcodes.I2C, new Op("i2c", 1, 'I'));
        ops.put(Opcodes.I2S, new Op("i2s", 1, 'I'));
        ops.put(Opcodes.LCMP, new Op("lcmp", 2, 'I'));
        String[] compares = {"fcmpl", "fcmpg", "dcmpl", "dcmpg"};
        for (int i = 0; i < 4; i++) {
            ops.put(Opcodes.FCMPL + i, new Op(compares[i], 2, 'I'));
        }
        return Map.copyOf(ops);
    }

    /** Carries the instruction out; returns false if it is not one of these. */
    static boolean run(AbstractInsnNode node, Frame frame, Terms terms) {
        int opcode = node.getOpcode();
        Op op = OPS.get(opcode);
        if (op != null) {
            List<Term> args = frame.peek(op.operands);
            frame.drop(op.operands);
            frame.push(terms.make(op.name, "", op.result, args));
            return true;
        }
        Term constant = constant(node, terms);
        if (constant != null) {
            frame.push(constant);
            return true;
        }
        if (node instanceof VarInsnNode v) {
            if (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
                frame.push(frame.local(v.var));
            } else {
                frame.store(v.var, frame.pop());
            }
            return true;
        }
        if (node instanceof IincInsnNode inc) {
            frame.store(inc.var, terms.app("add", "", 'I', frame.local(inc.var), terms.ofInt(inc.incr)));
            return true;
        }
        if (opcode == Opcodes.INSTANCEOF) {
            frame.push(terms.app("instanceof", ((TypeInsnNode) node).desc, 'I', frame.pop()));
            return true;
        }
        return opcode == Opcodes.NOP || stack(opcode, frame);
    }

    /** Returns what a constant instruction pushes, or null. */
    static @Nullable Term constant(AbstractInsnNode node, Terms terms) {
        int opcode = node.getOpcode();
        if (opcode == Opcodes.ACONST_NULL) {
            return terms.nul;
        } else if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            return terms.ofInt(opcode - Opcodes.ICONST_0);
        } else if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
            return terms.ofLong(opcode - Opcodes.LCONST_0);
        } else if (opcode >= Opcodes.FCONST_0 && opcode <= Opcodes.FCONST_2) {
            return terms.ofBits(Float.floatToRawIntBits(opcode - Opcodes.FCONST_0), 'F');
        } else if (opcode == Opcodes.DCONST_0 || opcode == Opcodes.DCONST_1) {
            return terms.ofBits(Double.doubleToRawLongBits(opcode - Opcodes.DCONST_0), 'D');
        } else if (opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH) {
            return terms.ofInt(((IntInsnNode) node).operand);
        }
        return node instanceof LdcInsnNode ldc ? loaded(ldc.cst, terms) : null;
    }

    private static Term loaded(Object constant, Terms terms) {
        if (constant instanceof Integer i) {
            return terms.ofInt(i);
        } else if (constant instanceof Long l) {
            return terms.ofLong(l);
        } else if (constant instanceof Float f) {
            return terms.ofBits(Float.floatToRawIntBits(f), 'F');
        } else if (constant instanceof Double d) {
            return terms.ofBits(Double.doubleToRawLongBits(d), 'D');
        } else if (constant instanceof String || constant instanceof Type || constant instanceof Handle) {
            return terms.app("ldc", constant, 'A');
        }
        throw new Unproved("it has a constant that is computed when it is linked");
    }

    private static boolean stack(int opcode, Frame f) {
        switch (opcode) {
            case Opcodes.POP -> f.pop();
            case Opcodes.POP2 -> {
                if (!f.pop().wide()) {
                    f.pop();
                }
            }
            case Opcodes.DUP -> f.push(f.peek(1).get(0));
            case Opcodes.DUP_X1 -> insert(f, 1, 1);
            case Opcodes.DUP_X2 -> insert(f, 1, below(f, 1));
            case Opcodes.DUP2 -> insert(f, below(f, 0), 0);
            case Opcodes.DUP2_X1 -> insert(f, below(f, 0), 1);
            case Opcodes.DUP2_X2 -> insert(f, below(f, 0), below(f, below(f, 0)));
            case Opcodes.SWAP -> {
                Term top = f.pop();
                Term under = f.pop();
                f.push(top);
                f.push(under);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** How many values make up two slots under the top {@code skip} values. */
    private static int below(Frame f, int skip) {
        return f.peek(skip + 1).get(0).wide() ? 1 : 2;
    }

    /** Copies the top {@code count} values under the {@code under} values beneath them. */
    private static void insert(Frame f, int count, int under) {
        List<Term> moved = f.peek(count);
        int at = f.stack.size() - count - under;
        if (at < 0) {
            throw new Unproved("the operand stack is too short");
        }
        f.stack.addAll(at, moved);
    }
}
