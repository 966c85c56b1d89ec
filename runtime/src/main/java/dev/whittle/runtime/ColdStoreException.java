package dev.whittle.runtime;

/**
 * Cold code that cannot be brought back. The message is a sentence with the fragment, the store, the place and the mend; the failure is
 * not remembered, so that a store put back makes the next call work.
 */
public final class ColdStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String build;
    private final String fragment;
    private final String place;

    /**
     * @param build id of the whittled build
     * @param fragment {@code Class.method, fragment 12}, or what is known of it
     * @param place store and position in it
     */
    @SuppressWarnings("this-escape")
    ColdStoreException(
            String build,
            String fragment,
            String place,
            String message,
            @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.build = build;
        this.fragment = fragment;
        this.place = place;
    }

    public String build() {
        return build;
    }

    public String fragment() {
        return fragment;
    }

    public String place() {
        return place;
    }
}
