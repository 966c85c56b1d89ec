package dev.whittle.cli;

import dev.whittle.engine.Fuzzing;
import dev.whittle.engine.Judgement;
import dev.whittle.engine.Outcome;
import dev.whittle.engine.Planned;
import dev.whittle.engine.Profit;
import dev.whittle.engine.Progress;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.Solving;
import dev.whittle.engine.Whittle;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.Plan;
import dev.whittle.model.WhittleReport;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real engine. */
final class EngineStages implements Stages {
    private final Progress progress;
    private final Solving solving;
    private final Profit profit;
    private final Fuzzing fuzzing;
    private final Whittle whittle;

    EngineStages(Progress progress) {
        this(progress, Solving.defaults(), Profit.defaults(), Fuzzing.none());
    }

    private EngineStages(Progress progress, Solving solving, Profit profit, Fuzzing fuzzing) {
        this.progress = progress;
        this.solving = solving;
        this.profit = profit;
        this.fuzzing = fuzzing;
        this.whittle = new Whittle(progress, solving, profit).with(fuzzing);
    }

    @Override
    public Stages with(Solving other) {
        return new EngineStages(progress, other, profit, fuzzing);
    }

    @Override
    public Stages with(Profit other) {
        return new EngineStages(progress, solving, other, fuzzing);
    }

    @Override
    public Stages with(Fuzzing other) {
        return new EngineStages(progress, solving, profit, other);
    }

    @Override
    public List<MethodGraph> analyze(Request request) {
        return whittle.analyze(request);
    }

    @Override
    public Planned plan(Request request) {
        return whittle.planned(request);
    }

    @Override
    public Outcome transform(Request request, @Nullable Plan given, boolean dryRun) {
        return whittle.transform(request, given, dryRun);
    }

    @Override
    public Judgement verify(
            List<Path> original, List<Path> whittled, List<Path> classPath, Require require, @Nullable Path cache) {
        return whittle.verify(original, whittled, classPath, require, cache);
    }

    @Override
    public Judgement compare(
            Path first, Path second, @Nullable String className, String method, List<Path> classPath, Require require) {
        return whittle.compare(first, second, className, method, classPath, require);
    }

    @Override
    public WhittleReport report(Path whittled) {
        return whittle.report(whittled);
    }
}
