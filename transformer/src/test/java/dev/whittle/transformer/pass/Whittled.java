package dev.whittle.transformer.pass;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.coldstore.ColdStoreWriter;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Profile;
import dev.whittle.model.TransformedClass;
import dev.whittle.testkit.ByteLoader;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToLongBiFunction;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Compiles a program, whittles it with a profile made by hand, and loads both. */
final class Whittled {
    final Map<String, byte[]> classes;
    final Plan plan;
    final List<TransformedClass> transformed;

    /**
     * What a run showed besides counts, by {@code Class.method}.
     *
     * @param marked keys of the facts that analysis gives marks
     */
    record Seen(
            Map<String, List<Profile.PathCount>> paths,
            Map<String, List<Profile.ReceiverCount>> receivers,
            Set<String> marked) {
        Seen(Map<String, List<Profile.PathCount>> paths, Map<String, List<Profile.ReceiverCount>> receivers) {
            this(paths, receivers, Set.of());
        }

        static Seen nothing() {
            return new Seen(Map.of(), Map.of());
        }
    }

    /**
     * @param sources by class name
     * @param counts for {@code Class.method} and position {@code "entry"}, {@code "handler:7"} or {@code "5:1"} (ordinal and outcome)
     * @param facts value by {@code owner.field:descriptor}, or by the key of a parameter
     */
    Whittled(Map<String, String> sources, ToLongBiFunction<String, String> counts, Map<String, FactValue> facts) {
        this(sources, counts, facts, Seen.nothing(), new PlanSettings(0.99, 0), Whittled::analysed);
    }

    Whittled(
            Map<String, String> sources,
            ToLongBiFunction<String, String> counts,
            Map<String, FactValue> facts,
            Seen seen,
            PlanSettings settings,
            String... options) {
        this(sources, counts, facts, seen, settings, Whittled::analysed, options);
    }

    /**
     * @param graphs what analysis says of a method, of which the code is given
     * @param options of the compiler
     */
    Whittled(
            Map<String, String> sources,
            ToLongBiFunction<String, String> counts,
            Map<String, FactValue> facts,
            Seen seen,
            PlanSettings settings,
            BiFunction<MethodId, Cfg, Optional<MethodGraph>> graphs,
            String... options) {
        this(InMemoryCompiler.compile(sources, options), counts, facts, seen, settings, graphs, true);
    }

    /** Class files in place of sources, without facts. */
    static Whittled of(Map<String, byte[]> classes, ToLongBiFunction<String, String> counts) {
        return new Whittled(
                classes, counts, Map.of(), Seen.nothing(), new PlanSettings(0.99, 0), Whittled::analysed, true);
    }

    private Whittled(
            Map<String, byte[]> classes,
            ToLongBiFunction<String, String> counts,
            Map<String, FactValue> facts,
            Seen seen,
            PlanSettings settings,
            BiFunction<MethodId, Cfg, Optional<MethodGraph>> graphs,
            boolean compiled) {
        assert compiled;
        this.classes = classes;
        List<Profile.ClassProfile> profiles = new ArrayList<>();
        classes.forEach((name, bytes) -> profiles.add(profile(name, bytes, counts, seen)));
        TreeMap<String, List<Profile.FactObservation>> values = new TreeMap<>();
        List<FactDeclaration> declarations = new ArrayList<>();
        Map<String, Plan.FactUse> uses = new TreeMap<>();
        facts.forEach((field, value) -> {
            if (field.contains("#")) {
                FactSite.Parameter site = parameter(field);
                declarations.add(new FactDeclaration(new FactId("test.parameter" + site.index()), site, "test"));
                values.put(field, List.of(new Profile.FactObservation(value, 1)));
                return;
            }
            String key = field.substring(0, field.indexOf(':'));
            int dot = key.lastIndexOf('.');
            FactSite.Field site = new FactSite.Field(
                    key.substring(0, dot), key.substring(dot + 1), field.substring(field.indexOf(':') + 1));
            declarations.add(new FactDeclaration(new FactId("test." + site.name()), site, "test"));
            values.put(key, List.of(new Profile.FactObservation(value, 1)));
            uses.put(key, new Plan.FactUse.Folded(seen.marked().contains(key) ? 1 : 0, true));
        });
        Profile profile = new Profile(List.of("test"), profiles, values);
        this.plan = Planner.plan(
                "test", classes, c -> true, profile, m -> graphs.apply(m, cfg(m)), declarations, uses, settings);
        this.transformed = Transformer.transform(classes, plan, "b0");
    }

    private Cfg cfg(MethodId id) {
        return ClassFiles.parse(classes.get(id.owner())).methods.stream()
                .filter(m -> m.name.equals(id.name()) && m.desc.equals(id.descriptor()))
                .findFirst()
                .map(Cfg::of)
                .orElseThrow();
    }

    /** A method of which analysis knows that everything may be asked at its entry, and that nothing asks for facts. */
    static Optional<MethodGraph> analysed(MethodId id, Cfg cfg) {
        return graph(id, cfg, new MethodGraph.Provenance.NoFact(), new MethodGraph.Hoistability.Hoistable(List.of()));
    }

    /** A method all decisions of which are alike. */
    static Optional<MethodGraph> graph(
            MethodId id, Cfg cfg, MethodGraph.Provenance provenance, MethodGraph.Hoistability hoistability) {
        List<MethodGraph.Decision> decisions = cfg.decisions().stream()
                .map(d -> new MethodGraph.Decision(d, -1, 0, provenance, hoistability))
                .toList();
        MethodGraph.Block block = new MethodGraph.Block(0, cfg.size() - 1, List.of(), List.of(), -1);
        return Optional.of(
                new MethodGraph(id, Digests.of(new byte[] {1}), List.of(block), decisions, List.of(), List.of()));
    }

    /** @param key as in {@link FactSite.Parameter#key()} */
    private static FactSite.Parameter parameter(String key) {
        int open = key.indexOf('(');
        int dot = key.lastIndexOf('.', open);
        int hash = key.indexOf('#');
        MethodId id = new MethodId(key.substring(0, dot), key.substring(dot + 1, open), key.substring(open, hash));
        return new FactSite.Parameter(id, Integer.parseInt(key.substring(hash + 1)));
    }

    private static Profile.ClassProfile profile(
            String name, byte[] bytes, ToLongBiFunction<String, String> counts, Seen seen) {
        ClassNode node = ClassFiles.parse(bytes);
        List<Profile.MethodProfile> methods = new ArrayList<>();
        for (MethodNode method : node.methods) {
            if (method.instructions.size() == 0 || method.name.equals("sub")) {
                continue;
            }
            String id = name + "." + method.name;
            Cfg cfg = Cfg.of(method);
            List<Profile.EdgeCount> edges = new ArrayList<>();
            for (int d : cfg.decisions()) {
                for (int o = 0; o < cfg.outcomes(d); o++) {
                    edges.add(new Profile.EdgeCount(d, o, counts.applyAsLong(id, d + ":" + o)));
                }
            }
            List<Profile.HandlerCount> handlers = cfg.handlerStarts().stream()
                    .map(h -> new Profile.HandlerCount(h, counts.applyAsLong(id, "handler:" + h)))
                    .toList();
            methods.add(new Profile.MethodProfile(
                    method.name,
                    method.desc,
                    counts.applyAsLong(id, "entry"),
                    edges,
                    handlers,
                    seen.paths().getOrDefault(id, List.of()),
                    seen.receivers().getOrDefault(id, List.of())));
        }
        return new Profile.ClassProfile(name, Digests.of(bytes), true, methods);
    }

    ByteLoader original() {
        return new ByteLoader(classes, Map.of(), Whittled.class.getClassLoader());
    }

    ByteLoader whittled() {
        Map<String, byte[]> after = new TreeMap<>(classes);
        List<Fragment> fragments = new ArrayList<>();
        Map<String, ClassDigest> originals = new TreeMap<>();
        classes.forEach((name, bytes) -> originals.put(name, Digests.of(bytes)));
        for (TransformedClass c : transformed) {
            after.put(c.name(), c.bytes());
            fragments.addAll(c.fragments());
        }
        return new ByteLoader(
                after,
                Map.of("META-INF/whittle/b0/store.wcs", ColdStoreWriter.write("b0", originals, fragments)),
                Whittled.class.getClassLoader());
    }

    long refusals() {
        return transformed.stream().mapToLong(c -> c.refused().size()).sum();
    }

    /** What a call came to: its value, or the exception and its message. */
    static String outcome(ByteLoader loader, String type, String method, Object... arguments) throws Exception {
        for (var m : loader.loadClass(type).getDeclaredMethods()) {
            if (m.getName().equals(method)) {
                m.setAccessible(true);
                try {
                    return String.valueOf(m.invoke(null, arguments));
                } catch (java.lang.reflect.InvocationTargetException e) {
                    return e.getCause().toString();
                }
            }
        }
        throw new NoSuchMethodException(method);
    }
}
