package dev.whittle.profiler.agent;

/** What a JMX console sees of the agent, as {@code dev.whittle:type=Profiler}. */
public interface ProfilerMXBean {
    /** Returns the profile's path, absolute. */
    String getOutput();

    /** Returns how many class files have been seen so far. */
    int getClasses();

    /** Returns when the profile was last written, in ISO-8601 and UTC; empty before it was. */
    String getLastWrite();

    /** Writes the profile now; throws if it cannot be written. */
    void dump();
}
