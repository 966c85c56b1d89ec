package dev.whittle.profiler.agent.internal;

import dev.whittle.model.Profile.ReceiverCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Classes of receivers at call sites. The first class of a site is counted by the bridge itself, the next seven here. Thread-safe;
 * counts may lose increments of racing threads, for they only rank classes. Holds on to the classes it has seen.
 */
final class ReceiverRecorder {
    /** Stands for all classes of a site beyond those that are told apart; no class has this name. */
    static final String OTHERS = "*";

    private static final int MORE_TYPES = 7;

    private final Bridge bridge;
    private final List<Site> sites = new ArrayList<>();

    private static final class Site {
        final int classId;
        final int method;
        final int ordinal;
        final Class<?>[] types = new Class<?>[MORE_TYPES];
        final long[] counts = new long[MORE_TYPES + 1];

        Site(int classId, int method, int ordinal) {
            this.classId = classId;
            this.method = method;
            this.ordinal = ordinal;
        }
    }

    ReceiverRecorder(Bridge bridge) {
        this.bridge = bridge;
    }

    /**
     * Returns the number of a new site, or -1 when there are too many: those go without.
     *
     * @param method index of the method's first counter
     */
    synchronized int number(int classId, int method, int ordinal) {
        if (sites.size() == Bridge.SITES) {
            return -1;
        }
        sites.add(new Site(classId, method, ordinal));
        return sites.size() - 1;
    }

    /** Called by the bridge when a receiver is not of the site's first class; runs no code of the program. */
    synchronized void record(Object receiver, int number) {
        Class<?> type = receiver.getClass();
        if (bridge.claimFirst(number, type)) {
            return;
        }
        Site site = sites.get(number);
        int at = 0;
        while (at < MORE_TYPES && site.types[at] != null && site.types[at] != type) {
            at++;
        }
        if (at < MORE_TYPES) {
            site.types[at] = type;
        }
        site.counts[at]++;
    }

    /** Returns what was seen, by class number and then by the index of the method's first counter. */
    synchronized Map<Integer, Map<Integer, List<ReceiverCount>>> observed() {
        Map<Integer, Map<Integer, List<ReceiverCount>>> result = new TreeMap<>();
        for (int i = 0; i < sites.size(); i++) {
            Class<?> first = bridge.firstType(i);
            if (first != null) {
                Site site = sites.get(i);
                List<ReceiverCount> counts = result.computeIfAbsent(site.classId, c -> new TreeMap<>())
                        .computeIfAbsent(site.method, m -> new ArrayList<>());
                counts.add(new ReceiverCount(site.ordinal, name(first), bridge.firstCount(i)));
                for (int k = 0; k < MORE_TYPES && site.types[k] != null; k++) {
                    counts.add(new ReceiverCount(site.ordinal, name(site.types[k]), site.counts[k]));
                }
                if (site.counts[MORE_TYPES] > 0) {
                    counts.add(new ReceiverCount(site.ordinal, OTHERS, site.counts[MORE_TYPES]));
                }
            }
        }
        return result;
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }
}
