package dev.whittle.verifier.internal;

import dev.whittle.verifier.internal.smt.Bench;
import dev.whittle.verifier.internal.smt.Benches;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/** Makes several proofs at once. Each thread has its own solvers and its own view of the classes, so that no proof can see another one. */
final class Proving {
    /** The same whoever calls and however many there are: how deep a proof may recurse must not depend on that. */
    private static final long STACK = 64L << 20;

    private final Benches benches;
    private final IntFunction<World> worlds;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** @param worlds for each thread its own */
    Proving(Benches benches, IntFunction<World> worlds) {
        this.benches = benches;
        this.worlds = worlds;
    }

    @FunctionalInterface
    interface Task {
        Attempt attempt(Bench bench, World world);
    }

    /** Returns what came of each task, in their order. */
    List<Attempt> all(List<Task> tasks, int jobs) {
        Attempt[] results = new Attempt[tasks.size()];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(jobs, tasks.size()); i++) {
            World world = worlds.apply(i);
            Thread thread = new Thread(null, () -> work(tasks, results, world), "whittle-proof-" + i, STACK);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        threads.forEach(Proving::join);
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("a proof could not be made: " + thrown, thrown);
        }
        return List.of(results);
    }

    private void work(List<Task> tasks, Attempt[] results, World world) {
        Bench bench = benches.take();
        try {
            for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
                results[i] = tasks.get(i).attempt(bench, world);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            next.set(tasks.size());
        } finally {
            benches.give(bench);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
