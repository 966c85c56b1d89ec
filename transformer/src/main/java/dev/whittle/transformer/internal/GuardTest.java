package dev.whittle.transformer.internal;

import java.util.SortedSet;
import java.util.TreeSet;

/** What is asked before a folded read; where the answer is no, the method is left. */
public sealed interface GuardTest {
    /** Whether no object ever had another value. */
    record OfProgram(String key) implements GuardTest {}

    /**
     * Whether one object has the values: whether its marks are just those.
     *
     * @param type internal name of the class that declares the facts, whose mark is read
     * @param slot local that holds the object
     * @param mayBeNull whether the local may hold null, which is asked first
     * @param marks at least one bit
     * @param keys of the facts that they stand for
     */
    record OfObject(String type, int slot, boolean mayBeNull, int marks, SortedSet<String> keys) implements GuardTest {
        public OfObject {
            keys = new TreeSet<>(keys);
        }
    }
}
