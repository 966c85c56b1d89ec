package dev.whittle.bench;

import java.util.Locale;

/**
 * What a tool made of a jar.
 *
 * @param target name of the jar
 * @param tool what made it
 * @param before the jar as it was
 * @param hot what is left of its classes in it
 * @param added class files that the tool put in besides: Whittle's runtime
 * @param beside what lies in a jar beside it
 * @param store bytes of its cold store
 * @param ran how the tool ran
 * @param verifying seconds of that in which it proved what it did
 * @param small whether the program that was recorded, or the small one of the rivals, printed the same
 * @param other whether the program that uses another part of the jar did
 */
record SizeRow(
        String target,
        Shrinker tool,
        JarSize before,
        JarSize hot,
        JarSize added,
        JarSize beside,
        long store,
        Watched ran,
        double verifying,
        boolean small,
        boolean other) {
    static final double CODE = 0.75;
    static final double CLASSES = 0.60;
    static final double STORE = 0.30;

    /** False if the tool gave no jar. */
    boolean made() {
        return ran.exit() == 0;
    }

    /** Share of the bytecode that left the jar. */
    double code() {
        return 1 - (double) hot.codeBytes() / before.codeBytes();
    }

    /** Share of the bytes of class files that left the jar. */
    double classes() {
        return 1 - (double) hot.classBytes() / before.classBytes();
    }

    /** The store, as a share of the bytes of class files that left. */
    double storeShare() {
        return (double) store / (before.classBytes() - hot.classBytes());
    }

    /** The store and the jar beside, as a share of the same. */
    double keptShare() {
        return (double) (store + beside.jarBytes()) / (before.classBytes() - hot.classBytes());
    }

    /** Seconds without those of proofs. */
    double apart() {
        return ran.seconds() - verifying;
    }

    /** Returns the seconds in which it verified, as {@code --times} says, 0 if it says nothing. */
    static double verifying(String said) {
        for (String line : said.split("\n")) {
            if (line.startsWith("times: ")) {
                for (String stage : line.substring("times: ".length()).split(", ")) {
                    if (stage.startsWith("verify ")) {
                        return Double.parseDouble(stage.replaceAll("verify (.*) s", "$1"));
                    }
                }
            }
        }
        return 0;
    }

    String outcome() {
        if (ran.exit() == Watched.TIMED_OUT) {
            return "not ended";
        }
        if (!made()) {
            return String.format(Locale.ROOT, "failed, exit code %d", ran.exit());
        }
        return small && other ? "both" : small ? "the first" : other ? "the other" : "neither";
    }
}
