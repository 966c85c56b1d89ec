package dev.whittle.bench;

import java.util.List;

/** What the JVM does with bytecode. */
enum Mode {
    /** As JVMs run by default: the interpreter, then C1, then C2. */
    C2("default tiered (C2)", ""),
    /** The first compiler alone. */
    C1("C1 only", "-XX:TieredStopAtLevel=1"),
    /** No compiler. */
    INTERPRETER("interpreter", "-Xint");

    private final String title;
    private final String option;

    Mode(String title, String option) {
        this.title = title;
        this.option = option;
    }

    String title() {
        return title;
    }

    /** Options of the JVM. */
    List<String> options() {
        return option.isEmpty() ? List.of() : List.of(option);
    }
}
