package dev.whittle.bench;

import java.util.List;

/**
 * Something that has to be shown.
 *
 * @param claim for people
 * @param subject which subject shows it
 * @param part which case of it
 * @param mode in which mode
 * @param measure what is compared with the bound
 * @param bound the least ratio, or the most bytes
 */
record Target(String claim, String subject, String part, Mode mode, Measure measure, double bound) {
    /** Allocations below so many bytes an operation are the harness's own. */
    private static final double NO_BYTES = 0.5;

    enum Measure {
        /** How many times as fast as the reference. */
        RATIO,
        /** Bytes that an operation allocates. */
        BYTES
    }

    /**
     * What a cell says of a target.
     *
     * @param holds by the figure itself
     * @param withinError whether the bound lies in the figure's interval, so that it might as well be otherwise
     */
    record Verdict(boolean holds, boolean withinError) {
        static Verdict atLeast(double bound, Ratio ratio) {
            return new Verdict(ratio.value() >= bound, ratio.low() < bound && bound < ratio.high());
        }

        String text() {
            return (holds ? "holds" : "falls short") + (withinError ? " (within the error)" : "");
        }
    }

    static List<Target> all() {
        return List.of(
                speed("a method of more than 8001 bytecodes: at least 20 times", "huge", "", Mode.C2, 20),
                speed(
                        "a method of 326 to 1000 bytecodes with a small hot part: at least 2 times",
                        "medium",
                        "",
                        Mode.C2,
                        2),
                speed("an object that a rare path merges back: at least 1.5 times", "merge", "", Mode.C2, 1.5),
                new Target(
                        "an object that a rare path merges back: 0 B an operation",
                        "merge",
                        "",
                        Mode.C2,
                        Measure.BYTES,
                        NO_BYTES),
                speed("an interface call polluted by five drivers: at least 5 times", "polluted", "", Mode.C2, 5),
                speed("the driver's receive path, headers only: at least 3 times", "rx", "headers", Mode.C2, 3),
                speed("the driver's receive path, 64 bytes: at least 1.5 times", "rx", "64", Mode.C2, 1.5),
                speed("the driver's receive path, 1500 bytes: at least 1.1 times", "rx", "1500", Mode.C2, 1.1),
                speed("the driver's receive path, headers only: at least 4 times", "rx", "headers", Mode.C1, 4),
                guard("each call", Mode.C2, 2),
                guard("each call", Mode.C1, 10),
                guard("each call", Mode.INTERPRETER, 10),
                guard("loop", Mode.C2, 2),
                guard("loop", Mode.C1, 10),
                guard("loop", Mode.INTERPRETER, 10));
    }

    private static Target speed(String claim, String subject, String part, Mode mode, double bound) {
        return new Target(claim, subject, part, mode, Measure.RATIO, bound);
    }

    private static Target guard(String part, Mode mode, int percent) {
        String claim = "a guard (" + part + "): within " + percent + " % of none";
        return new Target(claim, "guard", part, mode, Measure.RATIO, 1 / (1 + percent / 100.0));
    }

    boolean isAbout(Cell cell) {
        return cell.subject().equals(subject) && cell.part().equals(part) && cell.mode() == mode;
    }

    Verdict judge(Cell cell) {
        if (measure == Measure.BYTES) {
            return new Verdict(cell.whittled().allocated() < bound, false);
        }
        return Verdict.atLeast(bound, cell.ratio());
    }
}
