package dev.whittle.engine.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whittled programs with one thing wrong: none that does something else is proved, and of those that an input reveals, nine of ten come back
 * as a counterexample. {@code docs/mutation.md} says how to run it in full; each mutant is made again from its seed and the number of mutants
 * asked for.
 */
class MutationTest {
    private static final int MUTANTS = Integer.getInteger("whittle.mutants", 500);
    private static final long SEED = Long.getLong("whittle.mutants.seed", 1);
    /** The work may be split among runs, of which this does one. */
    private static final int PARTS = Integer.getInteger("whittle.mutants.parts", 1);

    private static final int PART = Integer.getInteger("whittle.mutants.part", 0);
    /** Of the mutants that are not proved, one in so many is run by the oracle, and replayed by the verifier if that reveals it... */
    private static final int MEASURED = Integer.getInteger("whittle.mutants.measured", 20);
    /** ... and so many of the first, so that a short run measures something, too. */
    private static final int MEASURED_FIRST = 5;

    /** So many rounds, of one to three calls each, without a difference tell that a mutant does the same... */
    private static final int ROUNDS = 1500;
    /** ... if so many of them end, and reach what was changed so often. */
    private static final int ENDED = 700;

    private static final int HITS = 100;
    private static final int ROUNDS_TO_REVEAL = 150;
    /** A proof is made anew without what the session kept, once in so many. */
    private static final int AGAIN = 10;

    private final Jury jury = new Jury();
    private final Oracle oracle = new Oracle();
    final Tally tally = new Tally();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();

    @Test
    void noneThatDiffersIsProved() {
        judge(Programs.twins(SEED, 1 + MUTANTS / 2000), Kind.all(), MUTANTS);
        assertThat(tally.kinds()).isGreaterThan(20);
    }

    /** Calls that are made on one class: one mutant more for each ten. */
    @Test
    void noneWithAFixedReceiverThatDiffersIsProved() {
        List<Kind> kinds = new ArrayList<>(Kind.all());
        for (int i = 0; i < 5; i++) {
            kinds.addAll(ReceiverKinds.all());
        }
        judge(Programs.fixed(SEED, 4), kinds, MUTANTS / 10);
    }

    private void judge(List<Twin> twins, List<Kind> kinds, int mutants) {
        long seed = SEED * 1_000_000;
        for (int made = 0; made < mutants; seed++) {
            Mutant mutant = Mutant.of(twins, kinds, seed);
            if (mutant != null && made++ % PARTS == PART) {
                tally.count(mutant, Tally.Column.MADE);
                judge(mutant);
            }
        }
        System.out.println("Mutants of seeds " + SEED * 1_000_000 + " to " + (seed - 1) + "\n" + tally);
        assertThat(wrong).as("proved, and an input shows that they differ").isEmpty();
        assertThat(unexplained).as("proved, and nothing says why").isEmpty();
        int revealed = tally.sum(Tally.Column.REVEALED);
        assertThat(revealed).isPositive();
        assertThat(tally.sum(Tally.Column.COUNTEREXAMPLE))
                .as("counterexamples of the %s that an input reveals", revealed)
                .isGreaterThanOrEqualTo(revealed * 9 / 10);
    }

    private void judge(Mutant mutant) {
        Jury.Finding finding = jury.judge(mutant, tally.sum(Tally.Column.MADE) % AGAIN == 0);
        if (finding.proved()) {
            proved(mutant);
            return;
        }
        tally.count(mutant, Tally.Column.REFUSED);
        int refused = tally.sum(Tally.Column.REFUSED);
        if (refused > MEASURED_FIRST && refused % MEASURED != 0) {
            return;
        }
        tally.count(mutant, Tally.Column.MEASURED);
        Oracle.Outcome seen = oracle.run(mutant, ROUNDS_TO_REVEAL);
        if (seen.reveals()) {
            tally.count(mutant, Tally.Column.REVEALED);
            Jury.Finding replayed = jury.replay(mutant);
            if (replayed.verdict().equals("COUNTEREXAMPLE")) {
                tally.count(mutant, Tally.Column.COUNTEREXAMPLE);
            } else {
                tell("revealed, and no counterexample: " + mutant + ": " + replayed + "\n    " + seen.difference());
            }
        }
    }

    private void proved(Mutant mutant) {
        String rule = Excuse.of(mutant);
        boolean runs = !Mutant.sameBytes(mutant.twin(), mutant.input());
        // What a rule explains is run, too, for a little while.
        Oracle.Outcome seen =
                runs ? oracle.run(mutant, rule.isEmpty() ? ROUNDS : ROUNDS / 30) : new Oracle.Outcome("", 0, 0);
        if (seen.reveals()) {
            tally.count(mutant, Tally.Column.FALSE_PROVED);
            wrong.add(mutant + ": " + seen.difference());
            tell("PROVED, AND DIFFERS: " + mutant + ": " + seen.difference());
        } else if (!rule.isEmpty()) {
            tally.count(mutant, Tally.Column.RULE);
        } else if (seen.rounds() >= ENDED && seen.hits() >= HITS) {
            tally.count(mutant, Tally.Column.RUN);
        } else if (!Readings.of(mutant).isEmpty()) {
            tally.count(mutant, Tally.Column.READ);
        } else {
            tally.count(mutant, Tally.Column.UNEXPLAINED);
            unexplained.add(mutant.toString());
            tell("not shown to do the same: " + mutant + ", " + Readings.key(mutant) + ": " + seen + "\n"
                    + Excuse.changed(mutant) + Texts.difference(mutant));
        }
    }

    /** At once: a long run that is broken off should not be for nothing. */
    private static void tell(String what) {
        System.out.println(what);
    }
}
