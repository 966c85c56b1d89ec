package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.Cfg.Edge;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Numbers the acyclic paths of a method: T. Ball and J. R. Larus, Efficient path profiling, MICRO-29, 1996. A path starts at the
 * entry, at the target of a back edge or at an exception handler, and ends at a return, a throw instruction or a back edge; a
 * path that an exception cuts short is not counted. The number of a path is the base of its start plus the increments of its edges.
 * A method with more paths than can be counted is cut at further edges, which then end a path and start the next as back edges do.
 */
final class PathNumbering {
    private final Cfg cfg;
    private final Set<Edge> ends;
    private final long mostFromOne;
    private final boolean cuts;
    private final long[] pathsFrom;
    private final NavigableMap<Integer, Integer> startByBase = new TreeMap<>();
    private final TreeMap<Integer, Integer> baseByStart = new TreeMap<>();
    private int total;

    private PathNumbering(Cfg cfg, long mostFromOne, boolean cuts) {
        this.cfg = cfg;
        this.ends = new HashSet<>(cfg.backEdges());
        this.mostFromOne = mostFromOne;
        this.cuts = cuts;
        this.pathsFrom = new long[cfg.size()];
    }

    /** Returns the numbering, or nothing if there is nothing to decide or no way to cut the method into {@code limit} paths. */
    static Optional<PathNumbering> of(Cfg cfg, int limit) {
        if (cfg.decisions().isEmpty()) {
            return Optional.empty();
        }
        PathNumbering whole = new PathNumbering(cfg, limit, false);
        if (whole.number(limit)) {
            return Optional.of(whole);
        }
        for (int most = limit / 4; most > 0; most /= 4) {
            PathNumbering cut = new PathNumbering(cfg, most, true);
            if (cut.number(limit)) {
                return Optional.of(cut);
            }
        }
        return Optional.empty();
    }

    private boolean number(int limit) {
        var reachable = cfg.reachable(0, e -> true);
        TreeSet<Integer> starts = new TreeSet<>(cfg.handlerStarts());
        starts.add(0);
        ends.forEach(e -> starts.add(e.to()));
        starts.removeIf(start -> !reachable.get(start));
        starts.forEach(this::count);
        ends.stream().map(Edge::to).filter(reachable::get).forEach(starts::add);
        long sum = 0;
        for (int start : starts) {
            startByBase.put((int) sum, start);
            baseByStart.put(start, (int) sum);
            sum += pathsFrom[start];
            if (sum > limit) {
                return false;
            }
        }
        total = (int) sum;
        return true;
    }

    /** Fills {@link #pathsFrom} for all that is reached from a start, successors first, without recursion. */
    private void count(int start) {
        Deque<Integer> stack = new ArrayDeque<>();
        stack.push(start);
        while (!stack.isEmpty()) {
            int at = stack.peek();
            boolean ready = true;
            if (pathsFrom[at] == 0) {
                for (Edge edge : decided(at)) {
                    if (!ends.contains(edge) && pathsFrom[edge.to()] == 0) {
                        stack.push(edge.to());
                        ready = false;
                    }
                }
            }
            if (ready) {
                stack.pop();
                if (pathsFrom[at] == 0) {
                    pathsFrom[at] = sum(at);
                }
            }
        }
    }

    private long sum(int at) {
        List<Edge> edges = decided(at);
        long sum = edges.stream().mapToLong(this::through).sum();
        if (sum > mostFromOne && cuts) {
            ends.addAll(edges);
            sum = edges.size();
        }
        // Kept just above the limit, so that sums of sums cannot overflow.
        return Math.max(1, Math.min(sum, cuts ? sum : mostFromOne + 1));
    }

    private long through(Edge edge) {
        return ends.contains(edge) ? 1 : pathsFrom[edge.to()];
    }

    /** Returns the edges that leave an instruction other than by an exception. */
    List<Edge> decided(int ordinal) {
        return cfg.out(ordinal).stream()
                .filter(e -> e.kind() != Cfg.Kind.HANDLER)
                .toList();
    }

    int total() {
        return total;
    }

    /** @param start the entry, a handler or the target of an edge that ends a path, if it can be reached */
    int base(int start) {
        return baseByStart.getOrDefault(start, 0);
    }

    /** Says whether a path ends on an edge and another starts behind it. */
    boolean endsPath(Edge edge) {
        return ends.contains(edge);
    }

    int increment(Edge edge) {
        long sum = 0;
        for (Edge before : decided(edge.from())) {
            if (before.equals(edge)) {
                return (int) sum;
            }
            sum += through(before);
        }
        throw new IllegalArgumentException("not an edge of this method: " + edge);
    }

    /** Returns the path of a number from 0 to {@code total() - 1}. */
    PathCount decode(int number, long count) {
        var start = startByBase.floorEntry(number);
        long rest = (long) number - start.getKey();
        List<Outcome> outcomes = new ArrayList<>();
        int at = start.getValue();
        while (true) {
            Edge taken = null;
            for (Edge edge : decided(at)) {
                taken = edge;
                if (rest < through(edge)) {
                    break;
                }
                rest -= through(edge);
            }
            if (taken == null) {
                break;
            }
            if (taken.outcome() >= 0) {
                outcomes.add(new Outcome(at, taken.outcome()));
            }
            if (ends.contains(taken)) {
                break;
            }
            at = taken.to();
        }
        return new PathCount(start.getValue(), outcomes, count);
    }
}
