package dev.whittle.engine.mutation;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.cfg.FactFields;
import dev.whittle.cfg.FactScanner;
import dev.whittle.engine.Profiles;
import dev.whittle.model.Certificate;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Profile;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.Verdict;
import dev.whittle.transformer.pass.Transformer;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationResult;
import dev.whittle.verifier.Verifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A whittled program all of which is proved: what mutants are made of. */
record Twin(
        String name,
        Map<String, byte[]> originals,
        Map<String, byte[]> whittled,
        Map<Integer, byte[]> fragments,
        List<Certificate> certificates,
        List<Plan.FactPlan> facts) {
    static final String BUILD = "b0";

    VerificationInput input() {
        return new VerificationInput(BUILD, originals, whittled, fragments, certificates, facts, Map.of());
    }

    /**
     * Whittles a program with a profile that no run gave.
     *
     * @param cold how many of ten outcomes were never taken
     * @param parameters arguments that a method always had, by method name and position
     */
    static Twin of(String name, Map<String, byte[]> classes, long seed, int cold, Map<String, FactValue> parameters) {
        return of(name, classes, seed, cold, parameters, p -> p);
    }

    /** As above, where each hot call that finds its method by the receiver is said to have had one class's objects. */
    static Twin withReceivers(String name, Map<String, byte[]> classes, long seed, int cold) {
        return of(name, classes, seed, cold, Map.of(), p -> Profiles.withReceivers(p, classes, seed));
    }

    private static Twin of(
            String name,
            Map<String, byte[]> classes,
            long seed,
            int cold,
            Map<String, FactValue> parameters,
            UnaryOperator<Profile> more) {
        Random random = new Random(seed);
        List<FactDeclaration> declarations = new ArrayList<>(FactScanner.scan(classes));
        Map<String, Plan.FactUse> uses = new TreeMap<>();
        TreeMap<String, List<Profile.FactObservation>> seen = new TreeMap<>();
        FactFields fields = FactFields.of(classes);
        for (FactDeclaration d : declarations) {
            if (d.site() instanceof FactSite.Field f) {
                uses.put(f.key(), fields.assess(f));
                seen.put(f.key(), List.of(new Profile.FactObservation(value(f, classes, random), 1)));
            }
        }
        List<Profile.ClassProfile> profiles = new ArrayList<>();
        new TreeMap<>(classes).forEach((c, bytes) -> {
            List<Profile.MethodProfile> methods = new ArrayList<>();
            for (MethodNode m : ClassFiles.parse(bytes).methods) {
                if (m.instructions.size() == 0) {
                    continue;
                }
                methods.add(profile(m, random, cold));
                for (int i = 0; i < 8; i++) {
                    FactValue value = parameters.get(m.name + "#" + i);
                    if (value != null) {
                        FactSite.Parameter site = new FactSite.Parameter(new MethodId(c, m.name, m.desc), i);
                        declarations.add(new FactDeclaration(new FactId(m.name + i), site, "test"));
                        seen.put(site.key(), List.of(new Profile.FactObservation(value, 1)));
                        uses.put(site.key(), new Plan.FactUse.Folded());
                    }
                }
            }
            profiles.add(new Profile.ClassProfile(c, Digests.of(bytes), true, methods));
        });
        Plan plan = Planner.plan(
                name,
                classes,
                c -> true,
                more.apply(new Profile(List.of(name), profiles, seen)),
                m -> Optional.empty(),
                declarations,
                uses,
                new PlanSettings(0.99, 0));
        return proved(name, classes, plan);
    }

    private static Profile.MethodProfile profile(MethodNode m, Random random, int cold) {
        Cfg cfg = Cfg.of(m);
        List<Profile.EdgeCount> edges = new ArrayList<>();
        for (int d : cfg.decisions()) {
            for (int o = 0; o < cfg.outcomes(d); o++) {
                edges.add(new Profile.EdgeCount(d, o, random.nextInt(10) < cold ? 0 : 9));
            }
        }
        List<Profile.HandlerCount> handlers = cfg.handlerStarts().stream()
                .map(h -> new Profile.HandlerCount(h, random.nextInt(3)))
                .toList();
        return new Profile.MethodProfile(
                m.name, m.desc, random.nextInt(10) == 0 ? 0 : 9, edges, handlers, List.of(), List.of());
    }

    private static FactValue value(FactSite.Field field, Map<String, byte[]> classes, Random random) {
        if (field.descriptor().length() == 1) {
            return switch (field.descriptor()) {
                case "J" -> new FactValue.OfLong(random.nextInt(3));
                case "Z" -> new FactValue.OfInt(random.nextInt(2));
                default -> new FactValue.OfInt(random.nextInt(2) * random.nextInt(70));
            };
        }
        ClassNode type = ClassFiles.parse(
                classes.get(field.descriptor().substring(1, field.descriptor().length() - 1)));
        List<String> constants = type.fields.stream()
                .filter(f -> (f.access & Opcodes.ACC_ENUM) != 0)
                .map(f -> f.name)
                .toList();
        return new FactValue.OfEnum(constants.get(random.nextInt(constants.size())));
    }

    /** Takes out of the plan what is not proved, until all is. */
    private static Twin proved(String name, Map<String, byte[]> classes, Plan first) {
        Plan plan = first;
        while (true) {
            Map<String, byte[]> hot = new TreeMap<>(classes);
            Map<Integer, byte[]> fragments = new TreeMap<>();
            List<Certificate> certificates = new ArrayList<>();
            Set<MethodId> bad = new HashSet<>();
            for (TransformedClass c : Transformer.transform(classes, plan, BUILD)) {
                hot.put(c.name(), c.bytes());
                c.fragments().forEach(f -> fragments.put(f.id(), f.classBytes()));
                certificates.addAll(c.certificates());
                c.refused().forEach(r -> bad.add(r.method()));
            }
            List<Plan.FactPlan> facts = plan.facts().stream()
                    .filter(f -> f.use() instanceof Plan.FactUse.Folded)
                    .toList();
            Twin twin = new Twin(name, classes, hot, fragments, certificates, facts);
            VerificationResult result = Jury.faultless(Verifier.verify(twin.input()));
            result.verdicts().forEach((m, v) -> {
                if (!(v instanceof Verdict.Proved)) {
                    bad.add(m);
                }
            });
            if (bad.isEmpty() && result.allProved()) {
                return twin;
            }
            if (bad.isEmpty()) {
                throw new IllegalStateException(name + ": " + result.classFindings() + result.factFindings());
            }
            plan = new Plan(
                    plan.version(),
                    plan.input(),
                    plan.facts(),
                    plan.methods().stream()
                            .filter(m -> !bad.contains(m.method()))
                            .toList());
        }
    }
}
