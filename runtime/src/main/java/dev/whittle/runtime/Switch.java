package dev.whittle.runtime;

/** The off switch: {@code -Dwhittle.off=true} runs a whittled program entirely on its original code. */
public final class Switch {
    /** True if the program runs on its original code. A static final, so that compiled code has no test of it. */
    public static final boolean OFF = Boolean.getBoolean("whittle.off");

    private Switch() {}
}
