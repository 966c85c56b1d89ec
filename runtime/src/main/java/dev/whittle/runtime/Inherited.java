package dev.whittle.runtime;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * Links, in cold code, what only the hot class itself may do with what it inherits: calls through {@code super}, and accesses to protected
 * members of a superclass in another package. Cold code is a nest member of the hot class, not a subclass of that superclass. A handle that is
 * found with the rights of the hot class finds, selects, initialises and orders memory as the instruction in the hot class does (package
 * documentation of {@code java.lang.invoke.MethodHandles.Lookup}, "Lookup factory methods").
 */
public final class Inherited {
    private Inherited() {}

    /**
     * Links one instruction. It throws only where the instruction in the hot class would fail to link, with the same kind of error.
     *
     * @param cold of the cold code's class, a nest member of the hot class
     * @param name of the member
     * @param type what the instruction takes from the stack, the object first if there is one, and what it leaves
     * @param kind of the instruction, as a reference kind of {@link MethodHandleInfo}
     * @param hot the class that the code belongs to
     * @param owner the class that the instruction names
     */
    public static CallSite link(Lookup cold, String name, MethodType type, int kind, Class<?> hot, Class<?> owner) {
        try {
            Lookup lookup = MethodHandles.privateLookupIn(hot, cold);
            return new ConstantCallSite(find(lookup, name, type, kind, owner).asType(type));
        } catch (ReflectiveOperationException e) {
            Error error = e instanceof NoSuchMethodException
                    ? new NoSuchMethodError(e.getMessage())
                    : e instanceof NoSuchFieldException
                            ? new NoSuchFieldError(e.getMessage())
                            : new IllegalAccessError(e.getMessage());
            error.initCause(e);
            throw error;
        }
    }

    private static MethodHandle find(Lookup lookup, String name, MethodType type, int kind, Class<?> owner)
            throws ReflectiveOperationException {
        return switch (kind) {
            case MethodHandleInfo.REF_getField -> lookup.findGetter(owner, name, type.returnType());
            case MethodHandleInfo.REF_getStatic -> lookup.findStaticGetter(owner, name, type.returnType());
            case MethodHandleInfo.REF_putField -> lookup.findSetter(owner, name, type.parameterType(1));
            case MethodHandleInfo.REF_putStatic -> lookup.findStaticSetter(owner, name, type.parameterType(0));
            case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(owner, name, type);
            case MethodHandleInfo.REF_invokeVirtual -> lookup.findVirtual(owner, name, type.dropParameterTypes(0, 1));
            case MethodHandleInfo.REF_invokeSpecial ->
                lookup.findSpecial(owner, name, type.dropParameterTypes(0, 1), lookup.lookupClass());
            default -> throw new IncompatibleClassChangeError("no instruction is of the kind " + kind);
        };
    }
}
