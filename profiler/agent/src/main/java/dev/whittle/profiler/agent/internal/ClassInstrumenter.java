package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.MethodId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Puts probes into one class, when it is loaded and again when methods of it have earned path counters. Stateless. */
final class ClassInstrumenter {
    /** Most paths of a method that get counters: above it they would cost more memory than they tell. */
    private static final int MOST_PATHS_OF_METHOD = 4096;

    private ClassInstrumenter() {}

    /** A class file that has been read; good for one instrumentation, which changes it. */
    record Parsed(ClassNode type, List<MethodNode> methods, List<Cfg> graphs) {
        static Parsed of(byte[] classFile) {
            ClassNode type = ClassFiles.parse(classFile);
            List<MethodNode> methods =
                    type.methods.stream().filter(m -> m.instructions.size() > 0).toList();
            return new Parsed(type, methods, methods.stream().map(Cfg::of).toList());
        }
    }

    /** Decides where the counters of a class lie. */
    static RecordedClass layOut(Parsed parsed, ClassDigest digest, Recorder recorder) {
        int id = recorder.newSlot();
        Numbers numbers = new Numbers();
        List<MethodLayout> layouts = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < parsed.methods.size(); i++) {
            MethodNode method = parsed.methods.get(i);
            MethodLayout layout = MethodLayout.of(method, parsed.graphs.get(i), next);
            next = layout.end();
            layouts.add(layout);
            ReceiverProbes.sites(
                    parsed.graphs.get(i).instructions(),
                    at -> numbers.keep(recorder.receivers().number(id, layout.first(), at)));
        }
        return new RecordedClass(parsed.type.name, digest, id, layouts, numbers.kept(), new long[next]);
    }

    /** Returns the class with its probes, and those of paths where they are wanted; throws if its code grows too long. */
    static byte[] instrument(Parsed parsed, RecordedClass recorded, Recorder recorder, FactSelection selection) {
        ClassFacts facts = new ClassFacts(parsed.type, selection);
        Numbers numbers = new Numbers(recorded.numbers());
        for (int i = 0; i < parsed.methods.size(); i++) {
            MethodNode method = parsed.methods.get(i);
            Cfg cfg = parsed.graphs.get(i);
            MethodPaths paths = recorded.isWanted(i) ? paths(recorded, i, cfg, recorder) : null;
            ReceiverProbes.insert(method, cfg.instructions(), at -> numbers.next());
            FactProbes.insert(parsed.type.name, method, facts, recorder.facts());
            MethodLayout layout = recorded.methods().get(i);
            if (!recorder.inputs().isOff() && !method.desc.startsWith("()")) {
                int site = recorder.inputs().number(new MethodId(parsed.type.name, method.name, method.desc));
                InputProbes.insert(
                        parsed.type.name, method, hasFrames(parsed.type), recorded.id(), layout.first(), site);
            }
            new ProbeInserter(method, cfg, layout, recorded.id(), paths).insert();
        }
        return ClassFiles.write(parsed.type);
    }

    private static boolean hasFrames(ClassNode type) {
        return (type.version & 0xffff) >= Opcodes.V1_6;
    }

    private static @Nullable MethodPaths paths(RecordedClass recorded, int method, Cfg cfg, Recorder recorder) {
        MethodPaths known = recorded.paths(method);
        if (known != null) {
            return known;
        }
        Optional<MethodPaths> found =
                PathNumbering.of(cfg, MOST_PATHS_OF_METHOD).flatMap(recorder::newPaths);
        found.ifPresentOrElse(p -> recorded.setPaths(method, p), () -> recorded.refuse(method));
        return found.orElse(null);
    }
}
