package dev.whittle.cli;

import dev.whittle.engine.Progress;
import dev.whittle.engine.SolverFaultException;
import dev.whittle.model.BadInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** The whole command line: parses, runs one command, and turns its end into an exit code. */
final class WhittleCli {
    private final Console console;
    private final StderrProgress progress;
    private final CommandLine commands;

    WhittleCli(Function<Progress, Stages> stages, Launcher launcher, Console console) {
        this.console = console;
        this.progress = new StderrProgress(console.err(), console.terminal());
        Context context = new Context(stages.apply(progress), launcher, console, progress);
        this.commands = new CommandLine(new WhittleCommand());
        commands.addSubcommand(startsAnother(new RecordCommand(context)))
                .addSubcommand(new ImportCommand(context))
                .addSubcommand(new MergeCommand(context))
                .addSubcommand(new CompareCommand(context))
                .addSubcommand(new AnalyzeCommand(context))
                .addSubcommand(new PlanCommand(context))
                .addSubcommand(new TransformCommand(context))
                .addSubcommand(new VerifyCommand(context))
                .addSubcommand(new DiffCommand(context))
                .addSubcommand(startsAnother(new RunCommand(context)))
                .addSubcommand(new DemoCommand(context))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e))
                .setParameterExceptionHandler((e, arguments) -> misused(e));
    }

    /** What follows the first word belongs to the program that is started, options included. */
    private static CommandLine startsAnother(Object command) {
        return new CommandLine(command).setStopAtPositional(true);
    }

    /** Returns the exit code; throws nothing. */
    int run(List<String> arguments) {
        try {
            return commands.execute(arguments.toArray(String[]::new));
        } catch (Throwable t) {
            return failed(t);
        } finally {
            progress.clear();
            console.out().flush();
            console.err().flush();
        }
    }

    private int misused(CommandLine.ParameterException e) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String what =
                String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("\\.$", "");
        console.err().println(what + ": see `" + name + " --help`.");
        return ExitCodes.BAD_INPUT;
    }

    private int failed(Throwable t) {
        progress.clear();
        if (t instanceof BadInputException) {
            console.err().println(t.getMessage());
            return ExitCodes.BAD_INPUT;
        }
        if (t instanceof SolverFaultException) {
            console.err().println(t.getMessage());
            return ExitCodes.FAULT;
        }
        console.err().println("Whittle failed, and this is a fault of Whittle (" + shortly(t) + "); " + keepTrace(t));
        return ExitCodes.FAULT;
    }

    private static String shortly(Throwable t) {
        String message =
                t.getMessage() == null ? "" : t.getMessage().lines().findFirst().orElse("");
        return t.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }

    private static String keepTrace(Throwable t) {
        try {
            Path file = Files.createTempFile("whittle-fault-", ".txt");
            try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
                t.printStackTrace(out);
            }
            return "the trace is in " + file + ", please report it.";
        } catch (IOException e) {
            return "the trace could not be written, as the folder for temporary files refuses it.";
        }
    }
}
