package dev.whittle.verifier.internal;

import dev.whittle.bytecode.Cfg;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Guesses where paths of two methods meet. Each guess is sound, as the product proof checks what it makes of it; it differs from the others
 * in what can be proved with it.
 *
 * @param rules what is tried beyond the meeting places, or null
 */
record PairJoins(
        Map<Integer, Set<Integer>> hints,
        IntPredicate cut,
        @Nullable PairRules rules) {
    private static final int MAX_MIXED = 3;

    /** Returns guesses for the second method to lead and the first to follow. */
    static List<PairJoins> of(Code follower, Code leader, World world) {
        BitSet heads = heads(leader);
        PairRules plain = new PairRules(world, 0, 1);
        List<PairJoins> all = new ArrayList<>();
        // With no join but at loops, paths through branches are looked at one by one: most are decided so.
        List<Integer> tops = list(heads(follower));
        Map<Integer, Set<Integer>> byTop = byOrder(list(heads), tops);
        if (!byTop.isEmpty()) {
            for (List<Integer> places : mixed(tops, bodies(follower))) {
                all.add(new PairJoins(byOrder(list(heads), places), heads::get, plain));
            }
        }
        all.add(new PairJoins(Map.of(), heads::get, plain));
        if (!byTop.isEmpty()) {
            // A loop that tests at its end, and one that tests first, after a round that stands before it.
            for (List<Integer> places : List.of(bodies(follower), tops)) {
                all.add(new PairJoins(byOrder(list(heads), places), heads::get, new PairRules(world, -1, 1)));
            }
            // A first round that stands before the loop; two or more rounds that were made one.
            for (int[] rounds : new int[][] {{1, 1}, {0, 2}, {1, 2}, {0, 3}, {0, 4}}) {
                all.add(new PairJoins(byTop, heads::get, new PairRules(world, rounds[0], rounds[1])));
            }
        }
        all.add(new PairJoins(Map.of(), leader::isJoin, plain));
        return all;
    }

    /** Each loop of the follower is met at its head, or behind its first decision. */
    private static List<List<Integer>> mixed(List<Integer> tops, List<Integer> bodies) {
        int free = Math.min(tops.size(), MAX_MIXED);
        List<List<Integer>> all = new ArrayList<>();
        for (int choice = 0; choice < 1 << free; choice++) {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < tops.size(); i++) {
                places.add((choice >> Math.min(i, free - 1) & 1) == 0 ? tops.get(i) : bodies.get(i));
            }
            if (!all.contains(places)) {
                all.add(places);
            }
        }
        return all;
    }

    /** Where control comes from a place that is not an earlier one: each cycle passes one of these. */
    private static BitSet heads(Code code) {
        BitSet heads = new BitSet();
        for (int i = 0; i < code.size(); i++) {
            for (Cfg.Edge edge : code.cfg.out(i)) {
                if (edge.to() <= edge.from()) {
                    heads.set(edge.to());
                }
            }
        }
        return heads;
    }

    /** For each loop, where it goes on behind its first decision: where a loop that tests at its end begins. */
    private static List<Integer> bodies(Code code) {
        List<Integer> bodies = new ArrayList<>();
        for (int head : list(heads(code))) {
            int at = head;
            while (code.cfg.outcomes(at) < 2 && normal(code, at).size() == 1 && at < code.size() - 1) {
                int next = normal(code, at).get(0).to();
                if (next <= at) {
                    break;
                }
                at = next;
            }
            bodies.add(code.cfg.outcomes(at) == 2 ? at + 1 : head);
        }
        return bodies;
    }

    private static List<Cfg.Edge> normal(Code code, int at) {
        return code.cfg.out(at).stream()
                .filter(e -> e.kind() != Cfg.Kind.HANDLER)
                .toList();
    }

    /** The first loop of the one may be the first of the other, and so on; if one has fewer, any of them may be meant. */
    private static Map<Integer, Set<Integer>> byOrder(List<Integer> leader, List<Integer> follower) {
        Map<Integer, Set<Integer>> hints = new TreeMap<>();
        for (int i = 0; i < leader.size() && !follower.isEmpty(); i++) {
            Set<Integer> likely = new LinkedHashSet<>();
            if (leader.size() == follower.size()) {
                likely.add(follower.get(i));
            } else {
                likely.addAll(follower);
            }
            hints.put(leader.get(i), likely);
        }
        return hints;
    }

    private static List<Integer> list(BitSet set) {
        return set.stream().boxed().toList();
    }
}
