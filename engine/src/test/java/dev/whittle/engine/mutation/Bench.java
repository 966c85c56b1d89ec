package dev.whittle.engine.mutation;

import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.testkit.ByteLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One version of a program, loaded. Objects live for one round, what is static for all that are run here. */
final class Bench {
    /**
     * What a round is of.
     *
     * @param holding true if facts have their folded values
     * @param entry numbers that the method is tested for at its beginning
     */
    record Round(long seed, boolean holding, List<Number> entry) {
        @Override
        public String toString() {
            return "seed " + seed + (holding ? "" : ", facts change");
        }
    }

    /**
     * @param lines what came of it
     * @param spent true if it used its steps up, or would have left the process: it counts for nothing
     * @param used steps
     */
    record Result(List<String> lines, boolean spent, long used) {}

    private static final int CALLS = 3;

    private final ByteLoader loader;
    private final boolean guarded;
    private final Cast program;
    private final List<Plan.FactPlan> facts;

    Bench(Map<String, byte[]> staged, boolean guarded, Cast program, List<Plan.FactPlan> facts) {
        this.loader = new ByteLoader(staged, Map.of(), Bench.class.getClassLoader());
        this.guarded = guarded;
        this.program = program;
        this.facts = facts;
    }

    /** True if a guard broke here: it stays so. */
    boolean broken() {
        try {
            return guarded
                    && !((List<?>) Class.forName("dev.whittle.runtime.Facts", true, loader)
                                    .getMethod("invalidated")
                                    .invoke(null))
                            .isEmpty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes an object and calls the method on it, and others of its class, a few times. */
    Result run(MethodId id, Round round, long budget) {
        List<String> lines = new ArrayList<>();
        Ticks.start(budget);
        Random random = new Random(round.seed());
        Making making = new Making(loader, random, program, facts, guarded, round.holding());
        try {
            Class<?> type = Class.forName(id.owner().replace('/', '.'), true, loader);
            Method[] methods = type.getDeclaredMethods();
            Arrays.sort(methods, Comparator.comparing(Method::toString));
            Method subject = Arrays.stream(methods)
                    .filter(m -> m.getName().equals(id.name())
                            && org.objectweb.asm.Type.getMethodDescriptor(m).equals(id.descriptor()))
                    .findFirst()
                    .orElseThrow();
            Object receiver = receiver(type, making);
            List<Object> roots = new ArrayList<>();
            roots.add(receiver);
            int calls = 1 + random.nextInt(CALLS);
            for (int i = 0; i < calls && !Ticks.spent(); i++) {
                Method method =
                        i == calls - 1 || random.nextBoolean() ? subject : methods[random.nextInt(methods.length)];
                if (receiver != null || Modifier.isStatic(method.getModifiers())) {
                    making.preferred = method == subject && random.nextBoolean() ? round.entry() : List.of();
                    call(method, receiver, making, roots, lines);
                    making.preferred = List.of();
                }
            }
            finish(making, roots, lines);
        } catch (ReflectiveOperationException | LinkageError e) {
            lines.add("cannot be run: " + e);
        } catch (Ticks.Spent | StackOverflowError | OutOfMemoryError e) {
            return new Result(lines, true, budget);
        }
        return new Result(lines, Ticks.spent(), budget - Ticks.left());
    }

    private static Object receiver(Class<?> type, Making making) throws ReflectiveOperationException {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return null;
        }
        return type.isEnum() ? type.getEnumConstants()[0] : making.object(type, 0);
    }

    private static void call(Method method, Object receiver, Making making, List<Object> roots, List<String> lines)
            throws ReflectiveOperationException {
        Object[] arguments = making.arguments(method.getParameterTypes(), 0);
        roots.addAll(Arrays.asList(arguments));
        method.setAccessible(true);
        String name = method.getName();
        try {
            Object result = method.invoke(receiver, arguments);
            lines.add(new Seen().line(name + " returns ", result).toString());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof StackOverflowError || e.getCause() instanceof OutOfMemoryError) {
                throw (Error) e.getCause();
            }
            lines.add(new Seen().line(name + " throws ", e.getCause()).toString());
        }
    }

    private void finish(Making making, List<Object> roots, List<String> lines) throws ClassNotFoundException {
        long left = Ticks.left();
        lines.addAll(Ticks.events());
        making.monitors.forEach(m -> lines.add(Thread.holdsLock(m) ? "still held" : ""));
        boolean spent = Ticks.spent();
        if (!spent) {
            Seen seen = new Seen();
            roots.forEach(r -> seen.line("", r));
            for (String each : program.stateful()) {
                seen.statics(Class.forName(each.replace('/', '.'), false, loader));
            }
            lines.addAll(seen.toString().lines().toList());
            Ticks.start(left);
        }
    }
}
