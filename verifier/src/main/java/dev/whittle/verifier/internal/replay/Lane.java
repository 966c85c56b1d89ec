package dev.whittle.verifier.internal.replay;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pair of sandboxes that run the same inputs one after the other, so that what one call leaves in static fields is there for the next,
 * on both sides alike. They are thrown away when they may differ otherwise.
 */
final class Lane {
    private static final int MAX_RUNS = 32;
    /** How often a lane that is to last is made anew, nevertheless, where both would only do what nobody looks for. */
    private static final int MAX_RENEWED = 100;

    private final String name;
    private final Version before;
    private final Version after;
    private final @Nullable Set<String> broken;
    private @Nullable Sandbox old;
    private @Nullable Sandbox now;
    private final boolean lasting;
    private int runs;
    private int renewed;

    /**
     * @param name how the whittled side is run, for people
     * @param broken facts whose guards may be broken in it, or null for any; a pair is thrown away once others broke
     * @param lasting true if it is not made anew every so often: what it finds is confirmed elsewhere, and who measures the code that runs
     *     has to see the same classes again
     */
    Lane(String name, Version before, Version after, @Nullable Set<String> broken, boolean lasting) {
        this.lasting = lasting;
        this.name = name;
        this.before = before;
        this.after = after;
        this.broken = broken;
    }

    String name() {
        return name;
    }

    /** A lane of the same kind in which nothing ran. */
    Lane fresh() {
        return new Lane(name, before, after, broken, false);
    }

    Sandbox original() {
        if (lasting ? othersBroke() : old == null || runs++ == MAX_RUNS || othersBroke()) {
            renew();
        }
        Sandbox made = old == null ? new Sandbox(before) : old;
        old = made;
        return made;
    }

    private boolean othersBroke() {
        return broken != null && now != null && !broken.containsAll(now.brokenGuards());
    }

    Sandbox whittled() {
        Sandbox made = now == null ? new Sandbox(after) : now;
        now = made;
        return made;
    }

    /** After a run that only one side made, or that was cut short. */
    void spoilt() {
        if (!lasting) {
            renew();
        }
    }

    void renew() {
        if (lasting && renewed++ >= MAX_RENEWED) {
            return;
        }
        old = null;
        now = null;
        runs = 0;
    }
}
