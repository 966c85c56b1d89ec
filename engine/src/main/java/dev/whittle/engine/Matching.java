package dev.whittle.engine;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.bytecode.MethodDigests;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.MethodDigest;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.StaleMatch;
import dev.whittle.profiler.format.StaleMatch.Signature;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.objectweb.asm.tree.MethodNode;

/** Holds a profile against class files. Stateless. */
final class Matching {
    private Matching() {}

    /** @param classes by internal name */
    static StaleMatch of(Profile profile, Map<String, byte[]> classes) {
        Map<String, ClassDigest> digests = new TreeMap<>();
        classes.forEach((name, bytes) -> digests.put(name, Digests.of(bytes)));
        return StaleMatch.of(profile, digests, name -> methods(Objects.requireNonNull(classes.get(name), name)));
    }

    private static Map<Signature, MethodDigest> methods(byte[] bytes) {
        Map<Signature, MethodDigest> digests = new HashMap<>();
        for (MethodNode method : ClassFiles.parse(bytes).methods) {
            if (method.instructions.size() > 0) {
                digests.put(new Signature(method.name, method.desc), MethodDigests.of(method));
            }
        }
        return digests;
    }
}
