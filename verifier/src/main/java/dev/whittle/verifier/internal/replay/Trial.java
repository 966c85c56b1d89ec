package dev.whittle.verifier.internal.replay;

import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** One call in one sandbox. */
final class Trial {
    /** How a call went. */
    enum End {
        ENDED,
        /** It used its steps up. */
        CUT,
        /** It did not begin, or the machine itself gave out. */
        FAILED
    }

    private final Sandbox sandbox;
    private final MethodId method;
    private final List<Object> roots = new ArrayList<>();
    private @Nullable Object returned;
    private @Nullable Throwable thrown;
    private End end = End.FAILED;
    private long steps;
    private List<String> events = List.of();

    private Trial(Sandbox sandbox, MethodId method) {
        this.sandbox = sandbox;
        this.method = method;
    }

    static Trial run(Sandbox sandbox, MethodId method, Input input, long budget, Map<String, Plan.FactPlan> facts) {
        Trial trial = new Trial(sandbox, method);
        try {
            trial.call(input, budget, facts);
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            trial.thrown = e;
            trial.end = End.FAILED;
        } catch (StackOverflowError | OutOfMemoryError e) {
            trial.end = End.FAILED;
        } catch (Error e) {
            // Only the meter's own, thrown while the input was made.
            trial.end = End.FAILED;
        }
        return trial;
    }

    private void call(Input input, long budget, Map<String, Plan.FactPlan> facts) throws ReflectiveOperationException {
        sandbox.start(budget);
        Maker maker = new Maker(sandbox, facts);
        Object receiver = input.receiver() == null ? null : maker.make(input.receiver());
        List<Object> arguments = new ArrayList<>();
        for (Recipe each : input.arguments()) {
            arguments.add(maker.make(each));
        }
        roots.add(receiver);
        roots.addAll(arguments);
        Method target = target(maker);
        sandbox.initialise(method.owner());
        sandbox.start(budget);
        try {
            returned = target.invoke(receiver, arguments.toArray());
            end = End.ENDED;
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
            end = sandbox.exhausted()
                    ? End.CUT
                    : thrown instanceof VirtualMachineError || thrown instanceof LinkageError ? End.FAILED : End.ENDED;
        }
        steps = sandbox.used();
        events = sandbox.events();
    }

    private Method target(Maker maker) throws ReflectiveOperationException {
        // A sandbox runs one method.
        Method known = sandbox.target();
        if (known != null) {
            return known;
        }
        Type[] types = Type.getArgumentTypes(method.descriptor());
        Class<?>[] parameters = new Class<?>[types.length];
        for (int i = 0; i < types.length; i++) {
            parameters[i] = maker.type(types[i]);
        }
        Class<?> result = maker.type(Type.getReturnType(method.descriptor()));
        for (Method each : sandbox.load(method.owner()).getDeclaredMethods()) {
            if (each.getName().equals(method.name())
                    && each.getReturnType() == result
                    && java.util.Arrays.equals(each.getParameterTypes(), parameters)) {
                each.setAccessible(true);
                sandbox.target(each);
                return each;
            }
        }
        throw new NoSuchMethodException(method.toString());
    }

    End end() {
        return end;
    }

    long steps() {
        return steps;
    }

    /** Returns what went wrong, if it failed. */
    String failure() {
        return String.valueOf(thrown);
    }

    Set<String> touched() {
        return sandbox.touched();
    }

    BitSet outcomes() {
        return sandbox.outcomes();
    }

    /**
     * Writes down what the call left behind.
     *
     * @param classes whose static fields are looked at; they are initialised if they are not
     */
    List<String> lines(Collection<String> classes, long budget) {
        Shape shape = new Shape();
        shape.line(thrown == null ? "returns " + shape.reference(returned) : "throws " + shape.reference(thrown));
        for (int i = 0; i < roots.size(); i++) {
            shape.line((i == 0 ? "this is " : "argument " + i + " is ") + shape.reference(roots.get(i)));
        }
        for (String each : Shape.sorted(classes)) {
            sandbox.start(budget);
            try {
                shape.statics(sandbox.initialise(each));
            } catch (LinkageError e) {
                shape.line("statics of " + each + " cannot be read");
            }
        }
        for (int i = 0; i < events.size(); i++) {
            shape.line("event " + (i + 1) + ": " + events.get(i));
        }
        return shape.finish();
    }
}
