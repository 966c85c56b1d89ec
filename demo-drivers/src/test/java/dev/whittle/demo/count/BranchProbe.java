package dev.whittle.demo.count;

import java.util.ArrayList;
import java.util.List;

/** Where instrumented driver code reports its conditional branches. Not a profiler's counter: written for this test alone. */
public final class BranchProbe {
    private static boolean[] hardware = new boolean[0];
    private static boolean[][] outcomes = new boolean[0][];
    private static boolean inReceive;
    private static boolean delivered;
    private static int all;
    private static int hw;
    private static final List<int[]> PACKETS = new ArrayList<>();

    private BranchProbe() {}

    static synchronized void reset(boolean[] hardwareBranches) {
        hardware = hardwareBranches.clone();
        outcomes = new boolean[hardware.length][2];
        inReceive = false;
        PACKETS.clear();
    }

    static synchronized boolean[][] outcomes() {
        return outcomes;
    }

    /** For each packet received: conditional branches executed, and how many of them were hardware branches. */
    static synchronized List<int[]> packets() {
        return List.copyOf(PACKETS);
    }

    public static synchronized void enter() {
        inReceive = true;
        delivered = false;
        all = 0;
        hw = 0;
    }

    public static synchronized void exit() {
        if (delivered) {
            PACKETS.add(new int[] {all, hw});
        }
        inReceive = false;
    }

    public static synchronized void delivered() {
        delivered = true;
    }

    public static void one(int value, int opcode, int id) {
        hit(
                id,
                switch (opcode) {
                    case 153 -> value == 0;
                    case 154 -> value != 0;
                    case 155 -> value < 0;
                    case 156 -> value >= 0;
                    case 157 -> value > 0;
                    default -> value <= 0;
                });
    }

    public static void two(int left, int right, int opcode, int id) {
        hit(
                id,
                switch (opcode) {
                    case 159 -> left == right;
                    case 160 -> left != right;
                    case 161 -> left < right;
                    case 162 -> left >= right;
                    case 163 -> left > right;
                    default -> left <= right;
                });
    }

    public static void same(Object left, Object right, int opcode, int id) {
        hit(id, (left == right) == (opcode == 165));
    }

    public static void absent(Object value, int opcode, int id) {
        hit(id, (value == null) == (opcode == 198));
    }

    private static synchronized void hit(int id, boolean taken) {
        outcomes[id][taken ? 1 : 0] = true;
        if (inReceive) {
            all++;
            if (hardware[id]) {
                hw++;
            }
        }
    }
}
