package dev.whittle.verifier.internal.replay;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.MethodId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** The class files of one version, ready to be run. They are made when they are first asked for, and kept. */
final class Version {
    private final Map<String, byte[]> classes;
    private final Hierarchy hierarchy;
    private final String build;
    private final boolean whittled;
    private final boolean off;
    private final Map<String, Optional<byte[]>> ready = new HashMap<>();

    private Version(Map<String, byte[]> classes, Hierarchy hierarchy, String build, boolean whittled, boolean off) {
        this.classes = classes;
        this.hierarchy = hierarchy;
        this.build = build;
        this.whittled = whittled;
        this.off = off;
    }

    static Version original(Program program, Hierarchy hierarchy) {
        Map<String, byte[]> all = new HashMap<>(program.library());
        all.putAll(program.originals());
        return new Version(all, hierarchy, program.build(), false, false);
    }

    /** @param off true if it is to run as with the off switch */
    static Version whittled(Program program, Hierarchy hierarchy, boolean off) {
        Map<String, byte[]> all = new HashMap<>(program.library());
        all.putAll(program.whittled());
        all.putAll(hierarchy.fragments());
        return new Version(all, hierarchy, program.build(), true, off);
    }

    /** True if facts have guards here. */
    boolean guarded() {
        return whittled;
    }

    String build() {
        return build;
    }

    /** True if objects of a class of the program are made by its constructor. */
    boolean isRecord(String name) {
        ClassNode node = hierarchy.find(name);
        return node != null && (node.access & Opcodes.ACC_RECORD) != 0;
    }

    /** @param name internal */
    byte @Nullable [] bytes(String name) {
        return ready.computeIfAbsent(name, n -> Optional.ofNullable(make(n))).orElse(null);
    }

    private byte @Nullable [] make(String name) {
        if (name.equals(Instrument.METER) || name.startsWith(Instrument.METER + "$")) {
            return own(name);
        }
        byte[] bytes = classes.containsKey(name) ? classes.get(name) : hierarchy.stub(name);
        if (bytes != null) {
            return new Instrument(hierarchy, off).apply(ClassFiles.parse(bytes));
        }
        return whittled && name.startsWith("dev/whittle/runtime/") ? own(name) : null;
    }

    private static byte @Nullable [] own(String name) {
        try (InputStream in = Version.class.getClassLoader().getResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Whittle's own classes cannot be read; install Whittle again.", e);
        }
    }

    /** Has one method note its outcomes from now on, and returns how many it has. */
    int probe(MethodId method) {
        byte[] bytes = classes.get(method.owner());
        if (bytes == null) {
            throw new NotReplayable("its class is not there");
        }
        ClassNode node = ClassFiles.parse(bytes);
        int outcomes = Probes.insert(Hierarchy.method(node, method.name(), method.descriptor())
                .orElseThrow(() -> new NotReplayable("it is not there")));
        ready.put(method.owner(), Optional.of(new Instrument(hierarchy, off).apply(node)));
        return outcomes;
    }

    /** Takes the probes out again. */
    void unprobe(MethodId method) {
        ready.remove(method.owner());
    }
}
