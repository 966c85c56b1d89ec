package dev.whittle.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What it was measured on.
 *
 * @param date when it began, in UTC
 * @param minutes how long it took
 * @param jdks the JVMs
 * @param machine operating system, architecture and processors
 * @param load load average of the machine before anything was measured; above about 0.5 something else ran besides
 * @param quick whether the iterations were short, so that the figures say little
 */
record Conditions(Instant date, long minutes, List<Jdk> jdks, String machine, double load, boolean quick) {
    private static final double IDLE = 0.5;

    Conditions {
        jdks = List.copyOf(jdks);
    }

    static Conditions now(List<Jdk> jdks, boolean quick) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        String machine =
                system.getName() + " " + system.getArch() + ", " + system.getAvailableProcessors() + " processors";
        return new Conditions(
                Instant.now().truncatedTo(ChronoUnit.SECONDS), 0, jdks, machine, system.getSystemLoadAverage(), quick);
    }

    Conditions ended() {
        return new Conditions(date, ChronoUnit.MINUTES.between(date, Instant.now()), jdks, machine, load, quick);
    }

    /** Whether something else ran when it began. */
    boolean shared() {
        return load > IDLE;
    }
}
