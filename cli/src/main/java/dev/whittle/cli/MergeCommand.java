package dev.whittle.cli;

import dev.whittle.engine.ProfileFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins what several runs showed. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = "Writes the union of profiles: counts add up, and only what no run used is cold. Example:"
                + " whittle merge -o all.wprof monday.wprof tuesday.wprof")
final class MergeCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "PROFILE", arity = "1..*", description = "Profiles that record wrote.")
    private List<Path> profiles = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The profile to write.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(names = "--force", description = "Replace a profile that is there.")
    private boolean force;

    MergeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        profiles.forEach(profile -> Context.existing(profile, "profile"));
        Context.mayWrite(output, force);
        ProfileFiles.merge(profiles, output);
        context.say("wrote " + output);
        return ExitCodes.DONE;
    }
}
