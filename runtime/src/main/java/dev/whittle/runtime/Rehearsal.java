package dev.whittle.runtime;

import java.io.IOException;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.util.Base64;

/**
 * What the platform does once in a process when code first comes back, done beforehand: the linkage of call sites, message digests, the
 * reading of jars. For {@code -Dwhittle.rehearse=true}: programs that may start later but not stall later. Of the program nothing is loaded but
 * cold code that lies among its classes, and that on another thread.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** Does it, on the thread that calls. Whatever fails fails again when it is needed, and is told then. */
    static void run() {
        try {
            Lookup own = MethodHandles.lookup();
            MethodType type = MethodType.methodType(
                    CallSite.class, Lookup.class, String.class, MethodType.class, String.class, String.class);
            MethodHandle bootstrap = own.findStatic(Rehearsal.class, "link", type);
            // With the static types with which the platform calls a bootstrap of two constants.
            Object site = bootstrap.invoke(own, "link", (Object) type, (Object) "", (Object) "0|");
            if (site instanceof CallSite) {
                read();
                FragmentLoader.prepare();
                ColdEvents.loads();
            }
            CompanionLoading.begin();
        } catch (Throwable e) {
            // It is a rehearsal.
        }
    }

    /** Only through the JDK's own loader: this may run inside a class initialiser, where no user code should. */
    private static void read() throws IOException {
        boolean usual = Rehearsal.class.getClassLoader() == ClassLoader.getSystemClassLoader();
        URL own = usual ? Rehearsal.class.getResource("Rehearsal.class") : null;
        if (own != null) {
            byte[] bytes = StoreLocator.read(own);
            Base64.getUrlEncoder().withoutPadding().encodeToString(StoreFormat.sha256(bytes));
        }
    }

    /** As {@link Cold#link}. */
    @SuppressWarnings("unused") // called as a bootstrap is
    private static CallSite link(Lookup caller, String name, MethodType type, String build, String fragment)
            throws ReflectiveOperationException {
        return new ConstantCallSite(caller.findStatic(Rehearsal.class, name, type));
    }
}
