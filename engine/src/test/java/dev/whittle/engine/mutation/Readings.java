package dev.whittle.engine.mutation;

import java.util.Map;

/** Mutants that a person read, and why they do the same. */
final class Readings {
    private static final String NEVER_LEAVES =
            "the exit lies behind the first test of a loop's counter, which passes: ";

    private static final String NEVER_REACHED =
            "the loop is cold, and behind it the sum that is compared with 0 is still 0";

    private static final Map<String, String> READ = Map.ofEntries(
            Map.entry(
                    "dev.whittle.demo.trace.EventReader.number()I fragment has the body of another",
                    NEVER_LEAVES + "0 >= 35"),
            Map.entry("dev.whittle.demo.nic.Setup.filters([II)V store to another local", NEVER_LEAVES + "1 >= 16"),
            Map.entry(
                    "dev.whittle.demo.nic.Phy.acquire()V another condition",
                    "the counter is 0 where it is compared with 1000, and the next round is cold"),
            Map.entry(
                    "dev.whittle.demo.nic.RxFrames.count(I)V statement lost",
                    "a field is read for its null check alone, and the same local was dereferenced before"),
            Map.entry(
                    "dev.whittle.demo.nic.RxFrames.wellFormed([BII)Z exit to another point of the method",
                    "the exit goes back to the entry over one test of a parameter, which has no effect"),
            Map.entry(
                    "app.Sums.loop([III)I wrong field at 32",
                    "one round alone is hot, and 0 minus a number that is not negative is never above 1000"),
            Map.entry(
                    "app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I line moved at 2",
                    "a load, a test of the type String and a jump cannot throw, so no trace shows their line"),
            Map.entry("app.Sums.nested(II)I wrong constant at 11 of a fragment", NEVER_REACHED),
            Map.entry("app.Sums.nested(II)I fragment's parameters swapped at 2 of a fragment", NEVER_REACHED),
            Map.entry("app.Sums.nested(II)I exit into another method at 25", NEVER_REACHED));

    private Readings() {}

    /** Returns why, or an empty string if nobody read it. */
    static String of(Mutant mutant) {
        return READ.getOrDefault(key(mutant), "");
    }

    /** What a reading is of: one method, one kind, one place. */
    static String key(Mutant mutant) {
        return mutant.draft().certificate.method() + " " + mutant.kind().name() + " at "
                + Excuse.change(mutant).from() + (mutant.inFragment() ? " of a fragment" : "");
    }
}
