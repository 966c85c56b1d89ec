package dev.whittle.mavenplugin;

import dev.whittle.model.BadInputException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What both goals are told, and how they fail: a sentence for a person. */
abstract class WhittleMojo extends AbstractMojo {
    /** Does nothing if true. */
    @Parameter(property = "whittle.skip", defaultValue = "false")
    private boolean skip;

    /** The profile: what recording writes and whittling reads. */
    @Parameter(property = "whittle.profile", defaultValue = "${project.build.directory}/whittle.wprof")
    @SuppressWarnings("NullAway.Init")
    private File profile;

    /** Patterns of classes to record and to change, such as com.example.net.**; none means each class. */
    @Parameter(property = "whittle.includes")
    private List<String> includes = new ArrayList<>();

    /** Patterns of classes to leave as they are. */
    @Parameter(property = "whittle.excludes")
    private List<String> excludes = new ArrayList<>();

    /** A file of rules that mark code without annotations. */
    @Parameter(property = "whittle.rules")
    private @Nullable File rules;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private MavenProject project;

    @Override
    public final void execute() throws MojoExecutionException {
        if (skip) {
            getLog().info("Whittle is skipped.");
            return;
        }
        try {
            run();
        } catch (BadInputException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    /** @throws BadInputException if the build gives what cannot be used */
    abstract void run();

    Path profile() {
        return profile.toPath();
    }

    List<String> includes() {
        return includes;
    }

    List<String> excludes() {
        return excludes;
    }

    @Nullable
    Path rules() {
        return rules == null ? null : rules.toPath();
    }

    MavenProject project() {
        return project;
    }
}
