package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Instructions;
import dev.whittle.bytecode.JarContents;
import dev.whittle.model.MethodId;
import dev.whittle.runtime.Switch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs mutants beside their originals, with inputs of its own, on the runtime's own guards. Uses nothing of the verifier: what is said here
 * is held against what the verifier says.
 */
final class Oracle {
    private static final long BUDGET = 20_000;
    private static final long PATIENCE = 200_000;
    /** One round in so many may write other values of facts: then guards break, and all has to be loaded anew. */
    private static final int BREAKING = 6;

    private static final int OFF = 9;
    private static final int ENTRY = 12;
    private static final int SHAKY = 5;

    /**
     * @param difference what was seen to differ first, or an empty string
     * @param rounds that both versions ended
     * @param hits how often the changed code was reached in these
     */
    record Outcome(String difference, int rounds, long hits) {
        boolean reveals() {
            return !difference.isEmpty();
        }
    }

    /** What is known of a twin. */
    private record Known(
            Cast program,
            Set<String> volatiles,
            Map<String, byte[]> originals,
            Map<Boolean, Map<String, byte[]>> whittled) {}

    private final Map<Twin, Known> known = new IdentityHashMap<>();
    private final Map<String, byte[]> runtime = new HashMap<>();

    Oracle() {
        for (JarContents.Entry e :
                JarContents.read(Programs.source(Switch.class)).entries()) {
            if (e.name().startsWith("dev/whittle/runtime/") && e.name().endsWith(".class")) {
                runtime.put(e.name().substring(0, e.name().length() - 6), e.bytes());
            }
        }
    }

    private Known know(Twin twin) {
        return known.computeIfAbsent(twin, t -> {
            Set<String> volatiles = new HashSet<>();
            t.originals().values().forEach(bytes -> Staging.volatiles(bytes).forEach(volatiles::add));
            Staging plain = new Staging(Map.of(), volatiles, false);
            Map<String, byte[]> originals = new HashMap<>(runtime);
            t.originals().forEach((name, bytes) -> originals.put(name, plain.apply(bytes)));
            Map<Boolean, Map<String, byte[]>> whittled = new HashMap<>();
            for (boolean off : new boolean[] {false, true}) {
                Map<String, byte[]> staged = new HashMap<>(runtime);
                Staging staging = new Staging(references(t.fragments()), volatiles, off);
                t.whittled().forEach((name, bytes) -> staged.put(name, staging.apply(bytes)));
                t.fragments().forEach((id, bytes) -> staged.put(ClassFiles.parse(bytes).name, staging.apply(bytes)));
                whittled.put(off, staged);
            }
            return new Known(Cast.of(t.originals()), volatiles, originals, whittled);
        });
    }

    private static Map<String, String> references(Map<Integer, byte[]> fragments) {
        Map<String, String> references = new HashMap<>();
        fragments.forEach((id, bytes) -> references.put(Staging.digest(id, bytes), ClassFiles.parse(bytes).name));
        return references;
    }

    private Map<String, byte[]> staged(Mutant mutant, boolean off) {
        Known twin = know(mutant.twin());
        Map<String, byte[]> staged = new HashMap<>(twin.whittled().get(off));
        Map<Integer, byte[]> store = mutant.input().fragments();
        boolean stored = store.entrySet().stream()
                .allMatch(e ->
                        Arrays.equals(e.getValue(), mutant.twin().fragments().get(e.getKey())));
        Staging staging = new Staging(references(store), twin.volatiles(), off);
        Excuse.Change change = Excuse.change(mutant);
        mutant.input().whittled().forEach((name, bytes) -> {
            if (!stored || !Arrays.equals(bytes, mutant.twin().whittled().get(name))) {
                staged.put(name, stage(staging, name, bytes, change));
            }
        });
        store.forEach((id, bytes) -> {
            if (!Arrays.equals(bytes, mutant.twin().fragments().get(id))) {
                String name = ClassFiles.parse(bytes).name;
                staged.put(name, stage(staging, name, bytes, change));
            }
        });
        return staged;
    }

    private static byte[] stage(Staging staging, String name, byte[] bytes, Excuse.Change change) {
        return name.equals(change.owner())
                ? staging.apply(bytes, change.method(), change.from(), change.to())
                : staging.apply(bytes);
    }

    /** Pairs of versions, made anew when a guard broke in one of them. */
    private final class Pair {
        private final Twin twin;
        private final Map<String, byte[]> mutated;
        private Bench old;
        private Bench now;
        private boolean fresh;

        Pair(Twin twin, Map<String, byte[]> mutated) {
            this.twin = twin;
            this.mutated = mutated;
            renew();
        }

        void renew() {
            old = bench(know(twin).originals(), false);
            now = bench(mutated, true);
            fresh = true;
        }

        Bench bench(Map<String, byte[]> classes, boolean guarded) {
            Known k = know(twin);
            return new Bench(classes, guarded, k.program(), twin.facts());
        }
    }

    /** Runs up to so many rounds, until one shows a difference. */
    Outcome run(Mutant mutant, int rounds) {
        MethodId id = mutant.draft().certificate.method();
        Map<String, byte[]> staged = staged(mutant, false);
        Pair plain = new Pair(mutant.twin(), staged);
        Pair breaking = new Pair(mutant.twin(), staged);
        Pair off = new Pair(mutant.twin(), staged(mutant, true));
        List<Number> entry = entry(mutant);
        int ended = 0;
        int shaky = 0;
        Ticks.noHits();
        for (int i = 0; i < rounds && shaky < SHAKY; i++) {
            Bench.Round round = new Bench.Round(mutant.seed() * 100_003 + i, i % BREAKING != 1, entry);
            Pair pair = i % OFF == 3 ? off : round.holding() ? plain : breaking;
            Bench.Result a = pair.old.run(id, round, BUDGET);
            if (a.spent()) {
                pair.renew();
                continue;
            }
            Bench.Result b = pair.now.run(id, round, PATIENCE + 100 * a.used());
            String difference = difference(a, b);
            if (difference.isEmpty()) {
                ended++;
                pair.fresh = false;
                if (pair.now.broken()) {
                    pair.renew();
                }
                continue;
            }
            pair.renew();
            if (confirmed(mutant, pair, pair == off, id, round)) {
                return new Outcome(round + ": " + difference, ended, Ticks.hits());
            }
            shaky++;
            pair.renew();
        }
        return new Outcome("", ended, Ticks.hits());
    }

    /** Arguments that the hot code is made for, if it begins with a test of them. */
    private static List<Number> entry(Mutant mutant) {
        byte[] bytes = mutant.twin().whittled().get(mutant.draft().hot.name);
        Instructions code = Instructions.of(
                Draft.find(ClassFiles.parse(bytes), mutant.draft().certificate.method()));
        return IntStream.range(0, Math.min(code.size(), ENTRY))
                .mapToObj(i -> Code.constant(code.get(i)))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The two differ where nothing ran before, and the original does the same twice and as its whittled twin. */
    private boolean confirmed(Mutant mutant, Pair pair, boolean off, MethodId id, Bench.Round round) {
        Bench.Result a = pair.old.run(id, round, BUDGET);
        Bench.Result b = pair.now.run(id, round, PATIENCE + 100 * a.used());
        Bench twin = pair.bench(know(mutant.twin()).whittled().get(off), true);
        Bench.Result c = twin.run(id, round, PATIENCE + 100 * a.used());
        return !a.spent() && !difference(a, b).isEmpty() && difference(a, c).isEmpty();
    }

    private static String difference(Bench.Result a, Bench.Result b) {
        if (b.spent()) {
            return "ends after " + a.used() + ", and now does not";
        }
        for (int i = 0; i < Math.max(a.lines().size(), b.lines().size()); i++) {
            String x = i < a.lines().size() ? a.lines().get(i) : "nothing";
            String y = i < b.lines().size() ? b.lines().get(i) : "nothing";
            if (!x.equals(y)) {
                return x.strip() + " became " + y.strip();
            }
        }
        return "";
    }
}
