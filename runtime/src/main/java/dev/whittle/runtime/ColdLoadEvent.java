package dev.whittle.runtime;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A fragment came back. Only {@link ColdEvents} may use this class, since the module jdk.jfr may be absent. */
@Name("dev.whittle.ColdLoad")
@Label("Cold Code Load")
@Category("Whittle")
final class ColdLoadEvent extends Event {
    @Label("Build")
    String build = "";

    @Label("Fragment")
    String fragment = "";

    /** The method that it continues, and where. */
    @Label("Origin")
    String origin = "";

    /** Records a load if a recorder was ever started; its machinery is too heavy to start it for this. */
    static void commit(String build, String fragment, String origin) {
        if (FlightRecorder.isInitialized()) {
            ColdLoadEvent event = new ColdLoadEvent();
            event.build = build;
            event.fragment = fragment;
            event.origin = origin;
            event.commit();
        }
    }
}
