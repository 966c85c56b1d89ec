package dev.whittle.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The measured JVM of {@link Changed}: one thread runs the operation without a break and counts in windows of 50 ms, another makes the change.
 * Prints what came of it, a word and its numbers a line.
 */
final class ChangeRun {
    /** Length of a window in nanoseconds. */
    static final long WINDOW = 50_000_000;

    private final LongSupplier work;
    private final int windows;
    private final long[] operations;
    private final long[] processor;
    private final long[] longest;
    private long wrong;
    private volatile long started;
    private volatile long changeBegan;
    private volatile long changeTook;
    private volatile long uptime;

    private ChangeRun(LongSupplier work, int windows) {
        this.work = work;
        this.windows = windows;
        operations = new long[windows];
        processor = new long[windows];
        longest = new long[windows];
    }

    /** @param args the class of the operation, which is also the change; windows before the change, and after it */
    public static void main(String[] args) throws Exception {
        Object subject = Class.forName(args[0]).getConstructor().newInstance();
        int before = Integer.parseInt(args[1]);
        ChangeRun run = new ChangeRun((LongSupplier) subject, before + Integer.parseInt(args[2]));
        Thread changer = new Thread(() -> run.change((Runnable) subject, before), "changer");
        changer.start();
        run.load();
        changer.join();
        run.print();
        print("loads", told("Cold", "loads"));
        print("broken", told("Facts", "invalidated"));
    }

    private void change(Runnable change, int before) {
        while (started == 0 || System.nanoTime() - started < before * WINDOW) {
            LockSupport.parkNanos(started == 0 ? 1_000_000 : before * WINDOW - (System.nanoTime() - started));
        }
        // The log of the compilers knows this clock and no other.
        uptime = ManagementFactory.getRuntimeMXBean().getUptime();
        long begin = System.nanoTime();
        changeBegan = begin - started;
        change.run();
        changeTook = System.nanoTime() - begin;
    }

    private void load() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        started = start;
        long used = threads.getCurrentThreadCpuTime();
        long last = start;
        for (int window = 0; window < windows; window++) {
            long end = start + (window + 1) * WINDOW;
            long done = 0;
            while (last < end) {
                wrong += work.getAsLong();
                done++;
                long now = System.nanoTime();
                longest[window] = Math.max(longest[window], now - last);
                last = now;
            }
            operations[window] = done;
            long now = threads.getCurrentThreadCpuTime();
            processor[window] = now - used;
            used = now;
        }
    }

    private void print() {
        print("wrong", wrong);
        print("uptime", uptime);
        print("began", changeBegan);
        print("took", changeTook);
        print("operations", operations);
        print("processor", processor);
        print("longest", longest);
    }

    private static void print(String word, long... numbers) {
        StringBuilder line = new StringBuilder(word);
        for (long number : numbers) {
            line.append(' ').append(number);
        }
        System.out.println(line);
    }

    /** How many the runtime tells of, or 0 in a program without one. */
    private static long told(String type, String method) throws ReflectiveOperationException {
        try {
            Object told = Class.forName("dev.whittle.runtime." + type)
                    .getMethod(method)
                    .invoke(null);
            return told instanceof List<?> list ? list.size() : ((Number) told).longValue();
        } catch (ClassNotFoundException e) {
            return 0;
        }
    }
}
