package dev.whittle.verifier.internal.smt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** Benches for as many proofs as are made at once; they are kept for the next ones. Thread-safe. */
public final class Benches implements AutoCloseable {
    private final Supplier<Bench> make;
    private final Deque<Bench> free = new ArrayDeque<>();

    public Benches(Supplier<Bench> make) {
        this.make = make;
    }

    /** @param second false for a bench with Z3 alone */
    public static Benches real(Limits limits, boolean second) {
        ClassLoader loader = Benches.class.getClassLoader();
        return new Benches(() -> new Bench(
                new WorkerEngine(Launch.z3(loader), limits),
                second ? new WorkerEngine(Launch.cvc5(loader), limits) : null));
    }

    public synchronized Bench take() {
        Bench bench = free.poll();
        return bench == null ? make.get() : bench;
    }

    public synchronized void give(Bench bench) {
        free.push(bench);
    }

    @Override
    public void close() {
        List<Bench> all;
        synchronized (this) {
            all = new ArrayList<>(free);
            free.clear();
        }
        all.forEach(Bench::close);
    }
}
