package dev.whittle.cli;

import dev.whittle.engine.Fuzzing;
import dev.whittle.engine.Judgement;
import dev.whittle.engine.Outcome;
import dev.whittle.engine.Planned;
import dev.whittle.engine.Profit;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.Solving;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.Plan;
import dev.whittle.model.WhittleReport;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine as the commands see it. Bad input is told by {@link dev.whittle.model.BadInputException}; anything else that is thrown is
 * a fault of Whittle.
 */
interface Stages {
    /** Returns stages whose proofs keep to other settings. */
    Stages with(Solving solving);

    /** Returns stages whose plans aim at another profit. */
    Stages with(Profit profit);

    /** Returns stages that have a fuzzer look for counterexamples when they verify or compare. */
    Stages with(Fuzzing fuzzing);

    List<MethodGraph> analyze(Request request);

    Planned plan(Request request);

    /** @param given the plan to carry out, or null to make one from the profile */
    Outcome transform(Request request, @Nullable Plan given, boolean dryRun);

    /**
     * @param original entries of a class path
     * @param whittled what each became
     * @param classPath what the program runs with besides
     * @param cache folder of proofs that are believed, or null for none
     */
    Judgement verify(
            List<Path> original, List<Path> whittled, List<Path> classPath, Require require, @Nullable Path cache);

    /**
     * @param className of the class, where the two are no class files
     * @param method its name, with its descriptor where there are several
     */
    Judgement compare(
            Path first, Path second, @Nullable String className, String method, List<Path> classPath, Require require);

    /** Returns the report that was written beside a whittled program. */
    WhittleReport report(Path whittled);
}
