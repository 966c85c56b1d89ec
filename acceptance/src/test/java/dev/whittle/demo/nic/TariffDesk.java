package dev.whittle.demo.nic;

import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A {@link Tariff} that all threads use, and what each of its facts may be seen to be. A fact goes from version to version: a writer says
 * which is pending, stores it, and says that it is published. Whoever reads between two looks at those numbers sees a version from the
 * published one of the first look to the pending one of the second. Thread-safe.
 */
final class TariffDesk {
    private static final int FACTS = 3;
    private static final Tariff.Turn[] TURNS = {Tariff.Turn.STRAIGHT, Tariff.Turn.MIRRORED, Tariff.Turn.SWAPPED};
    private static final int[] SHIFTS = {3, 8, 11, 4};

    private final Tariff tariff = new Tariff(TURNS[0], SHIFTS[0], true);
    private final AtomicIntegerArray pending = new AtomicIntegerArray(FACTS);
    private final AtomicIntegerArray published = new AtomicIntegerArray(FACTS);
    private final PlugTally tally;

    TariffDesk(PlugTally tally) {
        this.tally = tally;
    }

    /** Gives one fact its next value; the monitor keeps writers, and only them, apart. */
    synchronized void change(int fact) {
        int version = pending.incrementAndGet(fact);
        switch (fact) {
            case 0 -> tariff.turn(TURNS[version % TURNS.length]);
            case 1 -> tariff.shift(SHIFTS[version % SHIFTS.length]);
            default -> tariff.signed(version % 2 == 0);
        }
        published.set(fact, version);
        tally.changes.increment();
    }

    /** Asks for a code while others may change the facts. */
    void ask(Random random) {
        int word = random.nextInt();
        int[] low = look(published);
        int code = damaged(tariff.code(word));
        check(word, code, low, look(pending));
    }

    /** Asks for a code while nobody can change the facts: there is one right answer. */
    synchronized void askAlone(Random random) {
        int word = random.nextInt();
        int code = damaged(tariff.code(word));
        check(word, code, look(published), look(published));
    }

    /** Asks for many codes at once, and knows for each which versions were published before it. */
    void askMany(Random random) {
        int[] words = random.ints(24).toArray();
        int[] codes = new int[words.length];
        int[][] low = new int[words.length][];
        tariff.codes(words, codes, i -> low[i] = look(published));
        int[] high = look(pending);
        for (int i = 0; i < words.length; i++) {
            check(words[i], damaged(codes[i]), low[i], high);
        }
    }

    private int damaged(int code) {
        return tally.coded() == PlugTally.Damage.CODE ? code ^ 1 << 7 : code;
    }

    private static int[] look(AtomicIntegerArray versions) {
        return new int[] {versions.get(0), versions.get(1), versions.get(2)};
    }

    private void check(int word, int code, int[] low, int[] high) {
        for (int turn = low[0]; turn <= Math.min(high[0], low[0] + TURNS.length - 1); turn++) {
            for (int shift = low[1]; shift <= Math.min(high[1], low[1] + SHIFTS.length - 1); shift++) {
                for (int sign = low[2]; sign <= Math.min(high[2], low[2] + 1); sign++) {
                    if (code == expected(word, turn % TURNS.length, SHIFTS[shift % SHIFTS.length], sign % 2 == 0)) {
                        return;
                    }
                }
            }
        }
        tally.wrong("code " + Integer.toHexString(code) + " for " + Integer.toHexString(word) + " at "
                + java.util.Arrays.toString(low) + " to " + java.util.Arrays.toString(high));
    }

    /** The code by arithmetic on bits and bytes of its own. */
    private static int expected(int word, int turn, int shift, boolean signed) {
        long code = word;
        if (turn == 2) {
            code = (word & 0xff) << 24 | (word >>> 8 & 0xff) << 16 | (word >>> 16 & 0xff) << 8 | word >>> 24;
        } else if (turn == 1) {
            code = 0;
            for (int bit = 0; bit < 32; bit++) {
                code |= (long) (word >>> bit & 1) << 31 - bit;
            }
        }
        if (shift == 3) {
            code += 16777619;
        } else if (shift == 8) {
            code ^= 0x5bd1e995;
        } else {
            code *= shift == 11 ? 11 : 5;
        }
        return (int) (signed ? (int) code >> 2 : (code & 0xffffffffL) >> 2);
    }
}
