package dev.whittle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a command: it shows what there is. */
@Command(
        name = "whittle",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = "Whittles a Java program down to the machine it is deployed to, with a safe way back.",
        subcommands = HelpCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 the check said no, 2 bad input or usage, 3 fault of Whittle.",
            "record and run end with the exit code of the program that they started."
        })
final class WhittleCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }
}
