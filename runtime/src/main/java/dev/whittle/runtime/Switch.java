package dev.whittle.runtime;

import org.jspecify.annotations.Nullable;

/** The off switch: {@code -Dwhittle.off=true} runs a whittled program entirely on its original code. */
public final class Switch {
    /** True if the program runs on its original code. A static final, so that compiled code has no test of it. */
    public static final boolean OFF = "true".equalsIgnoreCase(property("whittle.off"));

    /** Where to write what the profile had not seen, or null. Off, all that is run is original code, and nothing is learned from it. */
    static final @Nullable LearnedFile LEARNED = LearnedFile.open(OFF ? "" : property("whittle.learn"));

    /** What may come back, or null for everything. Off, all that is run is original code. */
    static final @Nullable Tripwires TRIPWIRES = Tripwires.of(OFF ? "" : property("whittle.policy"));

    static {
        // Each whittled method tests OFF, so a program that never leaves its hot code has its report, too.
        String report = property("whittle.report");
        if (!report.isEmpty()) {
            ColdEvents.reportAtExit(report);
        }
        if ("true".equalsIgnoreCase(property("whittle.jmx"))) {
            registerBean();
        }
        if (!OFF && "true".equalsIgnoreCase(property("whittle.rehearse"))) {
            Rehearsal.run();
        }
    }

    private Switch() {}

    private static void registerBean() {
        try {
            ColdCodeBean.register();
        } catch (LinkageError e) {
            // The module java.management is optional: a runtime image may lack it.
            System.err.println("whittle: there is no bean dev.whittle:type=ColdCode (" + e + ")");
        }
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
