package dev.whittle.runtime;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A fact's guard broke. Only {@link ColdEvents} may use this class, where a recorder was started. */
@Name("dev.whittle.GuardFailed")
@Label("Fact Guard Failed")
@Category("Whittle")
final class GuardFailedEvent extends Event {
    @Label("Build")
    String build = "";

    @Label("Fact")
    String fact = "";

    @Label("Expected Value")
    String expected = "";

    @Label("Written Value")
    String actual = "";

    @Label("Writing Class")
    String writer = "";

    /** The event's stack trace shows the method that wrote. */
    static void commit(String build, String fact, String expected, String actual, String writer) {
        GuardFailedEvent event = new GuardFailedEvent();
        event.build = build;
        event.fact = fact;
        event.expected = expected;
        event.actual = actual;
        event.writer = writer;
        event.commit();
    }
}
