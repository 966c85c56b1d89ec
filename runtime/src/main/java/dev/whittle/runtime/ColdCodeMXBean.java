package dev.whittle.runtime;

import java.util.List;

/** What came back so far, for {@code -Dwhittle.jmx=true}: the bean {@code dev.whittle:type=ColdCode}. */
public interface ColdCodeMXBean {
    /** Returns the number of fragments that came back. */
    int getLoads();

    /** Returns what came back, as {@code Class.method, fragment 12}, in order. */
    List<String> getLoaded();

    /** Returns how many cold loads a policy reported; one that is linked at several places counts at each. */
    int getReported();

    /** Returns how many cold loads a policy denied: when the exit was linked, and at each call since. */
    int getDenied();

    /** Returns the facts, as {@code owner.field}, whose guards a write broke. */
    List<String> getInvalidatedFacts();
}
