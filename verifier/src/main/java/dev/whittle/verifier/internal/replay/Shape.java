package dev.whittle.verifier.internal.replay;

import dev.whittle.model.Plan;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes down objects and what they refer to, so that two graphs have the same lines if no program could tell them apart by looking at
 * their fields. Objects are numbered in the order in which they are met, so cycles end and shared objects show. Runs no replayed code.
 */
final class Shape {
    private static final int MAX_OBJECTS = 5000;
    /** The identity hash in the text that {@link Object#toString} gives, and in messages that name a loader. */
    private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]{5,8}\\b");

    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private final Set<Enum<?>> constants = new HashSet<>();
    private final List<Object> met = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    /** Returns what stands for a value where it is referred to. */
    String reference(@Nullable Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof String s) {
            return Text.quote(IDENTITY.matcher(s).replaceAll("@"));
        } else if (value instanceof Number && isPlatform(value) && !isAtomic(value)) {
            return value.toString();
        } else if (value instanceof Character c) {
            return "(char) " + (int) c;
        } else if (value instanceof Boolean || value instanceof Class<?>) {
            return value.toString();
        } else if (value instanceof Enum<?> e) {
            String name = e.getDeclaringClass().getSimpleName() + "." + e.name();
            if (!isPlatform(e) && constants.add(e)) {
                met.add(e);
            }
            return name;
        }
        return "#"
                + numbers.computeIfAbsent(value, v -> {
                    met.add(v);
                    return numbers.size() + 1;
                });
    }

    private static boolean isAtomic(Object value) {
        return value.getClass().getName().startsWith("java.util.concurrent");
    }

    private static boolean isPlatform(Object value) {
        return value.getClass().getClassLoader() == null;
    }

    void line(String text) {
        lines.add(text);
    }

    /** Adds the objects that were met, and those that they refer to, and returns all lines. */
    List<String> finish() {
        for (int i = 0; i < met.size(); i++) {
            if (i > MAX_OBJECTS) {
                throw new NotReplayable("more than " + MAX_OBJECTS + " objects are within its reach");
            }
            Object object = met.get(i);
            if (object instanceof Enum<?> e) {
                // Its name stands for it, but its fields may have been written.
                lines.add(reference(e) + " is " + fields(e, object.getClass()));
            } else {
                lines.add(reference(object) + " is " + describe(object));
            }
        }
        return lines;
    }

    private String describe(Object object) {
        Class<?> type = object.getClass();
        if (type.isArray()) {
            StringBuilder text = new StringBuilder(type.getSimpleName()).append(" [");
            for (int i = 0; i < Array.getLength(object); i++) {
                text.append(i == 0 ? "" : ", ").append(reference(Array.get(object, i)));
            }
            return text.append("]").toString();
        }
        if (object instanceof Throwable t) {
            return thrown(t);
        }
        if (isPlatform(object)) {
            return platform(object);
        }
        String name = type.isHidden() || type.isSynthetic() ? "a lambda" : type.getName();
        return name + fields(object, type);
    }

    /** Only objects of the whittled program say which facts they have. */
    static boolean isMarks(Field field) {
        return field.isSynthetic() && field.getName().equals(Plan.FactUse.Folded.MARKS);
    }

    private String fields(Object object, Class<?> type) {
        StringBuilder text = new StringBuilder("{");
        for (Class<?> at = type; at != null && at.getClassLoader() != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !isMarks(field)) {
                    text.append(text.length() == 1 ? "" : ", ")
                            .append(field.getName())
                            .append("=");
                    text.append(reference(get(field, object)));
                }
            }
        }
        if (object instanceof Collection<?> || object instanceof Map<?, ?>) {
            // Its state is that of a superclass in the platform, which may not be looked into.
            text.append(", and what it inherits");
        }
        return text.append("}").toString();
    }

    private static @Nullable Object get(Field field, @Nullable Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (ReflectiveOperationException e) {
            throw new NotReplayable("the field " + field.getName() + " cannot be read");
        }
    }

    private String platform(Object object) {
        String name = object.getClass().getSimpleName();
        if (object instanceof StringBuilder || object instanceof StringBuffer) {
            return name + " " + Text.quote(object.toString());
        } else if (object instanceof Optional<?> o) {
            return name + " " + reference(o.orElse(null));
        } else if (isAtomic(object) && object instanceof Number || object instanceof java.util.BitSet) {
            return name + " " + object;
        } else if (object instanceof java.util.concurrent.atomic.AtomicBoolean b) {
            return name + " " + b.get();
        } else if (object instanceof java.util.concurrent.atomic.AtomicReference<?> r) {
            return name + " " + reference(r.get());
        } else if (object instanceof java.io.ByteArrayOutputStream out) {
            return name + " " + java.util.Arrays.toString(out.toByteArray());
        } else if (object instanceof java.io.ByteArrayInputStream in) {
            return name + " of which are left " + in.available();
        } else if (object instanceof ByteBuffer b) {
            return name + " at " + b.position() + " of " + b.limit() + " " + b.order() + " " + contents(b);
        } else if (object instanceof Map<?, ?> map) {
            return name + map(map);
        } else if (object instanceof Collection<?> c) {
            return name + collection(c);
        }
        return object.getClass().getName();
    }

    private static String contents(ByteBuffer buffer) {
        ByteBuffer copy = buffer.duplicate();
        copy.clear();
        byte[] bytes = new byte[copy.remaining()];
        copy.get(bytes);
        return java.util.Arrays.toString(bytes);
    }

    /** Hash order may depend on identity, so where it is all the order there is, entries are sorted by how they look by themselves. */
    private String collection(Collection<?> c) {
        List<Object> elements = new ArrayList<>(c);
        if (c instanceof java.util.HashSet<?> && !(c instanceof java.util.LinkedHashSet<?>)) {
            elements.sort(java.util.Comparator.comparing(e -> new Shape().reference(e)));
        }
        List<String> texts = new ArrayList<>();
        elements.forEach(e -> texts.add(reference(e)));
        return texts.toString();
    }

    private String map(Map<?, ?> map) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (!(map instanceof java.util.LinkedHashMap<?, ?> || map instanceof java.util.SortedMap<?, ?>)) {
            entries.sort(java.util.Comparator.comparing(e -> new Shape().reference(e.getKey())));
        }
        List<String> texts = new ArrayList<>();
        entries.forEach(e -> texts.add(reference(e.getKey()) + "=" + reference(e.getValue())));
        return texts.toString();
    }

    private String thrown(Throwable t) {
        StringBuilder text =
                new StringBuilder(t.getClass().getName()).append(": ").append(message(t));
        text.append(place(t));
        if (t.getCause() != null) {
            text.append(", caused by ").append(reference(t.getCause()));
        }
        for (Throwable each : t.getSuppressed()) {
            text.append(", suppressed ").append(reference(each));
        }
        return text.append(isPlatform(t) ? "" : fields(t, t.getClass())).toString();
    }

    /** The JVM's own words in a NullPointerException name locals by slots, and those differ in continuations. */
    private String message(Throwable t) {
        String message = rawMessage(t);
        boolean helpful =
                t.getClass() == NullPointerException.class && message != null && message.startsWith("Cannot ");
        return helpful ? "(explained)" : reference(message);
    }

    /** An overridden {@code getMessage} is replayed code, which is not run here. */
    private static @Nullable String rawMessage(Throwable t) {
        try {
            return t.getClass().getMethod("getMessage").getDeclaringClass() == Throwable.class || isPlatform(t)
                    ? t.getMessage()
                    : "(made by getMessage)";
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** Where it was made: the innermost frame of the program, with the method that a fragment continues in place of the fragment. */
    private static String place(Throwable t) {
        for (StackTraceElement e : t.getStackTrace()) {
            if ("whittle-replay".equals(e.getClassLoaderName())) {
                return " at " + e.getClassName().replaceAll("\\$whittle\\$\\d+$", "") + "." + e.getMethodName() + ":"
                        + e.getLineNumber();
            }
        }
        return "";
    }

    /** Adds the static fields of a class, which must be initialised. */
    void statics(Class<?> type) {
        List<String> texts = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !(field.isSynthetic() && field.getType() == boolean.class)) {
                texts.add(field.getName() + "=" + reference(get(field, null)));
            }
        }
        lines.add("statics of " + type.getName() + ": " + texts);
    }

    static SortedSet<String> sorted(Collection<String> names) {
        return new TreeSet<>(names);
    }
}
