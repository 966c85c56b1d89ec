package dev.whittle.engine;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.cfg.Analysis;
import dev.whittle.cfg.Analyzer;
import dev.whittle.cfg.FactFields;
import dev.whittle.cfg.FactScanner;
import dev.whittle.cfg.ImpliedFacts;
import dev.whittle.formats.LearnedFile;
import dev.whittle.formats.RuleSet;
import dev.whittle.formats.RulesCodec;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactSite;
import dev.whittle.model.Learned;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Profile;
import dev.whittle.model.RecordedInput;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.profiler.format.StaleMatch;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** From files to a plan: facts, profile, graphs. Holds the analysis open, because graphs are made on demand. */
final class Planning implements AutoCloseable {
    private final Program input;
    private final Request request;
    private final Progress progress;
    private final Map<String, byte[]> library;
    private final Profile profile;
    private final Optional<Learned> learned;
    private final List<String> remarks;
    private final List<FactDeclaration> declarations;
    private final Analysis analysis;
    private final Map<MethodId, Optional<MethodGraph>> graphs = new HashMap<>();

    private Planning(
            Program input,
            Request request,
            Progress progress,
            Map<String, byte[]> library,
            Profile profile,
            Optional<Learned> learned,
            List<String> remarks,
            List<FactDeclaration> declarations,
            Analysis analysis) {
        this.input = input;
        this.request = request;
        this.progress = progress;
        this.library = library;
        this.profile = profile;
        this.learned = learned;
        this.remarks = remarks;
        this.declarations = declarations;
        this.analysis = analysis;
    }

    static Planning open(Program input, Request request, Progress progress) {
        Profile recorded = request.profile() == null ? Profile.empty() : ProfileFile.read(request.profile());
        StaleMatch match = Matching.of(recorded, input.classes());
        Optional<Learned> learned =
                request.refine().stream().map(LearnedFile::read).reduce(Learned::and);
        progress.stage("analyze");
        List<FactDeclaration> declarations = new ArrayList<>(FactScanner.scan(input.classes()));
        List<String> remarks = new ArrayList<>();
        if (request.rules() != null) {
            RuleSet.Resolved resolved = RulesCodec.read(request.rules()).resolve(Shapes.of(input.classes()));
            declarations.addAll(resolved.declarations());
            resolved.unmatched().forEach(u -> remarks.add("A rule of " + request.rules() + " matches nothing: " + u));
        }
        if (!match.rest().isEmpty()) {
            remarks.add(match.rest());
        }
        declarations.addAll(ImpliedFacts.of(input.classes(), declarations));
        return new Planning(
                input,
                request,
                progress,
                ProgramInput.library(request.classPath()),
                match.applied(recorded),
                learned,
                List.copyOf(remarks),
                List.copyOf(declarations),
                Analyzer.open(input.classes(), request.classPath(), declarations));
    }

    /** Returns the classes that the recorded run loaded, by internal name. */
    Set<String> loaded() {
        return profile.classes().stream().map(Profile.ClassProfile::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns class files beside the program, by internal name. */
    Map<String, byte[]> library() {
        return library;
    }

    /** Returns the graph of a method, or nothing if it has no code that can be analysed. */
    Optional<MethodGraph> graph(MethodId method) {
        return graphs.computeIfAbsent(method, m -> {
            try {
                return Optional.of(analysis.graph(m));
            } catch (BadInputException noCode) {
                return Optional.empty();
            }
        });
    }

    /** Returns the graph of a method for what it says of facts: nothing in a program that declares none. */
    Optional<MethodGraph> graphOfFacts(MethodId method) {
        return declarations.isEmpty() ? Optional.empty() : graph(method);
    }

    /** Returns classes that analysis left out, rules that match nothing, and how far a profile of another build fits, one sentence each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(remarks);
        warnings.addAll(analysis.warnings());
        return warnings;
    }

    List<MethodGraph> allGraphs() {
        List<MethodGraph> graphs = new ArrayList<>();
        int done = 0;
        List<String> names = input.classes().keySet().stream()
                .filter(request.filter()::accepts)
                .toList();
        for (String name : names) {
            ClassNode node = ClassFiles.parse(
                    java.util.Objects.requireNonNull(input.classes().get(name), name));
            for (MethodNode method : node.methods) {
                graph(new MethodId(name, method.name, method.desc)).ifPresent(graphs::add);
            }
            progress.step(++done, names.size());
        }
        return graphs;
    }

    Planned plan(PlanSettings settings) {
        progress.stage("plan");
        Map<String, Plan.FactUse> uses = uses();
        return learned.map(l -> new Refining(input.classes(), profile, l, p -> plan(p, uses, settings)).planned())
                .orElseGet(() -> new Planned(plan(profile, uses, settings), List.of()));
    }

    private Plan plan(Profile profile, Map<String, Plan.FactUse> uses, PlanSettings settings) {
        Set<String> variants = input.multiRelease();
        return Planner.plan(
                input.name(),
                input.classes(),
                library,
                c -> request.filter().accepts(c) && !variants.contains(c),
                profile,
                this::graph,
                declarations,
                uses,
                settings);
    }

    /** Says of each field that is declared a fact whether it may be folded. Without such fields, no code is looked through for writes. */
    private Map<String, Plan.FactUse> uses() {
        List<FactSite.Field> declared = declarations.stream()
                .map(FactDeclaration::site)
                .filter(FactSite.Field.class::isInstance)
                .map(FactSite.Field.class::cast)
                .toList();
        Map<String, Plan.FactUse> uses = new TreeMap<>();
        if (!declared.isEmpty()) {
            FactFields fields = FactFields.of(input.classes(), library);
            declared.forEach(field -> uses.put(field.key(), fields.assess(field)));
        }
        return uses;
    }

    /** Returns the arguments that the profile recorded, for replay. */
    SortedMap<MethodId, List<RecordedInput>> inputs() {
        return profile.inputs();
    }

    @Override
    public void close() {
        analysis.close();
    }
}
