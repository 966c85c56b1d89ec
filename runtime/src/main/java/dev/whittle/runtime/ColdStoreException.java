package dev.whittle.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Cold code that cannot be brought back. The message is a sentence with the fragment, the store, the place and the mend; the failure is
 * not remembered, so that a store put back makes the next call work.
 */
public sealed class ColdStoreException extends RuntimeException permits ColdCodeDroppedException {
    private static final long serialVersionUID = 1L;

    private final String build;
    private final String fragment;
    private final String place;

    /**
     * @param build id of the whittled build
     * @param fragment {@code Class.method, fragment 12}, or what is known of it
     * @param place store and position in it
     */
    ColdStoreException(String build, String fragment, String place, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.build = build;
        this.fragment = fragment;
        this.place = place;
    }

    /** Returns the id of the build whose store was looked for. */
    public String build() {
        return build;
    }

    /** Returns what was missed, as {@code Class.method, fragment 12}. */
    public String fragment() {
        return fragment;
    }

    /** Returns where it was looked for: a URL, a file, or the resource that is missing. */
    public String place() {
        return place;
    }
}
