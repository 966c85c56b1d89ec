package dev.whittle.runtime;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A fragment came back. Only {@link ColdEvents} may use this class, where a recorder was started. */
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

    /** Of which one may not hold; empty if the recorded run just never needed it. */
    @Label("Facts")
    String facts = "";

    static void commit(String build, String fragment, String origin, String facts) {
        ColdLoadEvent event = new ColdLoadEvent();
        event.build = build;
        event.fragment = fragment;
        event.origin = origin;
        event.facts = facts;
        event.commit();
    }
}
