package dev.whittle.cli;

import dev.whittle.model.MethodGraph;
import dev.whittle.report.Reports;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the decision points of a program and where each condition comes from. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = "Shows which branches derive from facts about the hardware, and why others do not.")
final class AnalyzeCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ProgramOptions program = new ProgramOptions();

    AnalyzeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<MethodGraph> graphs = context.stages().analyze(program.looking(null));
        context.say(Reports.analysis(graphs, context.console().width()));
        return ExitCodes.DONE;
    }
}
