package dev.whittle.verifier.internal;

import dev.whittle.verifier.internal.smt.Answer;
import dev.whittle.verifier.internal.smt.Bench;
import dev.whittle.verifier.internal.smt.Engine;
import dev.whittle.verifier.internal.smt.Question;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the first solver, under a limit that counts its own steps and not time, so that the answer is the same each time; and the second
 * one, once a proof stands, about all that it rests on. What is not answered counts as not shown.
 */
final class Solver {
    static final int MAX_QUERIES = 2_000;
    static final int STEPS = 2_000_000;
    private static final int SECOND_STEPS = 400_000;
    /** Of floating-point arithmetic: with more the second solver's steps are used up before it begins, and time and memory of both have no bound. */
    private static final int MAX_EFFORT = SECOND_STEPS / 1_000;

    private static final int MAX_MODELS = 16;
    /** Where a proof is one of several that are tried: what is left open takes longest, and more of it seldom helps. */
    private static final int MAX_UNDECIDED = 6;
    /** Of what was rewritten, so many at once: the second solver is asked whether any of it is wrong. */
    private static final int AT_ONCE = 200;
    /**
     * For so many at once. What is easy for one may be hard where it is one of several ways: that an operand is a constant, say, the one of a
     * remainder, is then known too late.
     */
    private static final int AT_ONCE_STEPS = 100_000;

    private final Bench bench;
    private final int maxQueries;
    private final int steps;
    private final long budget;
    private final Set<SortedMap<Integer, Long>> models = new LinkedHashSet<>();
    private final Set<Question> refuted = new LinkedHashSet<>();
    private String fault = "";
    private int queries;
    private int undecided;
    private long first;
    private long second;

    /** @param budget of steps that each solver may take for this proof */
    Solver(Bench bench, long budget) {
        this(bench, budget, MAX_QUERIES, STEPS);
    }

    /**
     * For a proof that is given up once it asks more.
     *
     * @param steps of the solver's own, for one query
     */
    Solver(Bench bench, long budget, int maxQueries, int steps) {
        this.bench = bench;
        this.budget = budget;
        this.maxQueries = maxQueries;
        this.steps = steps;
    }

    int queries() {
        return queries;
    }

    /** Returns what went wrong with a solver, or an empty string. What was not shown then might be shown the next time. */
    String fault() {
        return fault;
    }

    /**
     * Returns true only if it was shown that the facts cannot all hold.
     *
     * @throws Unproved if the solver gives no answer, or may not be asked any more
     */
    boolean impossible(Collection<Term> facts) {
        if (maxQueries < MAX_QUERIES && (queries >= maxQueries || undecided > MAX_UNDECIDED)) {
            throw new Unproved("it asks more of the solver than is tried");
        }
        if (queries >= maxQueries) {
            return false;
        }
        queries++;
        if (refutes(SmtText.question(facts, false))) {
            return true;
        }
        int effort = SmtText.effort(facts);
        if (effort > MAX_EFFORT) {
            undecided++;
        }
        return effort >= 0 && effort <= MAX_EFFORT && refutes(SmtText.question(facts, true));
    }

    private boolean refutes(Question question) {
        Engine engine = bench.first();
        long left = budget - first;
        if (left <= 0) {
            throw new Unproved("the budget of " + budget + " steps of the solver is used up");
        }
        long before = engine.steps();
        Answer answer = engine.ask(question, Math.min(steps, left));
        first += engine.steps() - before;
        if (answer instanceof Answer.Fault f) {
            throw faulty(f.reason());
        }
        if (answer instanceof Answer.Unknown) {
            undecided++;
        } else if (answer instanceof Answer.Satisfiable s) {
            remember(s.values());
        } else if (answer instanceof Answer.Refuted) {
            // Nobody tries what the second one finds.
            refuted.add(new Question(question.script(), List.of()));
            return true;
        }
        return false;
    }

    private Unproved faulty(String reason) {
        fault = reason;
        return new Unproved(reason);
    }

    private void remember(SortedMap<String, String> found) {
        SortedMap<Integer, Long> values = new TreeMap<>();
        for (Map.Entry<String, String> each : found.entrySet()) {
            Long value = bits(each.getValue());
            if (value != null) {
                values.put(SmtText.local(each.getKey()), value);
            }
        }
        if (!values.isEmpty() && models.add(values) && models.size() > MAX_MODELS) {
            models.remove(models.iterator().next());
        }
    }

    /** Reads a bit vector as SMT-LIB writes it. */
    private static @Nullable Long bits(String value) {
        try {
            if (value.startsWith("#x")) {
                return Long.parseUnsignedLong(value.substring(2), 16);
            }
            return value.startsWith("#b") ? Long.parseUnsignedLong(value.substring(2), 2) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * Returns arguments for which a query could not be refuted, the latest last: local index to value, where an int may be spelled without
     * its sign. They are worth trying.
     */
    List<SortedMap<Integer, Long>> models() {
        return List.copyOf(models);
    }

    /**
     * Has others look at what the proof rests on: values that algebra says are equal are computed; the second solver is asked about what the
     * first refuted, and what was decided by rewriting.
     *
     * @throws Unproved if it does not agree, or does not say
     */
    void recheck(Terms terms) {
        for (Audit.Equality each : terms.audit().equalities()) {
            String difference = new SmallDomain(each.meaning()).difference(each.a(), each.b());
            if (!difference.isEmpty()) {
                throw faulty("running does not agree that " + each.a() + " is " + each.b() + ": with " + difference);
            }
        }
        Engine engine = bench.second();
        if (engine == null) {
            return;
        }
        for (Question question : refuted) {
            agrees(engine, question, bench.first().name() + " refuted");
        }
        List<List<Term>> wrongs = terms.audit().wrongs();
        for (int i = 0; i < wrongs.size(); i += AT_ONCE) {
            List<List<Term>> some = wrongs.subList(i, Math.min(wrongs.size(), i + AT_ONCE));
            List<Term> together = List.of(any(some, terms));
            int effort = SmtText.effort(together);
            boolean all = effort <= MAX_EFFORT
                    && ask(engine, SmtText.question(together, effort >= 0), AT_ONCE_STEPS) instanceof Answer.Refuted;
            if (!all) {
                some.forEach(wrong -> isWrong(engine, wrong));
            }
        }
    }

    private void isWrong(Engine engine, List<Term> wrong) {
        int effort = SmtText.effort(wrong);
        if (effort <= MAX_EFFORT) {
            agrees(engine, SmtText.question(wrong, effort >= 0), "was rewritten (" + wrong + ")");
        } else if (!(ask(engine, SmtText.question(wrong, false), SECOND_STEPS) instanceof Answer.Refuted)) {
            // What cannot hold whatever floating-point arithmetic means cannot hold as it is meant; what can hold then
            // says nothing.
            throw new Unproved("more floating-point arithmetic was rewritten than " + engine.name() + " decides");
        }
    }

    private static Term any(List<List<Term>> wrongs, Terms terms) {
        List<Term> none = new ArrayList<>();
        for (List<Term> wrong : wrongs) {
            none.add(terms.raw("not", List.of(terms.raw("and", wrong))));
        }
        return terms.raw("not", List.of(terms.raw("and", none)));
    }

    private Answer ask(Engine engine, Question question, int most) {
        long left = budget - second;
        if (left <= 0) {
            throw new Unproved("the budget of " + budget + " steps of the second solver is used up");
        }
        long before = engine.steps();
        Answer answer = engine.ask(question, Math.min(most, left));
        second += engine.steps() - before;
        if (answer instanceof Answer.Fault f) {
            throw faulty(f.reason());
        }
        return answer;
    }

    private void agrees(Engine engine, Question question, String what) {
        Answer answer = ask(engine, question, SECOND_STEPS);
        if (answer instanceof Answer.Satisfiable) {
            throw faulty(engine.name() + " does not agree with what " + what);
        }
        if (answer instanceof Answer.Unknown u) {
            throw new Unproved(engine.name() + " does not decide what " + what + ": " + u.reason());
        }
    }
}
