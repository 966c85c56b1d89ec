package dev.whittle.engine.mutation;

import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes objects up, alike for the same random numbers. */
final class Making {
    private static final sun.misc.Unsafe UNSAFE = unsafe();
    private static final int DEPTH = 4;

    private final ClassLoader loader;
    private final Random random;
    private final Cast program;
    private final List<Plan.FactPlan> facts;
    private final boolean guarded;
    private final boolean holding;
    private int answering;
    /** Numbers to draw from, or none for all. */
    List<Number> preferred = List.of();

    /** Objects whose locks are looked at. */
    final List<Object> monitors = new ArrayList<>();

    /**
     * @param facts that are folded
     * @param guarded true if facts have guards here
     * @param holding true if objects are to have the folded values
     */
    Making(
            ClassLoader loader,
            Random random,
            Cast program,
            List<Plan.FactPlan> facts,
            boolean guarded,
            boolean holding) {
        this.loader = loader;
        this.random = random;
        this.program = program;
        this.facts = facts;
        this.guarded = guarded;
        this.holding = holding;
    }

    private static sun.misc.Unsafe unsafe() {
        try {
            Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (sun.misc.Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private long number() {
        if (!preferred.isEmpty()) {
            return preferred.get(random.nextInt(preferred.size())).longValue();
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> random.nextInt(9) - 2;
            case 3, 4 ->
                program.numbers().isEmpty()
                        ? 0
                        : program.numbers()
                                        .get(random.nextInt(program.numbers().size()))
                                        .longValue()
                                + random.nextInt(3)
                                - 1;
            case 5 -> random.nextInt(200) - 100;
            case 6 -> random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(20000);
            default ->
                new long[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 40, Long.MIN_VALUE, -1, 1 << 28, 255, 65535}
                        [random.nextInt(8)];
        };
    }

    private double real() {
        return switch (random.nextInt(5)) {
            case 0 ->
                new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE, 0.0}[random.nextInt(5)];
            case 1 -> number();
            default -> (random.nextInt(400) - 200) / 16.0;
        };
    }

    Object value(Class<?> type, int depth) throws ReflectiveOperationException {
        if (type.isPrimitive()
                || Number.class.isAssignableFrom(type) && type != Number.class
                || type == Boolean.class) {
            return scalar(type);
        }
        if (random.nextInt(12) == 0 || depth > DEPTH) {
            return null;
        }
        if (type.isArray()) {
            return array(type.getComponentType(), depth);
        }
        if (type == String.class || type == CharSequence.class) {
            return program.texts().isEmpty() || random.nextBoolean()
                    ? "t" + random.nextInt(4)
                    : program.texts().get(random.nextInt(program.texts().size()));
        }
        if (type.isEnum()) {
            Object[] all = type.getEnumConstants();
            return all.length == 0 ? null : all[random.nextInt(all.length)];
        }
        if (program.has(type)) {
            return ofProgram(type, depth);
        }
        return platform(type, depth);
    }

    private Object scalar(Class<?> type) {
        long n = number();
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == byte.class || type == Byte.class) {
            return (byte) n;
        } else if (type == short.class || type == Short.class) {
            return (short) n;
        } else if (type == char.class) {
            return (char) n;
        } else if (type == int.class || type == Integer.class) {
            return (int) n;
        } else if (type == long.class || type == Long.class) {
            return n;
        } else if (type == float.class || type == Float.class) {
            return (float) real();
        } else if (type == double.class || type == Double.class) {
            return real();
        }
        return null;
    }

    private Object array(Class<?> component, int depth) throws ReflectiveOperationException {
        int[] lengths = {0, 1, 2, 3, 5, 8, 16, 18, 40, 64, 70, 128};
        int length = lengths[random.nextInt(component.isPrimitive() ? lengths.length : 6)];
        Object array = Array.newInstance(component, length);
        for (int i = 0; i < length; i++) {
            Object value = value(component, depth + 1);
            if (value != null) {
                Array.set(array, i, value);
            }
        }
        return array;
    }

    private Object platform(Class<?> type, int depth) throws ReflectiveOperationException {
        if (type == Object.class || type == Number.class) {
            return switch (random.nextInt(6)) {
                case 0, 1 -> type == Object.class ? "t" + random.nextInt(3) : (Object) 7;
                case 2, 3 -> random.nextInt(50) - 3;
                case 4 ->
                    type == Object.class
                            ? value(
                                    load(program.list()
                                            .get(random.nextInt(program.list().size()))),
                                    depth + 1)
                            : (Object) 5L;
                default -> type == Object.class ? new Object() : (Object) 2;
            };
        }
        if (type.isAssignableFrom(ArrayList.class)) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(value(Object.class, depth + 1));
            }
            return list;
        }
        if (type.isAssignableFrom(HashMap.class)) {
            return new HashMap<>(Map.of("t1", random.nextInt(5)));
        }
        if (type.isAssignableFrom(java.io.ByteArrayInputStream.class)) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            return new java.io.ByteArrayInputStream(bytes);
        }
        if (type.isAssignableFrom(java.io.ByteArrayOutputStream.class)) {
            return new java.io.ByteArrayOutputStream();
        }
        if (type.isInterface()) {
            return type.getName().startsWith("java.nio") ? null : answering(type);
        }
        boolean plain = type.getName().startsWith("java.util.") || type == StringBuilder.class;
        if (!plain || Modifier.isAbstract(type.getModifiers())) {
            return null;
        }
        try {
            return type.getConstructor().newInstance();
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name.replace('/', '.'), false, loader);
    }

    private Object ofProgram(Class<?> type, int depth) throws ReflectiveOperationException {
        if (type.isInterface() && random.nextInt(4) != 0) {
            return answering(type);
        }
        Class<?> made = type;
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            List<String> candidates =
                    program.concrete().getOrDefault(type.getName().replace('.', '/'), List.of());
            if (candidates.isEmpty()) {
                return type.isInterface() ? answering(type) : null;
            }
            made = load(candidates.get(random.nextInt(candidates.size())));
        }
        return object(made, depth);
    }

    /** Either with a constructor, or field by field, as deserialization does. */
    Object object(Class<?> type, int depth) throws ReflectiveOperationException {
        if (type.isRecord() || random.nextInt(4) == 0 && !(holding && facts(type))) {
            Object built = built(type, depth);
            if (built != null || type.isRecord()) {
                return built;
            }
        }
        Object made = UNSAFE.allocateInstance(type);
        for (Class<?> at = type; at != Object.class && program.has(at); at = at.getSuperclass()) {
            for (Field field : fields(at)) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    Plan.FactPlan fact = fact(field);
                    Object value = fact == null ? value(field.getType(), depth + 1) : folded(fact, field, depth);
                    if (value != null || !field.getType().isPrimitive()) {
                        field.set(
                                made,
                                field.getType().isInstance(value)
                                                || field.getType().isPrimitive()
                                        ? value
                                        : null);
                    }
                    if (fact != null && guarded) {
                        tell(fact, field, field.get(made));
                    }
                }
            }
            Marking.mark(made, at, facts);
        }
        monitors.add(made);
        return made;
    }

    /** Those that both versions of a class have. */
    static List<Field> fields(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(f -> !f.getName().equals(Plan.FactUse.Folded.MARKS))
                .sorted(Comparator.comparing(Field::getName))
                .toList();
    }

    private Object built(Class<?> type, int depth) throws ReflectiveOperationException {
        Constructor<?>[] all = type.getDeclaredConstructors();
        Arrays.sort(all, Comparator.comparing(Constructor::toString));
        if (all.length == 0) {
            return null;
        }
        Constructor<?> chosen = all[random.nextInt(all.length)];
        try {
            chosen.setAccessible(true);
            Object made = chosen.newInstance(arguments(chosen.getParameterTypes(), depth));
            monitors.add(made);
            return made;
        } catch (InvocationTargetException e) {
            return null;
        }
    }

    Object[] arguments(Class<?>[] types, int depth) throws ReflectiveOperationException {
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = value(types[i], depth + 1);
        }
        return arguments;
    }

    private boolean facts(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".";
        return facts.stream().anyMatch(f -> f.field().key().startsWith(name));
    }

    private Plan.FactPlan fact(Field field) {
        String key = field.getDeclaringClass().getName().replace('.', '/') + "." + field.getName();
        return facts.stream()
                .filter(f -> f.field().key().equals(key))
                .findFirst()
                .orElse(null);
    }

    private Object folded(Plan.FactPlan fact, Field field, int depth) throws ReflectiveOperationException {
        if (!holding && random.nextInt(4) == 0) {
            return value(field.getType(), depth + 1);
        }
        if (fact.value() instanceof FactValue.OfEnum e) {
            return Arrays.stream(field.getType().getEnumConstants())
                    .filter(c -> ((Enum<?>) c).name().equals(e.constant()))
                    .findFirst()
                    .orElse(null);
        }
        long value = Long.parseLong(fact.value().text().substring(2));
        Class<?> type = field.getType();
        return type == boolean.class
                ? (Object) (value != 0)
                : type == byte.class
                        ? (Object) (byte) value
                        : type == short.class
                                ? (Object) (short) value
                                : type == char.class
                                        ? (Object) (char) value
                                        : type == long.class ? (Object) value : (Object) (int) value;
    }

    /** As a store of the whittled program would. */
    private void tell(Plan.FactPlan fact, Field field, Object value) throws ReflectiveOperationException {
        CallSite site = (CallSite) Class.forName("dev.whittle.runtime.Facts", true, loader)
                .getMethod(
                        "write",
                        MethodHandles.Lookup.class,
                        String.class,
                        MethodType.class,
                        String.class,
                        String.class,
                        String.class)
                .invoke(
                        null,
                        MethodHandles.lookup(),
                        "wrote",
                        MethodType.methodType(void.class, field.getType()),
                        Twin.BUILD,
                        fact.field().key(),
                        fact.value().text());
        try {
            site.getTarget().invokeWithArguments(value);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes another value of a fact, as a program does that binds another device while it is called back. */
    private void exchange(Random answers) throws ReflectiveOperationException {
        if (monitors.isEmpty()) {
            return;
        }
        Object holder = monitors.get(answers.nextInt(monitors.size()));
        for (Field field : fields(holder.getClass())) {
            Plan.FactPlan fact = fact(field);
            if (fact != null && answers.nextBoolean() && !Modifier.isFinal(field.getModifiers())) {
                field.setAccessible(true);
                Object value = value(field.getType(), DEPTH);
                if (guarded) {
                    tell(fact, field, value);
                }
                field.set(holder, value);
            }
        }
    }

    /** Notes what it is asked, and by whom held, and answers with any value. */
    private Object answering(Class<?> type) {
        Random answers = new Random(random.nextLong());
        Making own = new Making(loader, answers, program, facts, guarded, holding);
        int number = answering++;
        return Proxy.newProxyInstance(loader, new Class<?>[] {type}, (self, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> 7;
                    default -> "answering " + type.getSimpleName();
                };
            }
            Ticks.tick();
            StringBuilder line = new StringBuilder(type.getSimpleName() + number + "." + method.getName());
            for (Object each : arguments == null ? new Object[0] : arguments) {
                line.append(' ').append(Seen.brief(each));
            }
            monitors.forEach(m -> line.append(Thread.holdsLock(m) ? " held" : ""));
            Ticks.event(line.toString());
            if (!holding && answers.nextInt(8) == 0) {
                exchange(answers);
            }
            return method.getReturnType() == void.class ? null : own.value(method.getReturnType(), DEPTH);
        });
    }
}
