package dev.whittle.engine.mutation;

import java.util.Map;

/** Mutants that a person read, and why they do the same. */
final class Readings {
    private static final String NEVER_LEAVES =
            "the exit lies behind the first test of a loop's counter, which passes: ";

    private static final Map<String, String> READ = Map.of(
            "dev.whittle.demo.trace.EventReader.number()I fragment has the body of another",
            NEVER_LEAVES + "0 >= 35",
            "dev.whittle.demo.nic.Setup.filters([II)V store to another local",
            NEVER_LEAVES + "1 >= 16",
            "dev.whittle.demo.nic.Phy.acquire()V another condition",
            "the counter is 0 where it is compared with 1000, and the next round is cold",
            "dev.whittle.demo.nic.RxFrames.count(I)V statement lost",
            "a field is read for its null check alone, and the same local was dereferenced before",
            "dev.whittle.demo.nic.RxFrames.wellFormed([BII)Z exit to another point of the method",
            "the exit goes back to the entry over one test of a parameter, which has no effect",
            "app.Sums.loop([III)I wrong field at 32",
            "one round alone is hot, and 0 minus a number that is not negative is never above 1000",
            "app.Gate.cast(Ljava/lang/Object;Ljava/lang/Object;)I line moved at 2",
            "a load, a test of the type String and a jump cannot throw, so no trace shows their line");

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
