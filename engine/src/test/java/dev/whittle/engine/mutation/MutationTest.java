package dev.whittle.engine.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whittled programs with one thing wrong: none that does something else is proved. The long form:
 * {@code mvn -pl engine -am test -Dtest=MutationTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dwhittle.test.args="-Dwhittle.mutants=5000 -Dwhittle.mutants.seed=1"}; each mutant is made again from its seed and the number of mutants
 * asked for.
 */
class MutationTest {
    private static final int MUTANTS = Integer.getInteger("whittle.mutants", 500);
    private static final long SEED = Long.getLong("whittle.mutants.seed", 1);
    /** Of the mutants that are not proved, one in so many is replayed, to see whether an input shows what is wrong. */
    private static final int REPLAYED = Integer.getInteger("whittle.mutants.replayed", 100);

    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    private void count(String kind, String verdict) {
        counts.computeIfAbsent(kind, k -> new TreeMap<>()).merge(verdict, 1, Integer::sum);
    }

    @Test
    void noneThatDiffersIsProved() {
        List<Twin> twins = Programs.twins(SEED, 1 + MUTANTS / 2000);
        Jury jury = new Jury();
        List<String> wrong = new ArrayList<>();
        List<String> unexplained = new ArrayList<>();
        int made = 0;
        long seed = SEED * 1_000_000;
        for (; made < MUTANTS; seed++) {
            Mutant mutant = Mutant.of(twins, Kind.all(), seed);
            if (mutant == null) {
                continue;
            }
            made++;
            Jury.Finding finding = jury.judge(mutant, made % REPLAYED == 0);
            String verdict = finding.verdict();
            if (finding.proved()) {
                String excuse = Excuse.of(mutant);
                // A rule that excuses is checked now and then, too.
                Jury.Finding shown = excuse.isEmpty() || made % 5 == 0 ? jury.run(mutant) : finding;
                if (shown.verdict().equals("COUNTEREXAMPLE")) {
                    verdict = "FALSE PROVED";
                    wrong.add(mutant + ": " + shown.detail());
                } else if (excuse.isEmpty()) {
                    verdict = "PROVED unexplained";
                    unexplained.add(
                            mutant + ": " + shown.detail() + "\n" + Excuse.changed(mutant) + Texts.difference(mutant));
                } else {
                    verdict = "PROVED same: " + excuse;
                }
            }
            count(mutant.kind().name(), verdict);
            count("ALL", verdict);
        }
        System.out.println("Mutants: " + made + " of seeds " + SEED * 1_000_000 + " to " + seed);
        counts.forEach((k, v) -> System.out.println("  " + k + ": " + v));
        unexplained.forEach(u -> System.out.println("not shown to differ: " + u));
        assertThat(wrong).as("proved, and an input shows that they differ").isEmpty();
        // What is proved and was not shown to differ is printed, to be read: many of them would mean that nobody can.
        assertThat(unexplained).hasSizeLessThan(10 + MUTANTS / 50);
        assertThat(counts).hasSizeGreaterThan(20);
    }
}
