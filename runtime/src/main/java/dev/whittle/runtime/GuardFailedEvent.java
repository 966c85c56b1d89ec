package dev.whittle.runtime;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A fact's guard broke. Only {@link ColdEvents} may use this class, since the module jdk.jfr may be absent. */
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

    /** Records it if a recorder was ever started; the event's stack trace shows the method that wrote. */
    static void commit(String build, String fact, String expected, String actual, String writer) {
        if (FlightRecorder.isInitialized()) {
            GuardFailedEvent event = new GuardFailedEvent();
            event.build = build;
            event.fact = fact;
            event.expected = expected;
            event.actual = actual;
            event.writer = writer;
            event.commit();
        }
    }
}
