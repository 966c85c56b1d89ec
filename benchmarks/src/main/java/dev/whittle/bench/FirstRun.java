package dev.whittle.bench;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The measured JVM of {@link StartUp} for first packets and first rare events. Nothing here may set up {@code invokedynamic} before the
 * measured program does: no lambdas, no text put together with plus, no beans. Prints a word and its numbers a line.
 */
final class FirstRun {
    /** Frames or packets an operation. */
    static final int BATCH = 32;

    private static final int LAST = 1001;
    private static final int BETWEEN = 100;

    private final LongSupplier work;
    private final LongConsumer status;
    private final long usual;
    private long before;
    private long result;

    private FirstRun(Object program, long usual) {
        work = (LongSupplier) program;
        status = (LongConsumer) program;
        this.usual = usual;
    }

    /**
     * @param args the class of the program; then for first packets how many milliseconds count, for rare events how many milliseconds come
     *     before, the status of a usual packet, that of a rare one and that of another rare one
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        long begin = System.nanoTime();
        Object program = Class.forName(args[0]).getConstructor().newInstance();
        long time = Long.parseLong(args[1]) * 1_000_000;
        if (args.length == 2) {
            count((LongSupplier) program, begin, time);
        } else {
            FirstRun run = new FirstRun(program, Long.parseLong(args[2]));
            run.events(begin + time, Long.parseLong(args[3]), Long.parseLong(args[4]));
        }
    }

    private static void count(LongSupplier work, long begin, long time) {
        long first = work.getAsLong();
        long now = System.nanoTime();
        long ready = now - begin;
        long done = 1;
        long sum = 0;
        while (now - begin < time) {
            sum += work.getAsLong();
            done++;
            now = System.nanoTime();
        }
        // An operation that ended too late does not count.
        print("packets", now - begin > time ? (done - 1) * BATCH : done * BATCH);
        print("ready", ready);
        print("results", first);
        print("sum", sum);
    }

    private void events(long until, long rare, long other) throws ReflectiveOperationException {
        while (System.nanoTime() < until) {
            timed(usual);
        }
        long[] last = new long[LAST];
        for (int i = 0; i < LAST; i++) {
            last[i] = timed(usual);
        }
        System.out.println("event");
        long first = timed(rare);
        System.out.println("over");
        long of = result - before;
        long next = timed(usual);
        quiet();
        long second = timed(rare);
        quiet();
        long another = timed(other);
        Arrays.sort(last);
        print("usual", last[LAST / 2]);
        print("first", first);
        print("next", next);
        print("second", second);
        print("another", another);
        print("results", of, result - before);
        print("fragments", fragments());
    }

    private void quiet() {
        for (int i = 0; i < BETWEEN; i++) {
            timed(usual);
        }
    }

    /** One operation with a packet of that status among its packets; says how long it took. */
    private long timed(long with) {
        before = result;
        status.accept(with);
        long begin = System.nanoTime();
        result = work.getAsLong();
        return System.nanoTime() - begin;
    }

    /** How many came back, or 0 in a program without such. */
    private static long fragments() throws ReflectiveOperationException {
        try {
            return (int)
                    Class.forName("dev.whittle.runtime.Cold").getMethod("loads").invoke(null);
        } catch (ClassNotFoundException e) {
            return 0;
        }
    }

    private static void print(String word, long... numbers) {
        StringBuilder line = new StringBuilder(word);
        for (long number : numbers) {
            line.append(' ').append(number);
        }
        System.out.println(line);
    }
}
