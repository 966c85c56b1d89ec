package dev.whittle.demo.trace;

/** The kinds of events in a trace; the code is the byte that stands for it in the file. */
enum EventKind {
    CONFIG_READ(1, "configuration read"),
    CONFIG_WRITE(2, "configuration write"),
    REGISTER_READ(3, "register read"),
    REGISTER_WRITE(4, "register write"),
    MEMORY_READ(5, "memory read"),
    MEMORY_WRITE(6, "memory write"),
    INTERRUPT(7, "wait for an interrupt"),
    PAUSE(8, "pause"),
    INJECT(9, "frame towards the device"),
    COLLECT(10, "frame from the device");

    final int code;
    final String text;

    EventKind(int code, String text) {
        this.code = code;
        this.text = text;
    }

    static EventKind ofCode(int code) {
        if (code < 1 || code > values().length) {
            throw new TraceException(
                    "The trace has an event of the unknown kind " + code + ": it is damaged, record it again.");
        }
        return values()[code - 1];
    }
}
