package dev.whittle.bench.library;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The program that is recorded: one workload, over and over. */
public final class Run {
    private Run() {}

    /** @param words the class of the workload, how many operations at least, and for how many seconds at least */
    public static void main(String[] words) throws ReflectiveOperationException {
        LongSupplier work = Class.forName(words[0])
                .asSubclass(LongSupplier.class)
                .getDeclaredConstructor()
                .newInstance();
        int least = Integer.parseInt(words[1]);
        long time = TimeUnit.SECONDS.toNanos(Integer.parseInt(words[2]));
        long start = System.nanoTime();
        long sum = 0;
        int done = 0;
        for (; done < least || System.nanoTime() - start < time; done++) {
            sum = sum * 31 + work.getAsLong();
        }
        System.out.println(done + " operations, " + sum);
    }
}
