package dev.whittle.runtime;

import java.util.List;

/**
 * Cold code of a program that was whittled to be shipped without. The message is a sentence with the branch, the facts, the store and what to do.
 */
public final class ColdCodeDroppedException extends ColdStoreException {
    private static final long serialVersionUID = 1L;

    private final String branch;
    private final List<String> facts;

    ColdCodeDroppedException(String build, String fragment, String place, Origin origin) {
        super(
                build,
                fragment,
                place,
                fragment + " (" + origin.place() + ") was left out of this program"
                        + (origin.facts().isEmpty()
                                ? ", since the recorded run never needed it"
                                : ", since these facts were to hold: " + String.join(", ", origin.facts()))
                        + ". Give the store of build " + build
                        + " with -Dwhittle.store=FILE, or whittle the program with a"
                        + " run that needs it.",
                null);
        branch = origin.place();
        facts = List.copyOf(origin.facts());
    }

    /** Returns where the program was to go on: {@code name(descriptor) ordinal digest}. */
    public String branch() {
        return branch;
    }

    /** Returns the names of the facts of which one does not hold, perhaps; empty if the recorded run just never needed the code. */
    public List<String> facts() {
        return facts;
    }
}
