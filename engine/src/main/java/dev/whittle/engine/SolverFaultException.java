package dev.whittle.engine;

import dev.whittle.model.MethodId;
import java.util.Map;
import java.util.SortedMap;

/**
 * A solver was killed, failed, is missing, or does not agree with the other one. Another run might decide otherwise, so nothing is written:
 * equal input gives equal output or none.
 */
public final class SolverFaultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param faults by method, at least one */
    public SolverFaultException(SortedMap<MethodId, String> faults) {
        super(message(faults));
    }

    private static String message(SortedMap<MethodId, String> faults) {
        Map.Entry<MethodId, String> first = faults.entrySet().iterator().next();
        return "Nothing was written, as a solver failed in the proof of " + first.getKey() + ": " + first.getValue()
                + (faults.size() > 1 ? " (and in " + (faults.size() - 1) + " more)" : "")
                + "; run it again, with more patience, or without what is missing.";
    }
}
