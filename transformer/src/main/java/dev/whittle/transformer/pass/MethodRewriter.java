package dev.whittle.transformer.pass;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.Frames;
import dev.whittle.bytecode.Instructions;
import dev.whittle.model.Certificate;
import dev.whittle.model.Certificate.ExitPoint;
import dev.whittle.model.Certificate.PositionPair;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactId;
import dev.whittle.model.FactValue;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.transformer.internal.EntryPredicate;
import dev.whittle.transformer.internal.EnumConstants;
import dev.whittle.transformer.internal.Exits;
import dev.whittle.transformer.internal.FactFlow;
import dev.whittle.transformer.internal.FoldedDecisions;
import dev.whittle.transformer.internal.GuardTest;
import dev.whittle.transformer.internal.HelperCalls;
import dev.whittle.transformer.internal.IllegalRewriteException;
import dev.whittle.transformer.internal.InheritedAccess;
import dev.whittle.transformer.internal.MarkedReads;
import dev.whittle.transformer.internal.Members;
import dev.whittle.transformer.internal.Receivers;
import dev.whittle.transformer.internal.Settled;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/** Rewrites one method: folds, cuts cold edges, leaves through exits. Used once; changes nothing when it fails. */
final class MethodRewriter implements CodeEmitter.Changes {
    private final ClassNode owner;
    private final MethodNode original;
    private final String nestHost;
    private final String build;
    private final Map<String, FactValue> facts;
    /** Facts that have a guard for all objects together. */
    private final Set<String> guarded;

    private final MarkedReads marked;
    private final Cfg cfg;
    private final Frames frames;
    private final Exits exits;
    private final Members members;
    private final EnumConstants enums;
    private final HelperCalls helpers;

    private final Map<Integer, FactFlow.Decided> folds = new TreeMap<>();
    private final Map<Integer, EntryGuard.Assumed> assumed = new TreeMap<>();
    private final Map<Plan.Predicate, EntryPredicate> hoisted = new LinkedHashMap<>();
    private final Set<Integer> coldTargets = new HashSet<>();
    /** The exit of the entry guard. It is not that of the off switch, so that one way alone leads to it. */
    private final LabelNode deviated = new LabelNode();

    private final Map<Integer, LabelNode> stubs = new LinkedHashMap<>();
    private final Map<Integer, Exits.Shape> shapes = new TreeMap<>();
    /** Facts that hot code relies on, and where it goes on if one of them does not hold. */
    private final Set<FactId> relied = new TreeSet<>();

    private final Set<Integer> guardExits = new HashSet<>();
    private final GuardWriter guards;
    private final FixedReceivers fixed;
    private @Nullable FoldedDecisions folded;
    private BitSet keep = new BitSet();
    /** Where the continuation of a cold edge begins, if not at its target. */
    private Map<Cfg.Edge, Integer> merged = Map.of();

    MethodRewriter(
            ClassNode owner,
            MethodNode original,
            String nestHost,
            String build,
            Map<String, FactValue> facts,
            Map<String, Integer> bits,
            Set<String> guarded,
            Members members,
            EnumConstants enums,
            HelperCalls helpers) {
        this.owner = owner;
        this.original = original;
        this.nestHost = nestHost;
        this.build = build;
        this.guards = new GuardWriter(build);
        this.facts = facts;
        this.guarded = guarded;
        this.members = members;
        this.enums = enums;
        this.helpers = helpers;
        this.cfg = Cfg.of(original);
        this.frames = Frames.of(owner.name, original);
        this.exits = new Exits(owner.name, original, members, cfg, frames);
        this.marked = new MarkedReads(owner, original, cfg, frames, members, bits);
        this.fixed = new FixedReceivers(cfg, new Receivers(owner, members, cfg, frames));
    }

    /** @param method what takes the original's place */
    record Rewritten(MethodNode method, List<Fragment> fragments, Certificate certificate) {}

    Rewritten rewrite(List<Directive> directives, ClassDigest digest, int firstFragment)
            throws IllegalRewriteException {
        refuseOddities();
        boolean whole = directives.stream().anyMatch(d -> d instanceof Directive.MoveWhole);
        if (!whole) {
            decide(directives);
        }
        MethodNode method = MethodShell.of(original);
        CodeEmitter emitter = new CodeEmitter(original, cfg, frames, keep, this);
        if (whole) {
            exit(0);
        } else {
            InsnList head = method.instructions;
            if (!folded().asksAtOnce()) {
                head.add(RuntimeCalls.off());
                head.add(new JumpInsnNode(Opcodes.IFNE, exit(0)));
            }
            if (hasEntryGuard()) {
                EntryGuard.write(head, assumed.values(), hoisted.values());
                exit(0);
                head.add(new JumpInsnNode(Opcodes.IFNE, deviated));
            }
            emitter.emit();
            method.tryCatchBlocks = emitter.handlers();
            method.localVariables = emitter.variables();
            head.add(emitter.out());
        }
        List<Fragment> fragments = new ArrayList<>();
        Map<AbstractInsnNode, ExitPoint> sites = new LinkedHashMap<>();
        addStubs(method, emitter, whole, firstFragment, fragments, sites);
        return new Rewritten(method, fragments, certificate(method, emitter, digest, whole, sites));
    }

    private void refuseOddities() throws IllegalRewriteException {
        String refusal = exits.refusalOfAll(facts.keySet());
        if (!refusal.isEmpty()) {
            throw new IllegalRewriteException(refusal);
        }
    }

    private void decide(List<Directive> directives) throws IllegalRewriteException {
        for (Directive directive : directives) {
            if (directive instanceof Directive.AssumeParameter parameter) {
                int slot = EntryParameter.slot(original, parameter.index());
                EntryParameter.check(original, parameter.index(), parameter.value());
                relied.add(parameter.fact());
                guardExits.add(0);
                assumed.put(slot, new EntryGuard.Assumed(slot, parameter.value()));
            }
        }
        Map<Integer, FactValue> parameters = new TreeMap<>();
        assumed.forEach((slot, parameter) -> parameters.put(slot, parameter.value()));
        Set<Integer> planned = new HashSet<>();
        directives.forEach(d -> {
            if (d instanceof Directive.FoldBranch fold) {
                planned.add(fold.ordinal());
            }
        });
        FactFlow.Result flow = FactFlow.decide(
                owner.name, original, new FactFlow.Assumed(facts, parameters, planned::contains, enums, helpers));
        Set<Cfg.Edge> cut = new HashSet<>();
        for (Directive directive : directives) {
            if (directive instanceof Directive.FoldBranch fold) {
                FactFlow.Decided d = flow.decisions().get(fold.ordinal());
                if (d == null || d.outcome() != fold.keptOutcome()) {
                    throw new IllegalRewriteException(
                            "the branch at " + fold.ordinal() + " does not follow from the assumed facts");
                }
                folds.put(fold.ordinal(), d);
                relied.addAll(fold.facts());
            } else if (directive instanceof Directive.HoistPath path) {
                for (Plan.Predicate predicate : path.predicates()) {
                    hoist(predicate);
                }
            } else if (directive instanceof Directive.OutlineEdge edge) {
                cfg.out(edge.ordinal()).stream()
                        .filter(e -> e.outcome() == edge.outcome())
                        .forEach(cut::add);
            } else if (directive instanceof Directive.OutlineHandler handler) {
                coldTargets.add(handler.ordinal());
            }
        }
        // An edge that was to be cut but leads to where the hot code comes anyway stays: nothing would leave.
        keep = cfg.reachable(0, e -> follows(e, cut));
        folds.keySet().removeIf(o -> !keep.get(o));
        Map<Integer, Integer> outcomes = new TreeMap<>();
        folds.forEach((ordinal, fold) -> outcomes.put(ordinal, fold.outcome()));
        Settled.of(owner.name, original, cfg, keep, this::keeps, outcomes, helpers)
                .forEach((ordinal, outcome) -> folds.put(ordinal, FactFlow.Decided.alone(outcome)));
        keep = cfg.reachable(0, e -> follows(e, cut));
        folds.keySet().removeIf(o -> !keep.get(o));
        FoldedDecisions gone = new FoldedDecisions(
                original,
                cfg,
                keep,
                this::keeps,
                folds,
                flow.keys(),
                members,
                enums,
                marked,
                at -> exits.refusal(at).isEmpty());
        for (String key : gone.guarded()) {
            if (!guarded.contains(key)) {
                throw new IllegalRewriteException("a read of " + key + " needs a guard, and the plan has none for it");
            }
        }
        folded = gone;
        merged = exits.merged(keep, this::keeps, this::folded);
        for (Directive directive : directives) {
            if (directive instanceof Directive.FixReceiver fix) {
                fixed.add(fix, i -> keep.get(i) && !gone.dead(i));
            }
        }
    }

    private void hoist(Plan.Predicate predicate) throws IllegalRewriteException {
        int at = predicate.ordinal();
        EntryPredicate entry = at < 0 || at >= cfg.size() || predicate.outcome() >= cfg.outcomes(at)
                ? null
                : EntryPredicate.of(original, cfg, at, predicate.outcome()).orElse(null);
        if (entry == null || folds.containsKey(at)) {
            throw new IllegalRewriteException("the condition at " + at + " cannot be asked at entry");
        }
        hoisted.put(predicate, entry);
        folds.put(at, FactFlow.Decided.alone(predicate.outcome()));
    }

    private boolean hasEntryGuard() {
        return !hoisted.isEmpty() || !assumed.isEmpty();
    }

    private boolean follows(Cfg.Edge edge, Set<Cfg.Edge> cut) {
        if (edge.kind() == Cfg.Kind.HANDLER) {
            return !coldTargets.contains(edge.to()) && CodeEmitter.isWay(cfg, edge);
        }
        FactFlow.Decided fold = folds.get(edge.from());
        return (fold == null || fold.outcome() == edge.outcome()) && !cut.contains(edge);
    }

    @Override
    public boolean keeps(Cfg.Edge edge) {
        FactFlow.Decided fold = folds.get(edge.from());
        return keep.get(edge.to())
                && (fold == null || edge.kind() == Cfg.Kind.HANDLER || fold.outcome() == edge.outcome());
    }

    @Override
    public LabelNode exit(int target) {
        return stubs.computeIfAbsent(target, t -> new LabelNode());
    }

    @Override
    public LabelNode exit(Cfg.Edge edge) {
        return exit(merged.getOrDefault(edge, edge.to()));
    }

    @Override
    public int folded(int ordinal) {
        FactFlow.Decided fold = folds.get(ordinal);
        return fold == null ? -1 : fold.outcome();
    }

    @Override
    public void before(int ordinal, InsnList out) {
        for (GuardTest test : folded().testsAt(ordinal)) {
            guardExits.add(folded().resume(ordinal));
            guards.write(test, exit(folded().resume(ordinal)), out);
        }
        fixed.before(ordinal, out, this::exit);
    }

    @Override
    public @Nullable AbstractInsnNode instead(int ordinal) {
        return fixed.instead(ordinal);
    }

    private FoldedDecisions folded() {
        return java.util.Objects.requireNonNull(folded, "decided before anything is written");
    }

    @Override
    public boolean dead(int ordinal) {
        return folded().dead(ordinal);
    }

    @Override
    public List<Integer> pops(int ordinal) {
        return folded().pops(ordinal);
    }

    /** Exits stand behind all code, outside every try range: what a continuation throws is caught by its own handlers alone. */
    private void addStubs(
            MethodNode method,
            CodeEmitter emitter,
            boolean whole,
            int firstFragment,
            List<Fragment> fragments,
            Map<AbstractInsnNode, ExitPoint> sites)
            throws IllegalRewriteException {
        ExitWriter writer = new ExitWriter(original, cfg, build);
        if (!whole) {
            // A try range that ends with the method must end before the stubs.
            method.instructions.add(new LabelNode());
        }
        for (Map.Entry<Integer, LabelNode> stub : List.copyOf(stubs.entrySet())) {
            Exits.Shape shape = shape(stub.getKey(), whole);
            shapes.put(stub.getKey(), shape);
            Fragment fragment = FragmentMaker.make(
                    firstFragment + shape.resume(),
                    owner,
                    original,
                    cfg,
                    frames,
                    shape,
                    nestHost,
                    new InheritedAccess(members, owner.name),
                    relied(stub.getKey()));
            fragments.add(fragment);
            if (!whole) {
                method.instructions.add(stub.getValue());
                method.instructions.add(emitter.frame(stub.getKey()));
            }
            sites.put(writer.write(method.instructions, shape, fragment), point(shape, fragment));
            if (shape.resume() == 0 && hasEntryGuard()) {
                method.instructions.add(deviated);
                method.instructions.add(emitter.frame(0));
                sites.put(writer.write(method.instructions, shape, fragment), point(shape, fragment));
            }
        }
    }

    private Exits.Shape shape(int resume, boolean whole) throws IllegalRewriteException {
        if (whole) {
            return exits.whole();
        }
        return resume == 0 ? exits.entry() : exits.at(resume);
    }

    /** The facts of which one does not hold, perhaps, where the method is left for a place. */
    private List<FactId> relied(int resume) {
        return guardExits.contains(resume) ? List.copyOf(relied) : List.of();
    }

    private static ExitPoint point(Exits.Shape shape, Fragment fragment) {
        return new ExitPoint(
                -1,
                fragment.id(),
                shape.resume(),
                shape.passed(),
                shape.frame().stack().size());
    }

    private Certificate certificate(
            MethodNode method,
            CodeEmitter emitter,
            ClassDigest digest,
            boolean whole,
            Map<AbstractInsnNode, ExitPoint> sites) {
        Instructions now = Instructions.of(method);
        List<PositionPair> pairs = new ArrayList<>();
        emitter.emitted().forEach((ordinal, node) -> {
            if (cfg.in(ordinal).size() != 1
                    || cfg.outcomes(cfg.in(ordinal).get(0).from()) > 0) {
                pairs.add(new PositionPair(ordinal, now.ordinalOf(node), List.copyOf(hoisted.keySet())));
            }
        });
        List<ExitPoint> points = new ArrayList<>();
        sites.forEach((node, p) ->
                points.add(new ExitPoint(now.ordinalOf(node), p.fragment(), p.resume(), p.passed(), p.stackDepth())));
        return new Certificate(
                new MethodId(owner.name, original.name, original.desc),
                digest,
                whole,
                pairs,
                guards.points(now, facts),
                points);
    }
}
