package dev.whittle.verifier.internal.replay;

import dev.whittle.model.Plan;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One version of a program, loaded for one run. */
final class Sandbox extends ClassLoader {
    private final Version version;
    private final Class<?> meter;
    private final Map<String, MethodHandle> guards = new HashMap<>();
    /** Each one made anew would be a class of its own in the JVM. */
    private final Map<Class<?>, Constructor<?>> blanks = new HashMap<>();

    private @Nullable Method target;

    Sandbox(Version version) {
        super("whittle-replay", ClassLoader.getPlatformClassLoader());
        this.version = version;
        this.meter = find(Meter.class.getName());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = version.bytes(name.replace('.', '/'));
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private Class<?> find(String name) {
        try {
            return loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new NotReplayable("it needs the class " + name + ", which is not there");
        }
    }

    /** @param name internal */
    Class<?> load(String name) {
        return find(name.replace('/', '.'));
    }

    /** @param name internal */
    Class<?> initialise(String name) {
        try {
            return Class.forName(name.replace('/', '.'), true, this);
        } catch (ClassNotFoundException e) {
            throw new NotReplayable("it needs the class " + name + ", which is not there");
        }
    }

    /** The method under test, once it was looked up. */
    @Nullable
    Method target() {
        return target;
    }

    void target(Method found) {
        target = found;
    }

    void start(long budget) {
        meter("start", new Class<?>[] {long.class}, budget);
    }

    long used() {
        return (Long) meter("used", new Class<?>[0]);
    }

    boolean exhausted() {
        return (Boolean) meter("exhausted", new Class<?>[0]);
    }

    @SuppressWarnings("unchecked")
    List<String> events() {
        return (List<String>) meter("events", new Class<?>[0]);
    }

    @SuppressWarnings("unchecked")
    Set<String> touched() {
        return (Set<String>) meter("touched", new Class<?>[0]);
    }

    BitSet outcomes() {
        return (BitSet) meter("outcomes", new Class<?>[0]);
    }

    private Object meter(String name, Class<?>[] types, Object... arguments) {
        try {
            return java.util.Objects.requireNonNullElse(
                    meter.getMethod(name, types).invoke(null, arguments), "");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the meter has no " + name, e);
        }
    }

    /** Returns the keys of the facts whose guards broke. */
    Set<?> brokenGuards() {
        try {
            return version.guarded()
                    ? new HashSet<>((List<?>) load("dev/whittle/runtime/Facts")
                            .getMethod("invalidated")
                            .invoke(null))
                    : Set.of();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the runtime does not say which guards broke", e);
        }
    }

    /** Tells the guard of a fact what is written to its field, as each store of the whittled program does. */
    void guard(Plan.FactPlan fact, Class<?> fieldType, @Nullable Object value) {
        if (!version.guarded()) {
            return;
        }
        try {
            MethodHandle known = guards.get(fact.field().key());
            if (known == null) {
                known = link(fact, fieldType).asType(MethodType.methodType(void.class, Object.class));
                guards.put(fact.field().key(), known);
            }
            known.invokeExact(value);
        } catch (Throwable e) {
            throw new IllegalStateException("the guard of " + fact.field().key() + " does not work", e);
        }
    }

    private MethodHandle link(Plan.FactPlan fact, Class<?> fieldType) throws ReflectiveOperationException {
        CallSite site = (CallSite) load("dev/whittle/runtime/Facts")
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
                        MethodType.methodType(void.class, fieldType),
                        version.build(),
                        fact.field().key(),
                        fact.value().text());
        return site.getTarget();
    }

    /** An object as deserialization makes one: its class is initialised, and no constructor of it runs. */
    Object blank(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> known = blanks.get(type);
        if (known == null) {
            known = constructor(type);
            blanks.put(type, known);
        }
        return known.newInstance();
    }

    private static Constructor<?> constructor(Class<?> type) throws ReflectiveOperationException {
        // Named, because the compiler warns of each mention of the class, and there is no other way with equal powers.
        Class<?> factoryClass = Class.forName("sun.reflect.ReflectionFactory");
        Object factory = factoryClass.getMethod("getReflectionFactory").invoke(null);
        Method make = factoryClass.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
        return (Constructor<?>) make.invoke(factory, type, Object.class.getDeclaredConstructor());
    }
}
