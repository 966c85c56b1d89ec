package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Digests;
import dev.whittle.model.ClassDigest;
import java.lang.instrument.ClassFileTransformer;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Instruments the program's classes as they are loaded. A class that cannot be instrumented runs as it is. */
public final class ProbeTransformer implements ClassFileTransformer {
    private final Recorder recorder;
    private final Predicate<String> accepts;
    private final FactSelection facts;

    /**
     * @param accepts which internal names are wanted
     * @param facts places to record besides the annotated ones
     */
    public ProbeTransformer(Recorder recorder, Predicate<String> accepts, FactSelection facts) {
        this.recorder = recorder;
        this.accepts = accepts;
        this.facts = facts;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (loader == null || name == null || isForeign(loader, name, domain) || !accepts.test(name)) {
            return null;
        }
        if (redefined != null) {
            recorder.spoil(name);
            return null;
        }
        ClassDigest digest = Digests.of(classFile);
        try {
            return ClassInstrumenter.instrument(classFile, digest, recorder, facts);
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever the reason (subroutines, a method that grew too large, a newer format): not counted is not cold.
            recorder.enterUncounted(name, digest);
            return null;
        }
    }

    private static boolean isForeign(ClassLoader loader, String name, @Nullable ProtectionDomain domain) {
        return loader == ClassLoader.getPlatformClassLoader()
                || name.startsWith("java/")
                || name.startsWith("jdk/")
                || name.startsWith("sun/")
                || name.startsWith("dev/whittle/runtime/")
                || name.startsWith("dev/whittle/agent/")
                || name.startsWith("dev/whittle/profiler/agent/")
                || isPartOfJdk(domain);
    }

    /** The application loader also loads the JDK's tools, such as its compiler. */
    private static boolean isPartOfJdk(@Nullable ProtectionDomain domain) {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        URL place = source == null ? null : source.getLocation();
        return place != null && place.getProtocol().equals("jrt");
    }
}
