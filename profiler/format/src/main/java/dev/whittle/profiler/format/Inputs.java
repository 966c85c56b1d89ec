package dev.whittle.profiler.format;

import dev.whittle.model.MethodId;
import dev.whittle.model.RecordedInput;
import dev.whittle.model.RecordedInput.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The section of recorded arguments. Stateless. */
final class Inputs {
    /** Inputs of one method that a merged profile keeps: they are samples. */
    private static final int MOST_OF_METHOD = 64;

    private static final int NULL = 0;
    private static final int INT = 1;
    private static final int LONG = 2;
    private static final int FLOAT = 3;
    private static final int DOUBLE = 4;
    private static final int TEXT = 5;
    private static final int BYTES = 6;
    private static final int OPAQUE = 7;

    private Inputs() {}

    /** @param string writes a string */
    static void encode(SortedMap<MethodId, List<RecordedInput>> inputs, ByteSink out, Consumer<String> string) {
        out.number(inputs.size());
        inputs.forEach((method, seen) -> {
            string.accept(method.owner());
            string.accept(method.name());
            string.accept(method.descriptor());
            out.number(seen.size());
            for (RecordedInput input : seen) {
                out.number(input.arguments().size());
                input.arguments().forEach(value -> encode(value, out, string));
            }
        });
    }

    private static void encode(Value value, ByteSink out, Consumer<String> string) {
        if (value instanceof Value.OfInt v) {
            fixed(out, INT, v.value(), Integer.BYTES);
        } else if (value instanceof Value.OfLong v) {
            fixed(out, LONG, v.value(), Long.BYTES);
        } else if (value instanceof Value.OfFloat v) {
            fixed(out, FLOAT, Float.floatToRawIntBits(v.value()), Float.BYTES);
        } else if (value instanceof Value.OfDouble v) {
            fixed(out, DOUBLE, Double.doubleToRawLongBits(v.value()), Double.BYTES);
        } else if (value instanceof Value.OfText v) {
            out.oneByte(TEXT);
            string.accept(v.value());
        } else if (value instanceof Value.OfBytes v) {
            out.oneByte(BYTES);
            out.number(v.value().size());
            v.value().forEach(out::oneByte);
        } else if (value instanceof Value.Opaque v) {
            out.oneByte(OPAQUE);
            string.accept(v.className());
        } else {
            out.oneByte(NULL);
        }
    }

    private static void fixed(ByteSink out, int kind, long bits, int bytes) {
        out.oneByte(kind);
        for (int i = bytes - 1; i >= 0; i--) {
            out.oneByte((int) (bits >>> 8 * i) & 0xff);
        }
    }

    /** @param string reads a string */
    static SortedMap<MethodId, List<RecordedInput>> decode(ByteSource in, Supplier<String> string) {
        SortedMap<MethodId, List<RecordedInput>> result = new TreeMap<>();
        for (int left = in.count("methods with arguments"); left > 0; left--) {
            MethodId method = new MethodId(string.get(), string.get(), string.get());
            if (!result.isEmpty() && result.lastKey().compareTo(method) >= 0) {
                throw in.damage("its arguments are not in order at " + method);
            }
            String kinds = kinds(method.descriptor());
            List<RecordedInput> seen = new ArrayList<>();
            for (int calls = in.count("calls"); calls > 0; calls--) {
                seen.add(call(in, string, method, kinds));
            }
            result.put(method, seen);
        }
        return result;
    }

    private static RecordedInput call(ByteSource in, Supplier<String> string, MethodId method, String kinds) {
        int count = in.count("arguments");
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Value value = value(in, string);
            if (i >= kinds.length() || kind(value) != kinds.charAt(i)) {
                throw in.damage("argument " + i + " of " + method + " is of another type than the parameter");
            }
            values.add(value);
        }
        if (count != kinds.length()) {
            throw in.damage("a call of " + method + " has " + count + " arguments");
        }
        return new RecordedInput(values);
    }

    private static Value value(ByteSource in, Supplier<String> string) {
        int kind = in.oneByte();
        return switch (kind) {
            case NULL -> new Value.OfNull();
            case INT -> new Value.OfInt((int) fixed(in, Integer.BYTES));
            case LONG -> new Value.OfLong(fixed(in, Long.BYTES));
            case FLOAT -> new Value.OfFloat(Float.intBitsToFloat((int) fixed(in, Float.BYTES)));
            case DOUBLE -> new Value.OfDouble(Double.longBitsToDouble(fixed(in, Double.BYTES)));
            case TEXT -> new Value.OfText(string.get());
            case BYTES -> {
                List<Byte> bytes = new ArrayList<>();
                for (byte b : in.bytes(in.count("bytes"))) {
                    bytes.add(b);
                }
                yield new Value.OfBytes(bytes);
            }
            case OPAQUE -> new Value.Opaque(string.get());
            default -> throw in.damage("an argument has the unknown kind " + kind);
        };
    }

    private static long fixed(ByteSource in, int bytes) {
        long bits = 0;
        for (byte b : in.bytes(bytes)) {
            bits = bits << 8 | b & 0xff;
        }
        return bits;
    }

    private static char kind(Value value) {
        if (value instanceof Value.OfInt) {
            return 'I';
        } else if (value instanceof Value.OfLong) {
            return 'J';
        } else if (value instanceof Value.OfFloat) {
            return 'F';
        }
        return value instanceof Value.OfDouble ? 'D' : 'L';
    }

    /** Returns a letter for each parameter: {@code I} also for narrower ones, {@code L} for each reference; none if it is no descriptor. */
    private static String kinds(String descriptor) {
        StringBuilder result = new StringBuilder();
        int end = descriptor.lastIndexOf(')');
        int at = 1;
        while (at < end) {
            char first = descriptor.charAt(at);
            boolean array = first == '[';
            while (at < end && descriptor.charAt(at) == '[') {
                at++;
            }
            int semicolon = descriptor.indexOf(';', at);
            if (descriptor.charAt(at) == 'L' && semicolon > 0) {
                at = semicolon;
            }
            at++;
            result.append(array || first == 'L' ? 'L' : "ZBCS".indexOf(first) >= 0 ? 'I' : first);
        }
        return result.toString();
    }

    /** Returns the distinct inputs of all, in order, and not too many of each method. */
    static SortedMap<MethodId, List<RecordedInput>> merge(List<SortedMap<MethodId, List<RecordedInput>>> all) {
        SortedMap<MethodId, Set<RecordedInput>> union = new TreeMap<>();
        for (SortedMap<MethodId, List<RecordedInput>> one : all) {
            one.forEach((method, seen) ->
                    union.computeIfAbsent(method, m -> new LinkedHashSet<>()).addAll(seen));
        }
        SortedMap<MethodId, List<RecordedInput>> result = new TreeMap<>();
        union.forEach((method, seen) ->
                result.put(method, seen.stream().limit(MOST_OF_METHOD).toList()));
        return result;
    }
}
