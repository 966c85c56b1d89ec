package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Digests;
import dev.whittle.model.ClassDigest;
import dev.whittle.profiler.agent.internal.ClassInstrumenter.Parsed;
import java.lang.instrument.ClassFileTransformer;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Instruments the program's classes as they are loaded, and again. A class that cannot be instrumented runs as it is. */
public final class ProbeTransformer implements ClassFileTransformer {
    private final Recorder recorder;
    private final Predicate<String> accepts;
    private final FactSelection facts;
    private final PathChoice paths;

    /**
     * @param accepts which internal names are wanted
     * @param facts places to record besides the annotated ones
     * @param paths which methods count paths from the start
     */
    public ProbeTransformer(Recorder recorder, Predicate<String> accepts, FactSelection facts, PathChoice paths) {
        this.recorder = recorder;
        this.accepts = accepts;
        this.facts = facts;
        this.paths = paths;
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
        ClassDigest digest = Digests.of(classFile);
        return redefined == null ? load(name, digest, classFile) : again(name, digest, classFile);
    }

    private byte @Nullable [] load(String name, ClassDigest digest, byte[] classFile) {
        try {
            Parsed parsed = Parsed.of(classFile);
            RecordedClass recorded = ClassInstrumenter.layOut(parsed, digest, recorder);
            recorded.want(paths);
            byte[] result = orWithoutPaths(parsed, classFile, recorded);
            recorder.enter(recorded);
            return result;
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever the reason (subroutines, a method that grew too large, a newer format): not counted is not cold.
            recorder.enterUncounted(name, digest);
            return null;
        }
    }

    /** A class that is already there changes: by this agent, for its paths, or by another one. */
    private byte @Nullable [] again(String name, ClassDigest digest, byte[] classFile) {
        RecordedClass recorded = recorder.find(name, digest);
        if (recorded != null) {
            try {
                return orWithoutPaths(Parsed.of(classFile), classFile, recorded);
            } catch (RuntimeException | StackOverflowError e) {
                // It went well when the class was loaded; without probes, nothing more is known of it.
                recorded.spoil();
            }
        }
        recorder.spoil(name);
        return null;
    }

    /** Code that grows too long with probes of paths goes without the latest of them. */
    private byte[] orWithoutPaths(Parsed parsed, byte[] classFile, RecordedClass recorded) {
        try {
            return ClassInstrumenter.instrument(parsed, recorded, recorder, facts);
        } catch (RuntimeException e) {
            if (!recorded.refuseUncounted()) {
                throw e;
            }
            return ClassInstrumenter.instrument(Parsed.of(classFile), recorded, recorder, facts);
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
