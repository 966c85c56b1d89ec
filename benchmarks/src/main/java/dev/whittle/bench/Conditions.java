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
 * @param loadAfter the same when all was measured; above about 1.5 something else ran besides the suite
 * @param quick whether the iterations were short, so that the figures say little
 */
record Conditions(
        Instant date, long minutes, List<Jdk> jdks, String machine, double load, double loadAfter, boolean quick) {
    private static final double IDLE = 0.5;
    private static final double OURS = 1.5;

    Conditions {
        jdks = List.copyOf(jdks);
    }

    static Conditions now(List<Jdk> jdks, boolean quick) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        String machine =
                system.getName() + " " + system.getArch() + ", " + system.getAvailableProcessors() + " processors";
        double load = system.getSystemLoadAverage();
        return new Conditions(Instant.now().truncatedTo(ChronoUnit.SECONDS), 0, jdks, machine, load, load, quick);
    }

    Conditions ended() {
        double now = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Conditions(date, ChronoUnit.MINUTES.between(date, Instant.now()), jdks, machine, load, now, quick);
    }

    /** Whether something else ran when it began or ended. */
    boolean shared() {
        return load > IDLE || loadAfter > OURS;
    }
}
