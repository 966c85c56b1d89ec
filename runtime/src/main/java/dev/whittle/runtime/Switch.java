package dev.whittle.runtime;

import org.jspecify.annotations.Nullable;

/** The off switch: {@code -Dwhittle.off=true} runs a whittled program entirely on its original code. */
public final class Switch {
    /** True if the program runs on its original code. A static final, so that compiled code has no test of it. */
    public static final boolean OFF = "true".equalsIgnoreCase(property("whittle.off"));

    /** Where to write what the profile had not seen, or null. Off, all that is run is original code, and nothing is learned from it. */
    static final @Nullable LearnedFile LEARNED = learned(OFF ? "" : property("whittle.learn"));

    /** What may come back, or null for everything. Off, all that is run is original code. */
    static final @Nullable Tripwires TRIPWIRES = tripwires(OFF ? "" : property("whittle.policy"));

    static {
        // Each whittled method tests OFF, so a program that never leaves its hot code has its report, too.
        String report = property("whittle.report");
        try {
            if (!report.isEmpty()) {
                ColdEvents.reportAtExit(report);
            }
        } catch (Throwable e) {
            // The program is ending already, or has no memory or stack left.
            say("no report " + report, e);
        }
        try {
            if ("true".equalsIgnoreCase(property("whittle.jmx"))) {
                ColdCodeBean.register();
            }
        } catch (Throwable e) {
            // The module java.management is optional: a runtime image may lack it.
            say("no bean dev.whittle:type=ColdCode", e);
        }
        if (!OFF && "true".equalsIgnoreCase(property("whittle.rehearse"))) {
            Rehearsal.run();
        }
    }

    private Switch() {}

    /** Where there is none, its class is not loaded either: this is on the way of each start. */
    private static @Nullable LearnedFile learned(String file) {
        return file.isEmpty() ? null : LearnedFile.open(file);
    }

    private static @Nullable Tripwires tripwires(String file) {
        return file.isEmpty() ? null : Tripwires.of(file);
    }

    private static void say(String what, Throwable why) {
        System.err.println("whittle: there is " + what + " (" + why + ")");
    }

    /** Returns a property, or the empty text. */
    private static String property(String name) {
        try {
            return System.getProperty(name, "");
        } catch (SecurityException e) {
            // A failure here would fail every whittled method.
            return "";
        }
    }
}
