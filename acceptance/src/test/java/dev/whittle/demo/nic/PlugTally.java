package dev.whittle.demo.nic;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what all threads did and what of it was wrong. Thread-safe. */
final class PlugTally {
    /** What is done on purpose to some results, to see that it is found. */
    enum Damage {
        NONE,
        BYTE,
        LENGTH,
        TAG,
        CHECKSUM,
        LOST,
        COUNTER,
        CODE
    }

    private static final int SHOWN = 20;

    final LongAdder binds = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder transmitted = new LongAdder();
    final LongAdder handed = new LongAdder();
    final LongAdder codes = new LongAdder();
    final LongAdder changes = new LongAdder();
    final LongAdder wrong = new LongAdder();
    private final Queue<String> shown = new ConcurrentLinkedQueue<>();
    private final AtomicLong turns = new AtomicLong();
    private final Damage damage;

    PlugTally(Damage damage) {
        this.damage = damage;
    }

    void bound() {
        binds.increment();
    }

    /** What to do to this frame. */
    Damage delivered() {
        received.increment();
        return damage.ordinal() < Damage.COUNTER.ordinal() ? due(500) : Damage.NONE;
    }

    void sent() {
        transmitted.increment();
    }

    /** What to do to this device's counters. */
    Damage counted() {
        return damage == Damage.COUNTER ? due(20) : Damage.NONE;
    }

    /** What to do to this code. */
    Damage coded() {
        codes.increment();
        return damage == Damage.CODE ? due(500) : Damage.NONE;
    }

    private Damage due(int every) {
        return damage != Damage.NONE && turns.incrementAndGet() % every == 0 ? damage : Damage.NONE;
    }

    void wrong(String what) {
        wrong.increment();
        if (shown.size() < SHOWN) {
            shown.add(what);
            System.err.println("hot-plug: wrong: " + what);
        }
    }
}
