package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A random method over int, long, float and double, made from a seed. It has a twin that does the same and returns which way it went; each
 * arm of each decision adds its own number to a local.
 */
final class Snippet {
    static final String PARAMETERS = "IJFDIF";
    static final int THREW = 1 << 30;
    private static final int TRACE = 8;
    private static final int DECISIONS = 5;
    private static final String TYPES = "IJFD";
    private static final List<Operation> OPERATIONS = Operation.all();

    /** @param operands types of what it takes, deepest first */
    record Operation(int opcode, String operands, String results) {
        static List<Operation> all() {
            List<Operation> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String t = TYPES.substring(i % 4, i % 4 + 1);
                all.add(new Operation(Opcodes.IADD + i, t + t, t));
            }
            for (int i = 0; i < 4; i++) {
                String t = TYPES.substring(i, i + 1);
                all.add(new Operation(Opcodes.INEG + i, t, t));
            }
            for (int i = 0; i < 12; i++) {
                String t = i % 2 == 0 ? "I" : "J";
                all.add(new Operation(Opcodes.ISHL + i, t + (i < 6 ? "I" : t), t));
            }
            String conversions = "IJIFIDJIJFJDFIFJFDDIDJDF";
            for (int i = 0; i < 12; i++) {
                String c = conversions.substring(2 * i, 2 * i + 2);
                all.add(new Operation(Opcodes.I2L + i, c.substring(0, 1), c.substring(1)));
            }
            for (int i = 0; i < 3; i++) {
                all.add(new Operation(Opcodes.I2B + i, "I", "I"));
            }
            String compared = "JFFDD";
            for (int i = 0; i < 5; i++) {
                String t = compared.substring(i, i + 1);
                all.add(new Operation(Opcodes.LCMP + i, t + t, "I"));
            }
            return all;
        }
    }

    private final SplittableRandom random;
    private final boolean traced;
    private final MethodNode method;
    private final StringBuilder stack = new StringBuilder();
    private int decisions;

    private Snippet(long seed, String name, boolean traced) {
        this.random = new SplittableRandom(seed);
        this.traced = traced;
        char result = TYPES.charAt(random.nextInt(4));
        String descriptor = "(" + PARAMETERS + ")" + (traced ? 'I' : result);
        this.method = new MethodNode(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
        generate(result);
    }

    /** @param traced whether it returns the way that it went and not its result */
    static MethodNode of(long seed, String name, boolean traced) {
        return new Snippet(seed, name, traced).method;
    }

    private void generate(char result) {
        add(new InsnNode(Opcodes.ICONST_0));
        add(new VarInsnNode(Opcodes.ISTORE, TRACE));
        for (int i = 0; i < 4; i++) {
            constant(TYPES.charAt(i));
            add(new VarInsnNode(Opcodes.ISTORE + i, temporary(TYPES.charAt(i))));
        }
        LabelNode start = new LabelNode();
        LabelNode end = new LabelNode();
        add(start);
        stack.setLength(0);
        some(6 + random.nextInt(14), 0);
        want(result);
        if (traced) {
            add(new InsnNode(wide(result) ? Opcodes.POP2 : Opcodes.POP));
            add(new VarInsnNode(Opcodes.ILOAD, TRACE));
            add(new InsnNode(Opcodes.IRETURN));
            add(end);
            add(new InsnNode(Opcodes.POP));
            add(new VarInsnNode(Opcodes.ILOAD, TRACE));
            add(new LdcInsnNode(THREW));
            add(new InsnNode(Opcodes.IOR));
            add(new InsnNode(Opcodes.IRETURN));
            method.tryCatchBlocks.add(new TryCatchBlockNode(start, end, end, "java/lang/ArithmeticException"));
        } else {
            add(new InsnNode(Opcodes.IRETURN + TYPES.indexOf(result)));
        }
        method.maxLocals = 24;
        method.maxStack = 400;
    }

    private void some(int count, int depth) {
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(20);
            if (kind < 11) {
                operate();
            } else if (kind < 13) {
                shuffle();
            } else if (kind < 15) {
                store();
            } else if (kind == 15) {
                boolean small = random.nextBoolean();
                int by = small ? random.nextInt(-128, 128) : random.nextInt(-32768, 32768);
                add(new IincInsnNode(random.nextBoolean() ? 0 : temporary('I'), by));
            } else if (kind == 16) {
                value(TYPES.charAt(random.nextInt(4)));
            } else if (kind == 17 && random.nextInt(4) == 0) {
                add(new InsnNode(Opcodes.NOP));
            } else if (depth < 2 && decisions < DECISIONS) {
                if (random.nextInt(3) == 0) {
                    choose(depth);
                } else {
                    branch(depth);
                }
            }
        }
    }

    private void operate() {
        Operation op = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        int have = op.operands.length();
        if (!stack.toString().endsWith(op.operands)) {
            // Of two operands, the first may be there.
            boolean first = have == 2 && stack.length() > 0 && top() == op.operands.charAt(0);
            for (int i = first ? 1 : 0; i < have; i++) {
                value(op.operands.charAt(i));
            }
        }
        add(new InsnNode(op.opcode));
        stack.setLength(stack.length() - have);
        stack.append(op.results);
    }

    /** Loads a local or a constant. */
    private void value(char type) {
        stack.append(type);
        if (random.nextInt(3) == 0) {
            constant(type);
            return;
        }
        int[] locals = switch (type) {
            case 'I' -> new int[] {0, 6, temporary('I')};
            case 'J' -> new int[] {1, temporary('J')};
            case 'F' -> new int[] {3, 7, temporary('F')};
            default -> new int[] {4, temporary('D')};
        };
        add(new VarInsnNode(Opcodes.ILOAD + TYPES.indexOf(type), locals[random.nextInt(locals.length)]));
    }

    private void constant(char type) {
        int small = random.nextInt(8);
        switch (type) {
            case 'I' -> {
                if (small < 3) {
                    add(new InsnNode(Opcodes.ICONST_0 + random.nextInt(-1, 6)));
                } else if (small == 3) {
                    add(new IntInsnNode(Opcodes.BIPUSH, random.nextInt(-128, 128)));
                } else if (small == 4) {
                    add(new IntInsnNode(Opcodes.SIPUSH, random.nextInt(-32768, 32768)));
                } else {
                    add(new LdcInsnNode(Edges.ofInt(random)));
                }
            }
            case 'J' -> add(small < 2 ? new InsnNode(Opcodes.LCONST_0 + small) : new LdcInsnNode(Edges.ofLong(random)));
            case 'F' ->
                add(small < 3 ? new InsnNode(Opcodes.FCONST_0 + small) : new LdcInsnNode(Edges.ofFloat(random)));
            default ->
                add(small < 2 ? new InsnNode(Opcodes.DCONST_0 + small) : new LdcInsnNode(Edges.ofDouble(random)));
        }
    }

    private void store() {
        if (stack.length() > 0) {
            char type = pop();
            int local = random.nextBoolean() ? TYPES.indexOf(type) == 0 ? 0 : parameter(type) : temporary(type);
            add(new VarInsnNode(Opcodes.ISTORE + TYPES.indexOf(type), local));
        }
    }

    private static int parameter(char type) {
        return type == 'J' ? 1 : type == 'F' ? 3 : type == 'D' ? 4 : 0;
    }

    private static int temporary(char type) {
        return type == 'I' ? 9 : type == 'J' ? 10 : type == 'F' ? 12 : 13;
    }

    private char top() {
        return stack.charAt(stack.length() - 1);
    }

    private char pop() {
        char type = top();
        stack.setLength(stack.length() - 1);
        return type;
    }

    private static boolean wide(char type) {
        return type == 'J' || type == 'D';
    }

    /** A stack instruction that the types on the stack allow. */
    private void shuffle() {
        List<Integer> possible = new ArrayList<>();
        for (int opcode = Opcodes.POP; opcode <= Opcodes.SWAP; opcode++) {
            if (Shuffles.apply(opcode, stack.toString()) != null) {
                possible.add(opcode);
            }
        }
        if (!possible.isEmpty()) {
            int opcode = possible.get(random.nextInt(possible.size()));
            add(new InsnNode(opcode));
            String now = Shuffles.apply(opcode, stack.toString());
            stack.setLength(0);
            stack.append(now);
        }
    }

    private void want(char type) {
        if (stack.length() == 0 || top() != type) {
            value(type);
        }
    }

    private void branch(int depth) {
        int opcode = random.nextInt(Opcodes.IFEQ, Opcodes.IF_ICMPLE + 1);
        int operands = opcode < Opcodes.IF_ICMPEQ ? 1 : 2;
        for (int i = 0; i < operands; i++) {
            if (i > 0 || random.nextBoolean()) {
                value('I');
            } else {
                want('I');
            }
        }
        stack.setLength(stack.length() - operands);
        int unit = 1 << 2 * decisions++;
        LabelNode taken = new LabelNode();
        LabelNode end = new LabelNode();
        add(new JumpInsnNode(opcode, taken));
        arm(unit, depth);
        add(new JumpInsnNode(Opcodes.GOTO, end));
        add(taken);
        arm(2 * unit, depth);
        add(end);
    }

    private void choose(int depth) {
        want('I');
        pop();
        // Few values, so that cases are met.
        add(new InsnNode(Opcodes.ICONST_3));
        add(new InsnNode(Opcodes.IAND));
        int unit = 1 << 2 * decisions++;
        LabelNode[] cases = {new LabelNode(), new LabelNode(), new LabelNode()};
        LabelNode end = new LabelNode();
        if (random.nextBoolean()) {
            int min = random.nextInt(-1, 2);
            add(new TableSwitchInsnNode(min, min + 2, cases[2], cases[0], cases[1], cases[0]));
        } else {
            int[] keys = random.nextBoolean() ? new int[] {0, 2} : new int[] {Integer.MIN_VALUE, 1};
            add(new LookupSwitchInsnNode(cases[2], keys, new LabelNode[] {cases[0], cases[1]}));
        }
        for (int i = 0; i < 3; i++) {
            add(cases[i]);
            arm((i + 1) * unit, depth);
            if (i < 2) {
                add(new JumpInsnNode(Opcodes.GOTO, end));
            }
        }
        add(end);
    }

    /** Leaves the stack as it was; what lies below is not touched. */
    private void arm(int number, int depth) {
        add(new IincInsnNode(TRACE, number));
        String below = stack.toString();
        stack.setLength(0);
        some(1 + random.nextInt(3), depth + 1);
        while (stack.length() > 0) {
            if (random.nextBoolean()) {
                store();
            } else {
                add(new InsnNode(wide(pop()) ? Opcodes.POP2 : Opcodes.POP));
            }
        }
        stack.append(below);
    }

    private void add(AbstractInsnNode node) {
        method.instructions.add(node);
    }
}
