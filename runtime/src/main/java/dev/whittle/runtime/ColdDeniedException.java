package dev.whittle.runtime;

/** Cold code that a policy does not let come back. The message is a sentence with the code, the facts, and the line of the policy. */
public final class ColdDeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fragment;
    private final String rule;

    /**
     * @param fragment {@code Class.method, fragment 12}
     * @param rule the line that denies it
     */
    ColdDeniedException(String fragment, String rule, String message) {
        super(message);
        this.fragment = fragment;
        this.rule = rule;
    }

    /** Returns what was denied, as {@code Class.method, fragment 12}. */
    public String fragment() {
        return fragment;
    }

    /** Returns the line of the policy that denies it. */
    public String rule() {
        return rule;
    }
}
