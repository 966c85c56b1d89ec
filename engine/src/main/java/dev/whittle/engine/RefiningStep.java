package dev.whittle.engine;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.Learned;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.FactObservation;
import dev.whittle.model.Profile.MethodProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Folds what the runs of one build showed into the profile that it was made with. */
final class RefiningStep {
    private final Map<String, byte[]> classes;
    private final Profile profile;
    private final Map<MethodId, List<Directive>> directives = new TreeMap<>();
    private final Map<MethodId, SortedSet<Integer>> fresh = new TreeMap<>();
    private final Map<MethodId, SortedSet<Integer>> foreseen = new TreeMap<>();
    private final Map<MethodId, Integer> widened = new TreeMap<>();
    /** Learned values of facts, by key and by spelling. */
    private final SortedMap<String, SortedMap<String, Learned.Value>> values = new TreeMap<>();

    private final Set<FactId> broken = new HashSet<>();
    private final LearnedFolds folds;
    private final Map<String, Loaded> loaded = new HashMap<>();
    private int foreign;
    private int stale;

    /** @param methods with code, by name and descriptor */
    private record Loaded(String digest, Map<String, Code> methods) {}

    private record Code(MethodId id, Cfg cfg) {}

    /**
     * @param profile with which the build was made
     * @param plan by which it was made
     * @param learned from this build's runs
     * @param plans makes the plan of a profile
     */
    RefiningStep(
            Map<String, byte[]> classes, Profile profile, Plan plan, Learned learned, Function<Profile, Plan> plans) {
        this.classes = classes;
        this.profile = profile;
        plan.methods().forEach(m -> directives.put(m.method(), m.directives()));
        learned.places().forEach(this::sort);
        learned.values().forEach(this::sort);
        plan.facts().stream().filter(f -> values.containsKey(f.field().key())).forEach(f -> broken.add(f.id()));
        this.folds = LearnedFolds.of(profile, values, plans);
    }

    private void sort(Learned.Place place) {
        byte[] bytes = classes.get(place.owner());
        if (bytes == null) {
            foreign++;
            return;
        }
        Loaded loaded = loaded(place.owner(), bytes);
        Code code =
                loaded.digest().startsWith(place.digest()) ? loaded.methods().get(place.method()) : null;
        if (code == null || place.resume() >= code.cfg().size()) {
            stale++;
            return;
        }
        MethodId id = code.id();
        boolean known = Widening.foreseen(code.cfg(), directives.getOrDefault(id, List.of()), place.resume());
        (known ? foreseen : fresh).computeIfAbsent(id, m -> new TreeSet<>()).add(place.resume());
    }

    /** Each class is read once, however many lines are about it. */
    private Loaded loaded(String owner, byte[] bytes) {
        return loaded.computeIfAbsent(owner, o -> {
            Map<String, Code> methods = new HashMap<>();
            for (MethodNode method : ClassFiles.parse(bytes).methods) {
                Cfg cfg = cfg(method);
                if (cfg != null && cfg.size() > 0) {
                    methods.put(method.name + method.desc, new Code(new MethodId(o, method.name, method.desc), cfg));
                }
            }
            return new Loaded(Digests.of(bytes).hex(), methods);
        });
    }

    private static @Nullable Cfg cfg(MethodNode method) {
        try {
            return Cfg.of(method);
        } catch (UnsupportedOperationException oldCode) {
            return null;
        }
    }

    /** A value of a fact that the profile does not know would be the only one, and folded. */
    private void sort(Learned.Value value) {
        List<FactObservation> seen = profile.facts().getOrDefault(value.factKey(), List.of());
        if (seen.isEmpty()) {
            foreign++;
        } else if (seen.stream().noneMatch(o -> o.value().equals(value.actual()))) {
            values.computeIfAbsent(value.factKey(), k -> new TreeMap<>())
                    .put(value.actual().text(), value);
        }
    }

    /** Returns the profile in which what was learned is used. */
    Profile refined() {
        List<ClassProfile> all = profile.classes().stream().map(this::widened).toList();
        TreeMap<String, List<FactObservation>> facts = new TreeMap<>(profile.facts());
        values.forEach((key, more) -> more.values().forEach(v -> add(facts, key, v.actual())));
        fresh.forEach((id, places) -> {
            if (places.contains(0)) {
                parameters(id, facts);
            }
        });
        return new Profile(profile.provenance(), all, facts, profile.inputs());
    }

    /** At the end: which value a plan assumes is the first. */
    private static void add(Map<String, List<FactObservation>> facts, String key, FactValue value) {
        List<FactObservation> seen = new ArrayList<>(facts.getOrDefault(key, List.of()));
        if (!seen.isEmpty() && seen.stream().noneMatch(o -> o.value().equals(value))) {
            seen.add(new FactObservation(value, 1));
            facts.put(key, List.copyOf(seen));
        }
    }

    /** An argument is tested where its method is entered: that the whole method came back says no more than that it was another one. */
    private void parameters(MethodId id, Map<String, List<FactObservation>> facts) {
        for (Directive directive : directives.getOrDefault(id, List.of())) {
            if (directive instanceof Directive.AssumeParameter p) {
                String key = new FactSite.Parameter(id, p.index()).key();
                add(
                        facts,
                        key,
                        new FactValue.Other("another one than " + p.value().text() + ", learned"));
            }
        }
    }

    private ClassProfile widened(ClassProfile type) {
        byte[] bytes = classes.get(type.name());
        if (bytes == null || !Digests.of(bytes).equals(type.digest())) {
            return type;
        }
        UnaryOperator<MethodProfile> wider = m -> {
            MethodId id = new MethodId(type.name(), m.name(), m.descriptor());
            Set<Integer> known = known(id);
            boolean concerned = fresh.containsKey(id) || !known.isEmpty() || m.entries() == 0 && !values.isEmpty();
            Code code = concerned ? loaded(type.name(), bytes).methods().get(m.name() + m.descriptor()) : null;
            return code == null ? m : widened(id, code.cfg(), m, known);
        };
        return new ClassProfile(
                type.name(),
                type.digest(),
                type.complete(),
                type.methods().stream().map(wider).toList());
    }

    private MethodProfile widened(MethodId id, Cfg cfg, MethodProfile counts, Set<Integer> known) {
        Map<Integer, Set<Integer>> decided = folds.of(id);
        Widening widening = new Widening(cfg, counts, decided);
        for (Directive directive : directives.getOrDefault(id, List.of())) {
            if (directive instanceof Directive.FoldBranch fold && known.contains(fold.ordinal())) {
                Set<Integer> outcomes = decided.get(fold.ordinal());
                if (outcomes == null) {
                    widening.takeOthers(fold.ordinal(), fold.keptOutcome());
                } else {
                    outcomes.forEach(o -> widening.take(fold.ordinal(), o));
                }
            }
        }
        if (counts.entries() == 0 && writesBroken(cfg)) {
            widening.ran();
        }
        for (int place : fresh.getOrDefault(id, new TreeSet<>())) {
            widening.cameBack(place, directives.getOrDefault(id, List.of()), known);
        }
        widened.put(id, widening.widened());
        return widening.result();
    }

    /** A method that writes a fact stays as it is while the fact is folded: that it was run shows only in what it wrote. */
    private boolean writesBroken(Cfg cfg) {
        for (int i = 0; !values.isEmpty() && i < cfg.size(); i++) {
            if (cfg.instructions().get(i) instanceof FieldInsnNode field
                    && field.getOpcode() == Opcodes.PUTFIELD
                    && values.containsKey(field.owner + "." + field.name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the decisions of a method that are folded by facts of which other values are known. */
    private Set<Integer> known(MethodId id) {
        Set<Integer> known = new TreeSet<>();
        for (Directive directive : directives.getOrDefault(id, List.of())) {
            if (directive instanceof Directive.FoldBranch fold
                    && fold.facts().stream().anyMatch(broken::contains)) {
                known.add(fold.ordinal());
            }
        }
        return known;
    }

    /** Returns where each method came back that the profile had not seen there. */
    Map<MethodId, SortedSet<Integer>> fresh() {
        return fresh;
    }

    /** Returns where each method came back for what the profile had seen now and then. */
    Map<MethodId, SortedSet<Integer>> foreseen() {
        return foreseen;
    }

    /** Returns how many outcomes of each method count as taken that did not; none before it is refined. */
    Map<MethodId, Integer> widened() {
        return widened;
    }

    /** Returns values that facts had not had before, by key and by spelling. */
    SortedMap<String, SortedMap<String, Learned.Value>> values() {
        return values;
    }

    /** Returns the number of lines about code or facts that the program does not have. */
    int foreign() {
        return foreign;
    }

    /** Returns the number of lines about another build of their class. */
    int stale() {
        return stale;
    }
}
