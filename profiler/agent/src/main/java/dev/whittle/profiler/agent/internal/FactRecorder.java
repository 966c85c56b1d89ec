package dev.whittle.profiler.agent.internal;

import dev.whittle.model.FactValue;
import dev.whittle.model.Profile.FactObservation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values written to fact fields, and passed for parameters that are facts. Thread-safe. */
final class FactRecorder {
    /** Distinct values kept of a field: a field with more is no fact, and the rest is counted together. */
    private static final int MOST_VALUES = 64;

    /** The same of a parameter, whose values are seen at each call. */
    private static final int MOST_VALUES_OF_PARAMETER = 4;

    private static final FactValue REST = new FactValue.Other("more values");

    private final Map<String, Integer> numbers = new HashMap<>();
    private volatile Site[] sites = {};

    private static final class Site {
        final String key;
        final int mostValues;
        final Map<FactValue, Long> counts = new HashMap<>();
        volatile @Nullable First first;

        Site(String key, int mostValues) {
            this.key = key;
            this.mostValues = mostValues;
        }
    }

    /**
     * The value that came first, which is often the only one: it is counted without a lock. Racing threads may lose each other's
     * counts; no other value is ever taken for it.
     */
    private static final class First {
        final Object raw;
        final FactValue value;
        long more;

        First(Object raw, FactValue value) {
            this.raw = raw;
            this.value = value;
        }

        /** Only numbers are compared by content: equality of others is the program's code. */
        boolean is(@Nullable Object other) {
            return other == raw || isBox(raw) && raw.equals(other);
        }
    }

    /** @param key of a field */
    int number(String key) {
        return number(key, MOST_VALUES);
    }

    /** @param key {@code owner.name+descriptor#index} */
    int parameter(String key) {
        return number(key, MOST_VALUES_OF_PARAMETER);
    }

    private synchronized int number(String key, int mostValues) {
        Integer known = numbers.putIfAbsent(key, sites.length);
        if (known != null) {
            return known;
        }
        Site[] more = Arrays.copyOf(sites, sites.length + 1);
        more[sites.length] = new Site(key, mostValues);
        sites = more;
        return more.length - 1;
    }

    /** Called by probes, just before the value is stored; must not throw into the program, nor run its code. */
    void record(@Nullable Object value, int number) {
        Site site = sites[number];
        First first = site.first;
        if (first != null && first.is(value)) {
            first.more++;
            return;
        }
        FactValue seen = valueOf(value);
        synchronized (this) {
            Map<FactValue, Long> counts = site.counts;
            FactValue kept = counts.size() < site.mostValues || counts.containsKey(seen) ? seen : REST;
            counts.merge(kept, 1L, Long::sum);
            // Numbers and constants only: the recorder must not keep an object of the program alive.
            if (value != null && site.first == null && (isBox(value) || value instanceof Enum)) {
                site.first = new First(value, seen);
            }
        }
    }

    private static boolean isBox(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Float || value instanceof Double;
    }

    private static FactValue valueOf(@Nullable Object value) {
        if (value == null) {
            return new FactValue.OfNull();
        }
        if (value instanceof Integer number) {
            return new FactValue.OfInt(number);
        }
        if (value instanceof Long number) {
            return new FactValue.OfLong(number);
        }
        if (value instanceof Enum<?> constant) {
            return new FactValue.OfEnum(constant.name());
        }
        if (value instanceof Float || value instanceof Double) {
            return new FactValue.Other(value.toString());
        }
        return new FactValue.Other(value.getClass().getName());
    }

    synchronized SortedMap<String, List<FactObservation>> observed() {
        SortedMap<String, List<FactObservation>> result = new TreeMap<>();
        for (Site site : sites) {
            List<FactObservation> seen = new ArrayList<>();
            First first = site.first;
            site.counts.forEach((value, count) -> seen.add(new FactObservation(
                    value, first != null && value.equals(first.value) ? count + first.more : count)));
            if (!seen.isEmpty()) {
                result.put(site.key, seen);
            }
        }
        return result;
    }
}
