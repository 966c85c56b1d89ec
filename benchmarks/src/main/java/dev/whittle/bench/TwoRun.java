package dev.whittle.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The measured JVM of {@link TwoModels}: blocks of operations of each board that is served, by turns. Prints the board and the median of its
 * blocks, in picoseconds of processor time an operation, a line.
 */
final class TwoRun {
    private static final int OPERATIONS = 200;

    private TwoRun() {}

    /** @param args the class that has the boards, milliseconds to warm up for, blocks that count, then the boards */
    public static void main(String[] args) throws ReflectiveOperationException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Class<?> program = Class.forName(args[0]);
        String[] names = Arrays.copyOfRange(args, 3, args.length);
        LongSupplier[] boards = new LongSupplier[names.length];
        for (int i = 0; i < names.length; i++) {
            boards[i] = (LongSupplier) program.getMethod(names[i]).invoke(null);
        }
        long wrong = 0;
        long warm = threads.getCurrentThreadCpuTime() + Long.parseLong(args[1]) * 1_000_000;
        while (threads.getCurrentThreadCpuTime() < warm) {
            for (LongSupplier board : boards) {
                wrong += block(board);
            }
        }
        long[][] times = new long[boards.length][Integer.parseInt(args[2])];
        for (int round = 0; round < times[0].length; round++) {
            for (int i = 0; i < boards.length; i++) {
                long before = threads.getCurrentThreadCpuTime();
                wrong += block(boards[i]);
                times[i][round] = threads.getCurrentThreadCpuTime() - before;
            }
        }
        System.out.println("wrong " + wrong);
        for (int i = 0; i < boards.length; i++) {
            Arrays.sort(times[i]);
            System.out.println(names[i] + " " + times[i][times[i].length / 2] * 1000 / OPERATIONS);
        }
    }

    private static long block(LongSupplier board) {
        long wrong = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            wrong += board.getAsLong();
        }
        return wrong;
    }
}
