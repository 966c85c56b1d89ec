package dev.whittle.verifier.internal;

import org.objectweb.asm.Opcodes;

/** Types on the operand stack before and after a stack instruction (JVMS 6.5), by slots. */
final class Shuffles {
    private Shuffles() {}

    /** Returns the types afterwards, or null if the instruction may not be used there. */
    static String apply(int opcode, String types) {
        StringBuilder slots = new StringBuilder();
        for (char c : types.toCharArray()) {
            slots.append(c == 'J' || c == 'D' ? c + "-" : String.valueOf(c));
        }
        int[] shape = shape(opcode);
        int moved = shape[0];
        int under = shape[1];
        int n = slots.length();
        // Neither group may begin with the second half of a long or double.
        if (n < moved + under || slots.charAt(n - moved) == '-' || slots.charAt(n - moved - under) == '-') {
            return null;
        }
        String top = slots.substring(n - moved);
        if (opcode == Opcodes.POP && top.equals("-") || opcode == Opcodes.DUP && top.equals("-")) {
            return null;
        }
        String rest = slots.substring(0, n - moved - under);
        String middle = slots.substring(n - moved - under, n - moved);
        String result = switch (opcode) {
            case Opcodes.POP, Opcodes.POP2 -> rest;
            case Opcodes.SWAP -> rest + top + middle;
            default -> rest + top + middle + top;
        };
        return result.replace("-", "");
    }

    private static int[] shape(int opcode) {
        return switch (opcode) {
            case Opcodes.POP, Opcodes.DUP -> new int[] {1, 0};
            case Opcodes.POP2, Opcodes.DUP2 -> new int[] {2, 0};
            case Opcodes.DUP_X1, Opcodes.SWAP -> new int[] {1, 1};
            case Opcodes.DUP_X2 -> new int[] {1, 2};
            case Opcodes.DUP2_X1 -> new int[] {2, 1};
            default -> new int[] {2, 2};
        };
    }
}
