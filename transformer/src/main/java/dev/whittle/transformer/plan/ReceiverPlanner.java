package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.Note;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ReceiverCount;
import dev.whittle.transformer.internal.Exits;
import dev.whittle.transformer.internal.Members;
import dev.whittle.transformer.internal.Receivers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Chooses calls that are hot, could find several methods, and nearly always found one. Stateless. */
final class ReceiverPlanner {
    /** HotSpot compiles a method for good after some ten thousand calls or rounds (Tier4InvocationThreshold, Tier4BackEdgeThreshold). */
    private static final long HOT = 10_000;

    /** HotSpot keeps so many classes for each call (TypeProfileWidth), and inlines the methods of these by itself. */
    private static final int PROFILED = 2;

    private ReceiverPlanner() {}

    /**
     * @param hot the code that stays
     * @param share of the calls, 0 to 1, that the class has to have had
     */
    static void plan(
            Profile.MethodProfile counts,
            Cfg cfg,
            BitSet hot,
            double share,
            Members members,
            Receivers receivers,
            Exits exits,
            List<Directive> directives,
            List<Keep> kept) {
        Map<Integer, List<ReceiverCount>> sites = new TreeMap<>();
        counts.receivers()
                .forEach(r -> sites.computeIfAbsent(r.ordinal(), o -> new ArrayList<>())
                        .add(r));
        sites.forEach((ordinal, seen) -> {
            double total = seen.stream().mapToDouble(ReceiverCount::count).sum();
            ReceiverCount first = seen.stream()
                    .max(java.util.Comparator.comparingLong(ReceiverCount::count)
                            .thenComparing(ReceiverCount::receiver))
                    .orElseThrow();
            boolean one = seen.size() > PROFILED && total >= HOT && first.count() >= share * total;
            if (one && ordinal >= 0 && ordinal < cfg.size() && hot.get(ordinal) && several(cfg, ordinal, members)) {
                String refusal = receivers.refusal(ordinal, first.receiver());
                if (refusal.isEmpty()) {
                    refusal = exits.refusal(receivers.test(ordinal).orElseThrow());
                }
                if (refusal.isEmpty()) {
                    directives.add(
                            new Directive.FixReceiver(ordinal, first.receiver(), note(first, total, seen.size())));
                } else {
                    kept.add(new Keep(ordinal, "devirtualise", refusal));
                }
            }
        });
    }

    /** Where one class alone could be called, compilers see that by themselves. */
    private static boolean several(Cfg cfg, int ordinal, Members members) {
        AbstractInsnNode node = cfg.instructions().get(ordinal);
        return node instanceof MethodInsnNode call
                && members.implementers(call.owner).size() > 1;
    }

    private static Note note(ReceiverCount first, double total, int classes) {
        return new Note(
                String.format(
                        Locale.ROOT,
                        "%.1f %% of its calls were on %s%s",
                        100 * first.count() / total,
                        first.receiver(),
                        ", the others on " + (classes - 1) + " more"),
                "a compiler can inline it, whatever else was called there",
                "a call on another class runs the rest of the method from the store");
    }
}
