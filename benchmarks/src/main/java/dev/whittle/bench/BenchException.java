package dev.whittle.bench;

/** Something that a person has to know: its message is the sentence that is shown. */
final class BenchException extends RuntimeException {
    private final int exitCode;

    private BenchException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What was asked for cannot be done. */
    static BenchException usage(String message) {
        return new BenchException(2, message);
    }

    /** The two variants differ. */
    static BenchException mismatch(String message) {
        return new BenchException(1, message);
    }

    /** Something that this program or the tool did went wrong. */
    static BenchException fault(String message) {
        return new BenchException(3, message);
    }

    int exitCode() {
        return exitCode;
    }
}
