package dev.whittle.mavenplugin;

import dev.whittle.formats.AgentOptions;
import dev.whittle.formats.RuleSet;
import dev.whittle.formats.RulesCodec;
import dev.whittle.model.BadInputException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Makes the build's tests run with the recording agent: puts it in front of what the property {@code argLine} holds, so that it
 * lives beside other agents such as JaCoCo's.
 */
@Mojo(
        name = "prepare-agent",
        defaultPhase = LifecyclePhase.INITIALIZE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class PrepareAgentMojo extends AbstractMojo {
    private static final String AGENT = "dev.whittle:whittle-profiler-agent";

    /** Does nothing if true. */
    @Parameter(property = "whittle.skip", defaultValue = "false")
    private boolean skip;

    /** The property that surefire or failsafe takes its JVM options from. */
    @Parameter(property = "whittle.propertyName", defaultValue = "argLine")
    private String propertyName = "argLine";

    /** The profile to write. */
    @Parameter(property = "whittle.profile", defaultValue = "${project.build.directory}/whittle.wprof")
    @SuppressWarnings("NullAway.Init")
    private File profile;

    /** Seconds between two writes of the profile. */
    @Parameter(property = "whittle.interval", defaultValue = "30")
    private int interval = 30;

    /** Patterns of classes to record, such as com.example.net.**; none means each class. */
    @Parameter(property = "whittle.includes")
    private List<String> includes = new ArrayList<>();

    /** Patterns of classes to leave alone. */
    @Parameter(property = "whittle.excludes")
    private List<String> excludes = new ArrayList<>();

    /** A file of rules that mark code without annotations. */
    @Parameter(property = "whittle.rules")
    private @Nullable File rules;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private MavenProject project;

    @Parameter(defaultValue = "${plugin.artifactMap}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private Map<String, Artifact> pluginArtifacts;

    @Override
    public void execute() throws MojoExecutionException {
        if (skip) {
            getLog().info("Whittle is skipped.");
            return;
        }
        try {
            AgentOptions options = new AgentOptions(
                            profile.toPath().toAbsolutePath(), interval, includes, excludes, List.of())
                    .withRules(rules == null ? RuleSet.none() : RulesCodec.read(rules.toPath()));
            String line =
                    ArgLine.prepend(project.getProperties().getProperty(propertyName), options.option(agentJar()));
            project.getProperties().setProperty(propertyName, line);
            getLog().info(propertyName + " set to " + line);
        } catch (BadInputException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    private Path agentJar() {
        Artifact agent = pluginArtifacts.get(AGENT);
        if (agent == null || agent.getFile() == null) {
            throw new BadInputException("The artifact " + AGENT + " is missing: check the repositories of this build.");
        }
        return agent.getFile().toPath().toAbsolutePath();
    }
}
