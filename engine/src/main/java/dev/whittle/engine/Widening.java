package dev.whittle.engine;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.Predicate;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.HandlerCount;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;

/**
 * Counters of one method that become wider by what was learned. Cold code counts nothing: where it is known which outcome led to it, that
 * outcome counts as taken; code that was never reached before may have gone any way, and where it comes back to code that was counted,
 * the counts stand. What is not learned this time shows in the next run.
 */
final class Widening {
    private final Cfg cfg;
    private final MethodProfile before;
    /** Outcomes that the learned values of facts decide, by ordinal. */
    private final Map<Integer, Set<Integer>> decided;

    private final Map<Integer, Map<Integer, Long>> counts = new TreeMap<>();
    private final Set<Integer> reached = new TreeSet<>();
    private final Set<Integer> handlers = new TreeSet<>();
    /** Decisions that went one way and may go another one now. */
    private final Set<Integer> turned = new TreeSet<>();

    private long entries;
    private int widened;

    Widening(Cfg cfg, MethodProfile before, Map<Integer, Set<Integer>> decided) {
        this.cfg = cfg;
        this.before = before;
        this.decided = decided;
        this.entries = before.entries();
        for (EdgeCount e : before.edges()) {
            counts.computeIfAbsent(e.ordinal(), o -> new TreeMap<>()).put(e.outcome(), e.count());
            if (e.count() > 0) {
                reached.add(e.ordinal());
            }
        }
    }

    /**
     * Returns whether a plan let the method go on there for what the profile had seen now and then.
     *
     * @param resume where the cold code goes on
     */
    static boolean foreseen(Cfg cfg, List<Directive> directives, int resume) {
        return directives.stream()
                .anyMatch(d -> d instanceof Directive.HoistPath hoist
                                && resume == 0
                                && hoist.path().explainedShare() < 1
                        || d instanceof Directive.FixReceiver fix && straight(cfg, resume, fix.ordinal()));
    }

    /** Returns whether control that is at one instruction comes to another by falling through alone. */
    private static boolean straight(Cfg cfg, int from, int to) {
        boolean falls = from <= to && to < cfg.size();
        for (int i = from; falls && i < to; i++) {
            int next = i + 1;
            falls = cfg.outcomes(i) == 0
                    && cfg.out(i).stream().anyMatch(e -> e.kind() == Cfg.Kind.FALL && e.to() == next);
        }
        return falls;
    }

    /** Returns how many outcomes and handlers count as taken that did not. */
    int widened() {
        return widened;
    }

    /**
     * The method went on there in cold code.
     *
     * @param directives by which it left
     * @param known decisions that are folded by facts of which other values are known: those lead there, and nothing else is looked for
     */
    void cameBack(int resume, List<Directive> directives, Set<Integer> known) {
        entries = Math.max(1, entries);
        if (directives.stream().anyMatch(d -> d instanceof Directive.MoveWhole)) {
            ran();
        } else if (!outlined(resume, directives)) {
            BitSet after = cfg.reachable(resume, e -> true);
            if (known.stream().noneMatch(after::get) && !guessed(resume, directives, after)) {
                everything(after);
            }
        }
    }

    /** It was run, though it was not when it was recorded. */
    void ran() {
        entries = Math.max(1, entries);
        open(0);
    }

    private boolean outlined(int resume, List<Directive> directives) {
        boolean found = false;
        for (Directive directive : directives) {
            if (directive instanceof Directive.OutlineEdge edge && target(edge.ordinal(), edge.outcome()) == resume) {
                take(edge.ordinal(), edge.outcome());
                found = true;
            } else if (directive instanceof Directive.OutlineHandler handler && handler.ordinal() == resume) {
                handle(resume);
                open(resume);
                found = true;
            }
        }
        return found;
    }

    /** A fold, one of several exits that are one, or the entry test: which of them is not known, and each may have been. */
    private boolean guessed(int resume, List<Directive> directives, BitSet after) {
        boolean found = merged(resume, directives);
        for (Directive directive : directives) {
            if (directive instanceof Directive.FoldBranch fold && after.get(fold.ordinal())) {
                takeOthers(fold.ordinal(), fold.keptOutcome());
                found = true;
            } else if (directive instanceof Directive.HoistPath hoist && resume == 0) {
                for (Predicate p : hoist.predicates()) {
                    takeOthers(p.ordinal(), p.outcome());
                    turned.add(p.ordinal());
                }
                found = true;
            }
        }
        return found;
    }

    /** Exits that are one go on before the first of their conditions: between them nothing has an effect. */
    private boolean merged(int resume, List<Directive> directives) {
        Set<Outcome> cold = new HashSet<>();
        directives.forEach(d -> {
            if (d instanceof Directive.OutlineEdge edge && edge.ordinal() >= 0) {
                cold.add(new Outcome(edge.ordinal(), edge.outcome()));
            }
        });
        BitSet quiet = cfg.reachable(
                resume,
                e -> e.kind() != Cfg.Kind.HANDLER
                        && !cold.contains(new Outcome(e.from(), e.outcome()))
                        && !acts(cfg.instructions().get(e.from()).getOpcode()));
        cold.removeIf(o -> !quiet.get(o.ordinal()));
        cold.forEach(o -> take(o.ordinal(), o.outcome()));
        return !cold.isEmpty();
    }

    /** An exit may go on before an object that is made again, so a constructor does not end the row. */
    private static boolean acts(int opcode) {
        return opcode >= Opcodes.INVOKEVIRTUAL && opcode <= Opcodes.INVOKEDYNAMIC && opcode != Opcodes.INVOKESPECIAL
                || opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE
                || opcode == Opcodes.PUTFIELD
                || opcode == Opcodes.PUTSTATIC
                || opcode == Opcodes.MONITORENTER
                || opcode == Opcodes.MONITOREXIT;
    }

    private void everything(BitSet after) {
        before.edges().stream().filter(e -> after.get(e.ordinal())).forEach(e -> take(e.ordinal(), e.outcome()));
        before.handlers().stream().filter(h -> after.get(h.ordinal())).forEach(h -> handle(h.ordinal()));
    }

    private void handle(int handler) {
        boolean never = before.handlers().stream().anyMatch(h -> h.ordinal() == handler && h.count() == 0);
        widened += never && handlers.add(handler) ? 1 : 0;
    }

    /** Each outcome of a decision but one counts as taken. */
    void takeOthers(int ordinal, int outcome) {
        List.copyOf(counts.getOrDefault(ordinal, Map.of()).keySet()).stream()
                .filter(o -> o != outcome)
                .forEach(o -> take(ordinal, o));
    }

    /** An outcome counts as taken, and so does what follows it. */
    void take(int ordinal, int outcome) {
        Map<Integer, Long> outcomes = counts.getOrDefault(ordinal, Map.of());
        int target = target(ordinal, outcome);
        if (outcomes.getOrDefault(outcome, 1L) == 0 && target >= 0) {
            outcomes.put(outcome, 1L);
            widened++;
            if (reached.contains(ordinal)) {
                turned.add(ordinal);
            }
            open(target);
        }
    }

    /** Returns where an outcome leads, or -1 if the method has no such outcome. */
    private int target(int ordinal, int outcome) {
        return ordinal < 0 || ordinal >= cfg.size() || outcome < 0
                ? -1
                : cfg.out(ordinal).stream()
                        .filter(e -> e.outcome() == outcome)
                        .mapToInt(Cfg.Edge::to)
                        .findFirst()
                        .orElse(-1);
    }

    /** Code that is reached from a place, and was not reached before, may go any way that the facts do not exclude. */
    private void open(int from) {
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>(List.of(from));
        while (!work.isEmpty()) {
            int at = work.pop();
            if (seen.get(at) || reached.contains(at)) {
                continue;
            }
            seen.set(at);
            Map<Integer, Long> outcomes = counts.getOrDefault(at, Map.of());
            Set<Integer> possible = decided.getOrDefault(at, outcomes.keySet());
            for (Cfg.Edge edge : cfg.out(at)) {
                boolean goes =
                        edge.kind() != Cfg.Kind.HANDLER && (edge.outcome() < 0 || possible.contains(edge.outcome()));
                if (goes && outcomes.getOrDefault(edge.outcome(), 1L) == 0) {
                    outcomes.put(edge.outcome(), 1L);
                    widened++;
                }
                if (goes) {
                    work.push(edge.to());
                }
            }
        }
    }

    MethodProfile result() {
        List<EdgeCount> edges = before.edges().stream()
                .map(e -> new EdgeCount(
                        e.ordinal(),
                        e.outcome(),
                        Math.max(
                                e.count(),
                                counts.getOrDefault(e.ordinal(), Map.of()).getOrDefault(e.outcome(), 0L))))
                .toList();
        return new MethodProfile(
                before.name(),
                before.descriptor(),
                entries,
                edges,
                before.handlers().stream()
                        .map(h -> handlers.contains(h.ordinal()) ? new HandlerCount(h.ordinal(), 1) : h)
                        .toList(),
                turned.isEmpty() ? before.paths() : paths(),
                before.receivers(),
                before.digest());
    }

    /**
     * Returns the paths with a further one: the most frequent one without what may turn another way now. It counts as much as all the others,
     * since how often it comes is not known: no test at entry stands for what it may deviate from.
     */
    private List<PathCount> paths() {
        List<PathCount> result = new ArrayList<>(before.paths());
        long all = 0;
        PathCount most = null;
        for (PathCount path : before.paths()) {
            if (path.start() == 0 && path.count() > 0) {
                all = Math.max(all, all + path.count());
                most = most == null || path.count() > most.count() ? path : most;
            }
        }
        if (most != null) {
            List<Outcome> shared = most.outcomes().stream()
                    .filter(o -> !turned.contains(o.ordinal()))
                    .toList();
            result.add(new PathCount(0, shared, all));
        }
        return result;
    }
}
