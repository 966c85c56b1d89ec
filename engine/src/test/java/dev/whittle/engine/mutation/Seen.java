package dev.whittle.engine.mutation;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes down objects and what they refer to. Objects have numbers, so that sharing and cycles show. */
final class Seen {
    private static final int MOST = 3000;

    private final Map<Object, Integer> numbers = new IdentityHashMap<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public String toString() {
        return text.toString();
    }

    Seen line(String label, Object value) {
        text.append(label);
        value(value);
        text.append('\n');
        return this;
    }

    private static boolean plain(Object v) {
        return v == null
                || v instanceof Number && v.getClass().getName().startsWith("java.lang")
                || v instanceof Boolean
                || v instanceof Character
                || v instanceof String
                || v instanceof Enum<?>
                || v instanceof Class<?>;
    }

    /** Does not go into objects. */
    static String brief(Object v) {
        if (plain(v)) {
            return String.valueOf(v);
        }
        if (v.getClass().isArray() && v.getClass().getComponentType().isPrimitive()) {
            return new Seen().line("", v).toString().strip();
        }
        return name(v.getClass());
    }

    private static String name(Class<?> type) {
        return type.isHidden() || Proxy.isProxyClass(type) ? "?" : type.getName();
    }

    private void value(Object v) {
        if (plain(v)) {
            text.append(v instanceof String ? "'" : "").append(v);
            return;
        }
        Integer number = numbers.get(v);
        if (number != null) {
            text.append('#').append(number);
            return;
        }
        numbers.put(v, numbers.size());
        text.append(name(v.getClass())).append('#').append(numbers.size() - 1);
        if (numbers.size() > MOST) {
            return;
        }
        if (v.getClass().isArray()) {
            text.append('[');
            for (int i = 0; i < Array.getLength(v); i++) {
                value(Array.get(v, i));
                text.append(' ');
            }
            text.append(']');
        } else if (v instanceof Throwable t) {
            thrown(t);
        } else if (v instanceof Collection<?> c) {
            text.append('[');
            c.forEach(e -> {
                value(e);
                text.append(' ');
            });
            text.append(']');
        } else if (v instanceof Map<?, ?> m) {
            Map<String, Object> sorted = new TreeMap<>();
            m.forEach((k, e) -> sorted.put(brief(k), e));
            sorted.forEach((k, e) -> line(k + "=", e));
        } else if (v instanceof CharSequence || v.getClass().getName().startsWith("java.util.concurrent.atomic")) {
            text.append(v);
        } else if (v instanceof java.io.ByteArrayOutputStream out) {
            value(out.toByteArray());
        } else if (v instanceof java.io.ByteArrayInputStream in) {
            text.append(in.available());
        } else if (!v.getClass().getName().startsWith("java.")
                && !v.getClass().isHidden()
                && !Proxy.isProxyClass(v.getClass())) {
            fields(v, v.getClass());
        }
    }

    private void fields(Object v, Class<?> type) {
        text.append('{');
        for (Class<?> at = type; at != Object.class && at != null; at = at.getSuperclass()) {
            for (Field field : Making.fields(at)) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field(v, field);
                }
            }
        }
        text.append('}');
    }

    void statics(Class<?> type) {
        for (Field field : Making.fields(type)) {
            if (Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
                field(null, field);
            }
        }
    }

    private void field(Object v, Field field) {
        try {
            field.setAccessible(true);
            line(field.getName() + "=", field.get(v));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text of the JVM's own null pointer exceptions names locals, and that of casts names loaders. */
    private void thrown(Throwable t) {
        boolean jvms = t.getClass() == NullPointerException.class || t.getClass() == ClassCastException.class;
        String message = String.valueOf(t.getMessage());
        text.append('(')
                .append(
                        jvms
                                ? message.replaceAll("^(class \\S+ cannot be cast to class \\S+)?.*", "$1")
                                : message.replaceAll("@[0-9a-f]+", "@"))
                .append(')');
        for (StackTraceElement e : t.getStackTrace()) {
            boolean own = !e.getClassName().startsWith("java.")
                    && !e.getClassName().startsWith("dev.whittle.engine.")
                    && !e.getClassName().startsWith("jdk.");
            if (own) {
                text.append(" at ").append(e.getMethodName()).append(':').append(e.getLineNumber());
                break;
            }
        }
        value(t.getCause());
        for (Throwable each : t.getSuppressed()) {
            value(each);
        }
    }
}
