package dev.whittle.runtime;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Applies a policy ({@code -Dwhittle.policy=FILE}) to each cold load before it happens. A policy that cannot be used denies everything: what it
 * was to deny is not known. Thread-safe; holds no lock, as logging is user code that may fall into cold code itself.
 */
final class Tripwires {
    /** Places that are told; each once. */
    private static final int MOST = 4096;

    private final String file;
    private final Policy policy;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reported = new AtomicInteger();
    private final AtomicInteger denied = new AtomicInteger();

    private Tripwires(String file, Policy policy) {
        this.file = file;
        this.policy = policy;
    }

    /** Returns those of a policy. */
    static Tripwires of(String file) {
        try {
            return new Tripwires(file, Policy.read(file));
        } catch (IOException | RuntimeException e) {
            String why = "it cannot be used (" + (e instanceof IOException ? e.getMessage() : e.toString()) + ")";
            System.err.println(
                    "whittle: no cold code may come back, since the policy is not known: " + file + ": " + why);
            return new Tripwires(file, Policy.denying(why));
        }
    }

    int reported() {
        return reported.get();
    }

    int denied() {
        return denied.get();
    }

    /**
     * Cold code is about to come back.
     *
     * @param fragment for people
     * @param hot name of the class that would be left
     * @throws ColdDeniedException if it may not; nothing was loaded
     */
    void admit(String fragment, String hot, String method, Origin origin) {
        Policy.Rule rule = policy.deciding(hot, method, origin.facts());
        if (rule == null || rule.action() == Policy.Action.ALLOW) {
            return;
        }
        boolean denies = rule.action() == Policy.Action.DENY;
        (denies ? denied : reported).incrementAndGet();
        String what = "Cold code " + (denies ? "may not come back" : "came back") + ": " + fragment + " ("
                + origin.place() + ")" + why(origin) + ", by " + file + ", " + rule.text();
        if (told.size() < MOST && told.add(fragment + ' ' + origin.place())) {
            log(what);
        }
        if (denies) {
            throw new ColdDeniedException(
                    fragment, rule.text(), what + ". Change the policy, or what makes the program need it.");
        }
    }

    private static String why(Origin origin) {
        return origin.facts().isEmpty()
                ? ", which the recorded run never needed"
                : ", as one of these facts may not hold: " + String.join(", ", origin.facts());
    }

    private static void log(String what) {
        try {
            System.getLogger("dev.whittle").log(System.Logger.Level.WARNING, what);
        } catch (RuntimeException | LinkageError e) {
            // A log that fails is no reason for the program to.
            System.err.println("whittle: " + what);
        }
    }
}
