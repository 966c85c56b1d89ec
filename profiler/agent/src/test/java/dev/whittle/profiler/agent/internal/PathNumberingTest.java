package dev.whittle.profiler.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.Cfg.Edge;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

class PathNumberingTest {
    private static final List<String> CLASSES = List.of(
            "java/lang/String",
            "java/util/HashMap",
            "java/util/regex/Pattern",
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/ForkJoinPool",
            "java/util/zip/ZipFile",
            "org/objectweb/asm/ClassReader",
            "org/objectweb/asm/tree/analysis/Frame");

    @Test
    void eachNumberIsOnePathWhoseIncrementsSumToIt() throws IOException {
        int numbered = 0;
        for (String name : CLASSES) {
            for (MethodNode method : methods(name)) {
                Cfg cfg = Cfg.of(method);
                Optional<PathNumbering> numbering = PathNumbering.of(cfg, 4096);
                if (numbering.isPresent()) {
                    check(name + "." + method.name, cfg, numbering.get());
                    numbered++;
                }
            }
        }
        assertThat(numbered).isGreaterThan(300);
    }

    @Test
    void aMethodWithTooManyPathsIsCut() throws IOException {
        MethodNode method = methods("org/objectweb/asm/ClassReader").stream()
                .filter(m -> m.name.equals("readCode"))
                .findFirst()
                .orElseThrow();
        Cfg cfg = Cfg.of(method);
        PathNumbering cut = PathNumbering.of(cfg, 4096).orElseThrow();
        check("readCode", cfg, cut);
        long cuts = 0;
        for (int at : cfg.decisions()) {
            cuts += cut.decided(at).stream()
                    .filter(e -> cut.endsPath(e) && !cfg.backEdges().contains(e))
                    .count();
        }
        assertThat(cuts).isPositive();
        assertThat(PathNumbering.of(cfg, 16))
                .as("cut everywhere and still too many")
                .isEmpty();
    }

    private static List<MethodNode> methods(String name) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            assertThat(in).as(name).isNotNull();
            return ClassFiles.parse(in.readAllBytes()).methods.stream()
                    .filter(m -> m.instructions.size() > 0)
                    .toList();
        }
    }

    private static void check(String where, Cfg cfg, PathNumbering numbering) {
        assertThat(numbering.total()).as(where).isBetween(1, 4096);
        Set<PathCount> seen = new HashSet<>();
        for (int number = 0; number < numbering.total(); number++) {
            PathCount path = numbering.decode(number, 1);
            assertThat(seen.add(path)).as("%s path %d is new", where, number).isTrue();
            assertThat(encode(cfg, numbering, path)).as("%s %s", where, path).isEqualTo(number);
        }
    }

    /** Walks the path as the probes do. */
    private static int encode(Cfg cfg, PathNumbering numbering, PathCount path) {
        int register = numbering.base(path.start());
        int at = path.start();
        int next = 0;
        while (true) {
            List<Edge> edges = numbering.decided(at);
            if (edges.isEmpty()) {
                break;
            }
            Edge edge = edges.get(0);
            if (cfg.outcomes(at) > 0) {
                Outcome outcome = path.outcomes().get(next++);
                assertThat(outcome.ordinal()).isEqualTo(at);
                edge = edges.get(outcome.outcome());
            }
            register += numbering.increment(edge);
            if (numbering.endsPath(edge)) {
                break;
            }
            at = edge.to();
        }
        assertThat(next).isEqualTo(path.outcomes().size());
        return register;
    }
}
