package dev.whittle.mavenplugin;

import dev.whittle.formats.AgentOptions;
import dev.whittle.formats.RuleSet;
import dev.whittle.formats.RulesCodec;
import dev.whittle.model.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Makes the build's tests run with the recording agent: puts it in front of what the property {@code argLine} holds, so that it
 * lives beside other agents such as JaCoCo's.
 */
@Mojo(
        name = "prepare-agent",
        defaultPhase = LifecyclePhase.INITIALIZE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class PrepareAgentMojo extends WhittleMojo {
    private static final String AGENT = "dev.whittle:whittle-profiler-agent";

    /** The property that surefire or failsafe takes its JVM options from. */
    @Parameter(property = "whittle.propertyName", defaultValue = "argLine")
    private String propertyName = "argLine";

    /** Seconds between two writes of the profile. */
    @Parameter(property = "whittle.interval", defaultValue = "30")
    private int interval = 30;

    @Parameter(defaultValue = "${plugin.artifactMap}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private Map<String, Artifact> pluginArtifacts;

    @Override
    void run() {
        Properties properties = project().getProperties();
        Path target =
                Path.of(project().getBuild().getDirectory()).toAbsolutePath().normalize();
        Path profile = profile().toAbsolutePath().normalize();
        if (Files.exists(profile) && !profile.startsWith(target)) {
            // For who asks for @{argLine}, it has to be something.
            properties.putIfAbsent(propertyName, "");
            getLog().info("Whittle records nothing, as " + profile
                    + " is there, which no build made: it lies outside of " + target
                    + ". To record the tests, remove it or name another file with -Dwhittle.profile=FILE.");
            return;
        }
        Path rules = rules();
        AgentOptions options = new AgentOptions(profile, interval, includes(), excludes(), List.of())
                .withRules(rules == null ? RuleSet.none() : RulesCodec.read(rules));
        String line = ArgLine.prepend(properties.getProperty(propertyName), options.option(agentJar()));
        properties.setProperty(propertyName, line);
        getLog().info(propertyName + " set to " + line);
    }

    private Path agentJar() {
        Artifact agent = pluginArtifacts.get(AGENT);
        if (agent == null || agent.getFile() == null) {
            throw new BadInputException("The artifact " + AGENT + " is missing: check the repositories of this build.");
        }
        return agent.getFile().toPath().toAbsolutePath();
    }
}
