package dev.whittle.cli;

import dev.whittle.engine.ProfileFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Widens a profile by what other tools saw. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Widens a profile by JaCoCo's coverage: what a covered method holds is never cold. Example:"
                + " whittle import --jacoco jacoco.exec --profile app.wprof -o wide.wprof app.jar")
final class ImportCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            paramLabel = "INPUT",
            description = "The program that JaCoCo watched: a jar, a directory, or a class path.")
    @SuppressWarnings("NullAway.Init")
    private String input;

    @Option(
            names = "--jacoco",
            paramLabel = "EXEC",
            required = true,
            description = "A .exec file that JaCoCo wrote; may be given several times.")
    private List<Path> execs = new ArrayList<>();

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "FILE",
            required = true,
            description = "The profile that record wrote.")
    @SuppressWarnings("NullAway.Init")
    private Path profile;

    @Mixin
    private ProfileOutput output = new ProfileOutput();

    ImportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Path> program = Context.classPath(input, "input");
        execs.forEach(exec -> Context.existing(exec, "JaCoCo file"));
        Context.existing(profile, "profile");
        Path file = output.file();
        context.say(ProfileFiles.importJacoco(profile, execs, program, file));
        context.say("wrote " + file);
        return ExitCodes.DONE;
    }
}
