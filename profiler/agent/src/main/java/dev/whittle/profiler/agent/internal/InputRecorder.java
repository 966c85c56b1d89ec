package dev.whittle.profiler.agent.internal;

import dev.whittle.model.MethodId;
import dev.whittle.model.RecordedInput;
import dev.whittle.model.RecordedInput.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** The first few different arguments of each method. Thread-safe; runs no code of the program. */
final class InputRecorder {
    private static final int LONGEST_TEXT = 256;
    private static final int MOST_BYTES = 2048;

    private final int most;
    private final List<Site> sites = new ArrayList<>();
    private final Map<MethodId, Integer> numbers = new HashMap<>();

    private static final class Site {
        final MethodId method;
        final Type[] types;
        final Set<RecordedInput> seen = new LinkedHashSet<>();
        volatile boolean full;

        Site(MethodId method) {
            this.method = method;
            this.types = Type.getArgumentTypes(method.descriptor());
        }
    }

    /** @param most different calls to keep of a method; 0 to record none */
    InputRecorder(int most) {
        this.most = most;
    }

    boolean isOff() {
        return most == 0;
    }

    synchronized int number(MethodId method) {
        Integer known = numbers.putIfAbsent(method, sites.size());
        if (known != null) {
            return known;
        }
        sites.add(new Site(method));
        return sites.size() - 1;
    }

    /** Called by probes at the first entries of a method, with one object a parameter; must not throw into the program. */
    void record(Object arguments, int number) {
        Site site = site(number);
        if (site.full) {
            return;
        }
        Object[] given = (Object[]) arguments;
        List<Value> values = new ArrayList<>(given.length);
        for (int i = 0; i < given.length; i++) {
            values.add(valueOf(site.types[i], given[i]));
        }
        synchronized (site) {
            if (site.seen.size() < most) {
                site.seen.add(new RecordedInput(values));
            }
            site.full = site.seen.size() >= most;
        }
    }

    private synchronized Site site(int number) {
        return sites.get(number);
    }

    private static Value valueOf(Type type, @Nullable Object value) {
        if (value == null) {
            return new Value.OfNull();
        }
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> new Value.OfInt((Integer) value);
            case Type.LONG -> new Value.OfLong((Long) value);
            case Type.FLOAT -> new Value.OfFloat((Float) value);
            case Type.DOUBLE -> new Value.OfDouble((Double) value);
            default -> reference(value);
        };
    }

    private static Value reference(Object value) {
        if (value instanceof String text && text.length() <= LONGEST_TEXT) {
            return new Value.OfText(text);
        }
        if (value instanceof byte[] bytes && bytes.length <= MOST_BYTES) {
            List<Byte> copy = new ArrayList<>(bytes.length);
            for (byte b : bytes) {
                copy.add(b);
            }
            return new Value.OfBytes(copy);
        }
        return new Value.Opaque(value.getClass().getName());
    }

    synchronized SortedMap<MethodId, List<RecordedInput>> observed() {
        SortedMap<MethodId, List<RecordedInput>> result = new TreeMap<>();
        for (Site site : sites) {
            synchronized (site) {
                if (!site.seen.isEmpty()) {
                    result.put(site.method, List.copyOf(site.seen));
                }
            }
        }
        return result;
    }
}
