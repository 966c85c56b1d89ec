package dev.whittle.verifier.internal;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** Snippets as the JVM runs them. */
final class SnippetRun {
    /** @param result null if it threw */
    record Outcome(Object result, int trace) {
        boolean isNan() {
            return result instanceof Float f && f.isNaN() || result instanceof Double d && d.isNaN();
        }
    }

    private final Map<String, Method> methods = new HashMap<>();

    SnippetRun(List<MethodNode> snippets) {
        ClassWriter writer = new ClassWriter(0);
        // So old that it needs no stack maps.
        String name = "dev/whittle/verifier/internal/Snippets";
        writer.visit(Opcodes.V1_5, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        snippets.forEach(s -> s.accept(writer));
        writer.visitEnd();
        try {
            Class<?> loaded = MethodHandles.lookup()
                    .defineHiddenClass(writer.toByteArray(), false)
                    .lookupClass();
            for (Method method : loaded.getDeclaredMethods()) {
                method.setAccessible(true);
                methods.put(method.getName(), method);
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    Outcome run(String name, Object[] arguments) {
        return new Outcome(call(name, arguments), (Integer) call(name + "t", arguments));
    }

    private Object call(String name, Object[] arguments) {
        try {
            return methods.get(name).invoke(null, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ArithmeticException) {
                return null;
            }
            throw new AssertionError("a snippet threw", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
