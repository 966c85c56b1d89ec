package dev.whittle.cli;

import dev.whittle.engine.ProfileFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ProfileOutput output = new ProfileOutput();

    MergeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        profiles.forEach(profile -> Context.existing(profile, "profile"));
        Path file = output.file();
        ProfileFiles.merge(profiles, file);
        context.say("wrote " + file);
        return ExitCodes.DONE;
    }
}
