package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.ClassDigest;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Puts probes into one class. Stateless. */
final class ClassInstrumenter {
    /** Most paths of a method that get counters: above it they would cost more memory than they tell. */
    private static final int MOST_PATHS_OF_METHOD = 4096;

    /** Most counters of a class before further methods go without path counters. */
    private static final int MOST_COUNTERS_OF_CLASS = 32768;

    private ClassInstrumenter() {}

    /** Returns the instrumented class, entered in the recorder; throws and enters nothing if it cannot be instrumented. */
    static byte[] instrument(byte[] classFile, ClassDigest digest, Recorder recorder, FactSelection selection) {
        ClassNode type = ClassFiles.parse(classFile);
        ClassFacts facts = new ClassFacts(type, selection);
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
            FactProbes.insert(type.name, method, facts, recorder.facts());
            new ProbeInserter(method, cfg, layout, id).insert();
        }
        byte[] result = ClassFiles.write(type);
        recorder.enter(type.name, digest, id, layouts);
        return result;
    }
}
