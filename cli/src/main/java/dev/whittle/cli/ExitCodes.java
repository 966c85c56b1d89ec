package dev.whittle.cli;

/** What a command's end tells a script. */
final class ExitCodes {
    static final int DONE = 0;
    static final int CHECK_SAID_NO = 1;
    static final int BAD_INPUT = 2;
    static final int FAULT = 3;

    private ExitCodes() {}
}
