package dev.whittle.cfg.internal;

import com.ibm.wala.types.MethodReference;
import dev.whittle.cfg.EffectSummary;
import java.util.Optional;
import java.util.Set;

/**
 * Effects of the platform methods that matter, by their specification and not by their code: the platform that the program will run
 * on need not be the one that Whittle runs on. What is not listed here is unknown.
 */
final class PlatformModel {
    private static final Set<String> SILENT = Set.of(
            "java/lang/Object.<init>()V",
            "java/lang/Enum.ordinal()I",
            "java/lang/Enum.name()Ljava/lang/String;",
            "java/lang/Record.<init>()V",
            "java/lang/Enum.<init>(Ljava/lang/String;I)V");

    /** Static methods of these classes compute from primitive arguments alone. */
    private static final Set<String> ARITHMETIC = Set.of(
            "java/lang/Math",
            "java/lang/StrictMath",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Short",
            "java/lang/Byte",
            "java/lang/Character",
            "java/lang/Boolean",
            "java/lang/Float",
            "java/lang/Double");

    private static final Set<String> IMPURE = Set.of("getInteger", "getLong", "getBoolean", "random");

    private PlatformModel() {}

    static Optional<EffectSummary> of(MethodReference method, boolean isStatic) {
        String owner = method.getDeclaringClass().getName().toString().substring(1);
        String name = method.getName().toString();
        String key = owner + "." + name + method.getDescriptor();
        if (SILENT.contains(key)) {
            return Optional.of(EffectSummary.nothing());
        }
        boolean primitive = !method.getDescriptor().toString().contains("L")
                && !method.getDescriptor().toString().contains("[");
        if (isStatic && ARITHMETIC.contains(owner) && primitive && !IMPURE.contains(name)) {
            return Optional.of(
                    name.endsWith("Exact")
                                    || name.startsWith("floor")
                                    || name.startsWith("ceil")
                                    || name.startsWith("divide")
                                    || name.startsWith("remainder")
                            ? EffectSummary.throwing()
                            : EffectSummary.nothing());
        }
        if (owner.equals(MarkerCalls.OWNER) && name.equals("decide")) {
            return Optional.of(EffectSummary.nothing());
        }
        // It records a stack trace, which nobody sees before the object itself is shown.
        boolean throwable = owner.startsWith("java/lang/")
                && (owner.endsWith("Exception") || owner.endsWith("Error") || owner.equals("java/lang/Throwable"));
        return throwable && name.equals("<init>") ? Optional.of(EffectSummary.throwing()) : Optional.empty();
    }
}
