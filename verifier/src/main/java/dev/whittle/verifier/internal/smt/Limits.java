package dev.whittle.verifier.internal.smt;

import java.time.Duration;

/**
 * When a solver's process is killed. Neither is counted, so whoever meets them has no result that is the same next time.
 *
 * @param patience for one question
 * @param megabytes that a process may take
 */
public record Limits(Duration patience, int megabytes) {
    public static final Limits DEFAULT = new Limits(Duration.ofMinutes(3), 2048);

    public Limits {
        if (patience.isNegative() || patience.isZero() || megabytes < 1) {
            throw new IllegalArgumentException("a limit that nothing keeps: " + patience + ", " + megabytes + " MB");
        }
    }
}
