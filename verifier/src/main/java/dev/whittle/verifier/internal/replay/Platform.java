package dev.whittle.verifier.internal.replay;

import dev.whittle.verifier.internal.replay.Recipe.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** Objects of the platform that inputs may hold. */
final class Platform {
    private static final Map<String, Type> BOXES = Map.of(
            "java/lang/Integer", Type.INT_TYPE,
            "java/lang/Long", Type.LONG_TYPE,
            "java/lang/Short", Type.SHORT_TYPE,
            "java/lang/Byte", Type.BYTE_TYPE,
            "java/lang/Character", Type.CHAR_TYPE,
            "java/lang/Boolean", Type.BOOLEAN_TYPE,
            "java/lang/Float", Type.FLOAT_TYPE,
            "java/lang/Double", Type.DOUBLE_TYPE,
            "java/lang/Number", Type.INT_TYPE,
            "java/lang/Comparable", Type.INT_TYPE);

    private Platform() {}

    static Optional<Type> boxed(String name) {
        return Optional.ofNullable(BOXES.get(name));
    }

    /** Returns what can be made for a type of the platform. */
    static List<Kind> kinds(String name) {
        if (BOXES.containsKey(name) || name.equals("java/io/Serializable")) {
            return List.of();
        }
        Class<?> type = Harmless.platform(name);
        if (type == null || type == Object.class) {
            return type == null ? List.of() : List.of(Kind.OBJECT);
        }
        return Arrays.stream(Kind.values())
                .filter(k -> type.isAssignableFrom(k.type))
                .toList();
    }

    /** Returns the type of what is in it, or null if nothing is. */
    static @Nullable Type part(Kind kind) {
        return switch (kind) {
            case OBJECT -> null;
            case LIST, LINKED_LIST, DEQUE, SET, BUILDER, MAP, TREE_MAP, HASH_MAP -> Type.getType(String.class);
            case BUFFER, INPUT, OUTPUT -> Type.BYTE_TYPE;
            case ATOMIC_INT, BITS -> Type.INT_TYPE;
            case ATOMIC_LONG, RANDOM -> Type.LONG_TYPE;
            case ATOMIC_BOOLEAN -> Type.BOOLEAN_TYPE;
        };
    }

    static boolean single(Kind kind) {
        return switch (kind) {
            case BUILDER, ATOMIC_INT, ATOMIC_LONG, ATOMIC_BOOLEAN, RANDOM -> true;
            case OBJECT, LIST, LINKED_LIST, DEQUE, SET, MAP, TREE_MAP, HASH_MAP, BUFFER, INPUT, OUTPUT, BITS -> false;
        };
    }

    @SuppressWarnings({"JdkObsolete", "UnnecessaryStringBuilder"}) // These very classes are what the program asks for.
    static Object make(Kind kind, List<Object> parts) {
        return switch (kind) {
            case OBJECT -> new Object();
            case LIST -> new ArrayList<>(parts);
            case LINKED_LIST -> new java.util.LinkedList<>(parts);
            case DEQUE -> fill(new java.util.ArrayDeque<>(), parts);
            case SET -> fill(new java.util.LinkedHashSet<>(), parts);
            case MAP -> pairs(new java.util.LinkedHashMap<>(), parts);
            case TREE_MAP -> pairs(new java.util.TreeMap<>(), parts);
            case HASH_MAP -> pairs(new java.util.HashMap<>(), parts);
            case BUILDER -> new StringBuilder(parts.get(0) + "");
            case BUFFER -> java.nio.ByteBuffer.wrap(bytes(parts));
            case INPUT -> new java.io.ByteArrayInputStream(bytes(parts));
            case OUTPUT -> output(bytes(parts));
            case ATOMIC_INT -> new AtomicInteger((Integer) parts.get(0));
            case ATOMIC_LONG -> new AtomicLong((Long) parts.get(0));
            case ATOMIC_BOOLEAN -> new AtomicBoolean((Boolean) parts.get(0));
            case BITS -> bits(parts);
            case RANDOM -> new java.util.Random((Long) parts.get(0));
        };
    }

    private static Object fill(Collection<Object> into, List<Object> parts) {
        parts.stream().filter(p -> p instanceof String).forEach(into::add);
        return into;
    }

    private static Object pairs(Map<Object, Object> into, List<Object> parts) {
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            if (parts.get(i) instanceof String) {
                into.put(parts.get(i), parts.get(i + 1));
            }
        }
        return into;
    }

    private static byte[] bytes(List<Object> parts) {
        byte[] bytes = new byte[parts.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (Byte) parts.get(i);
        }
        return bytes;
    }

    private static Object output(byte[] bytes) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.writeBytes(bytes);
        return out;
    }

    private static Object bits(List<Object> parts) {
        java.util.BitSet bits = new java.util.BitSet();
        parts.forEach(p -> bits.set((Integer) p & 255));
        return bits;
    }
}
