package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.ClassDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Puts probes into one class. Stateless. */
final class ClassInstrumenter {
    private static final String FACT_ANNOTATION = "Ldev/whittle/annotations/HwBranch;";

    /** Most paths of a method that get counters: above it they would cost more memory than they tell. */
    private static final int MOST_PATHS_OF_METHOD = 4096;

    /** Most counters of a class before further methods go without path counters. */
    private static final int MOST_COUNTERS_OF_CLASS = 32768;

    private ClassInstrumenter() {}

    /** Returns the instrumented class, entered in the recorder; throws and enters nothing if it cannot be instrumented. */
    static byte[] instrument(byte[] classFile, ClassDigest digest, Recorder recorder) {
        ClassNode type = ClassFiles.parse(classFile);
        Set<String> annotated = annotatedFields(type);
        int id = recorder.newClassId();
        List<MethodLayout> layouts = new ArrayList<>();
        int next = 0;
        for (MethodNode method : type.methods) {
            if (method.instructions.size() == 0) {
                continue;
            }
            Cfg cfg = Cfg.of(method);
            int limit = Math.min(MOST_PATHS_OF_METHOD, MOST_COUNTERS_OF_CLASS - next);
            MethodLayout layout = MethodLayout.of(method.name, method.desc, cfg, next, limit);
            layouts.add(layout);
            next = layout.end();
            ReceiverProbes.insert(
                    method, cfg.instructions(), at -> recorder.receivers().number(id, layout.first(), at));
            FactProbes.insert(method, key -> factNumber(key, annotated, recorder.facts()));
            new ProbeInserter(method, cfg, layout, id).insert();
        }
        byte[] result = ClassFiles.write(type);
        recorder.enter(type.name, digest, id, layouts);
        return result;
    }

    private static @Nullable Integer factNumber(String key, Set<String> annotated, FactRecorder facts) {
        return annotated.contains(key) || facts.isExtra(key) ? facts.number(key) : null;
    }

    private static Set<String> annotatedFields(ClassNode type) {
        Set<String> result = new HashSet<>();
        for (FieldNode field : type.fields) {
            if (isFact(field.visibleAnnotations) || isFact(field.invisibleAnnotations)) {
                result.add(type.name + "." + field.name);
            }
        }
        return result;
    }

    private static boolean isFact(@Nullable List<AnnotationNode> annotations) {
        return Stream.ofNullable(annotations).flatMap(List::stream).anyMatch(a -> a.desc.equals(FACT_ANNOTATION));
    }
}
