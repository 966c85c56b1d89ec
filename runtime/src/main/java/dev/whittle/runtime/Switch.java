package dev.whittle.runtime;

/** The off switch: {@code -Dwhittle.off=true} runs a whittled program entirely on its original code. */
public final class Switch {
    /** True if the program runs on its original code. A static final, so that compiled code has no test of it. */
    public static final boolean OFF = "true".equalsIgnoreCase(property("whittle.off"));

    static {
        // Each whittled method tests OFF, so a program that never leaves its hot code has its report, too.
        String report = property("whittle.report");
        if (!report.isEmpty()) {
            ColdEvents.reportAtExit(report);
        }
    }

    private Switch() {}

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
