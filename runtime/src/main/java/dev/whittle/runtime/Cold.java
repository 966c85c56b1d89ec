package dev.whittle.runtime;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.List;

/**
 * Links exits of hot code to fragments of the cold store. An exit is linked when it is taken first, so the fragment comes back then, and the
 * site is a direct call for ever. The JVM remembers a failed bootstrap for ever, too: where a fragment cannot come back, the site tries again
 * at its first call, and at each one after that until it can.
 */
public final class Cold {
    /** Argument slots that an exit may have; a long or double takes two. */
    public static final int MAX_SLOTS = 253;

    private Cold() {}

    /**
     * Links an exit. It never throws for what its texts say: a malformed exit reports when it is called. The type may have up to
     * {@value #MAX_SLOTS} argument slots, a limit of the JVM for sites that are linked by handles.
     *
     * @param fragment {@code ID|DIGEST}: number in the store and base64url SHA-256 of the class file, pinned by the hot class
     */
    public static CallSite link(Lookup caller, String name, MethodType type, String build, String fragment) {
        try {
            return new ConstantCallSite(FragmentLoader.load(caller, name, type, build, fragment));
        } catch (VirtualMachineError e) {
            // The stack ends, or memory is short. Of errors the JVM remembers those of linkage alone, so the next call
            // tries again. To make the other site here would initialise classes of the platform, which may fail here,
            // too, and that is for ever.
            throw e;
        } catch (Throwable e) {
            return new ExitSite(caller, name, type, build, fragment);
        }
    }

    /** Returns the number of fragments that came back so far. */
    public static int loads() {
        return ColdEvents.loads().size();
    }

    /** Returns what came back, as {@code Class.method, fragment 12}, in order. */
    public static List<String> loaded() {
        return ColdEvents.loads();
    }

    /**
     * A site that loads at its first call that can, and is a direct call from then on. Handles that combine take long to make first. It has no
     * initialiser that could fail where the stack ends: what the JVM remembers of that would fail each exit after it.
     */
    private static final class ExitSite extends MutableCallSite {
        private final Lookup caller;
        private final String name;
        private final String build;
        private final String fragment;

        ExitSite(Lookup caller, String name, MethodType type, String build, String fragment) {
            super(type);
            this.caller = caller;
            this.name = name;
            this.build = build;
            this.fragment = fragment;
            try {
                // Folding: get the cold code's handle, then invoke it with the same arguments. The loader has returned
                // by
                // then, so no frame of it stands in a trace of the cold code, and nothing that the cold code throws
                // passes through it.
                setTarget(MethodHandles.foldArguments(
                        MethodHandles.exactInvoker(type),
                        MethodHandles.lookup().bind(this, "target", MethodType.methodType(MethodHandle.class))));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("Whittle's runtime is damaged: " + e, e);
            }
        }

        /** Returns the cold code. Threads may race here: the class is defined once, and each gets the same method. */
        @SuppressWarnings("unused") // called through its handle
        MethodHandle target() {
            MethodHandle cold = FragmentLoader.load(caller, name, type(), build, fragment);
            setTarget(cold);
            return cold;
        }
    }
}
