package dev.whittle.mavenplugin;

import dev.whittle.engine.SolverFaultException;
import dev.whittle.engine.Solving;
import dev.whittle.model.BadInputException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What all goals are told, and how they fail: a sentence for a person. */
abstract class WhittleMojo extends AbstractMojo {
    /** How the whittled jar and what lies beside it are told from the build's own artifacts. */
    static final String CLASSIFIER = "whittled";

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

    /** Methods that are proved at once; 0 for one for each processor. The result does not depend on it. */
    @Parameter(property = "whittle.jobs", defaultValue = "0")
    private int jobs;

    /** Steps that each solver may take for one method; 0 for as many as it takes. */
    @Parameter(property = "whittle.budget", defaultValue = "0")
    private long budget;

    /** Whether a second, independent solver has to agree to each proof. */
    @Parameter(property = "whittle.secondSolver", defaultValue = "true")
    private boolean secondSolver = true;

    /** Seconds that a solver may take over one question; one that takes longer is killed, and the build fails. */
    @Parameter(property = "whittle.patience", defaultValue = "" + Solving.PATIENCE)
    private int patience = Solving.PATIENCE;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private MavenProject project;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Whittle is skipped.");
            return;
        }
        try {
            run();
        } catch (BadInputException | SolverFaultException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * @throws BadInputException if the build gives what cannot be used
     * @throws MojoFailureException if a check said no
     */
    abstract void run() throws MojoFailureException;

    /** Returns how much proofs may take. */
    Solving solving() {
        return new Solving(jobs == 0 ? Solving.defaults().jobs() : jobs, budget, secondSolver, patience);
    }

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

    /** What the program runs with besides its jar, in a fixed order. */
    List<Path> libraries(Path jar) {
        return project().getArtifacts().stream()
                .map(a -> a.getFile())
                .filter(f -> f != null && f.exists() && !f.toPath().equals(jar))
                .map(File::toPath)
                .sorted()
                .toList();
    }

    static <E extends Enum<E>> E constant(Class<E> type, String word, String parameter) {
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "The parameter " + parameter + " of the Whittle plugin cannot be " + word + ": choose one of "
                            + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT) + ".");
        }
    }
}
