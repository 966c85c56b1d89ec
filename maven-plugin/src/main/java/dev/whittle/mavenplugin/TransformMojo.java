package dev.whittle.mavenplugin;

import dev.whittle.engine.Filter;
import dev.whittle.engine.Outcome;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.StoreMode;
import dev.whittle.engine.Whittle;
import dev.whittle.model.BadInputException;
import dev.whittle.report.Reports;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.inject.Inject;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

/** Whittles the build's jar to a profile and attaches the result, with the classifier {@code whittled}; the jar itself stays. */
@Mojo(
        name = "transform",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class TransformMojo extends AbstractMojo {
    private static final String CLASSIFIER = "whittled";

    /** Does nothing if true. */
    @Parameter(property = "whittle.skip", defaultValue = "false")
    private boolean skip;

    /** The profile to whittle to. Where there is none, nothing is done. */
    @Parameter(property = "whittle.profile", defaultValue = "${project.build.directory}/whittle.wprof")
    @SuppressWarnings("NullAway.Init")
    private File profile;

    /** Patterns of classes that may be changed, such as com.example.net.**; none means each class. */
    @Parameter(property = "whittle.includes")
    private List<String> includes = new ArrayList<>();

    /** Patterns of classes to leave as they are. */
    @Parameter(property = "whittle.excludes")
    private List<String> excludes = new ArrayList<>();

    /** A file of rules that mark code without annotations. */
    @Parameter(property = "whittle.rules")
    private @Nullable File rules;

    /** What a method needs to stay whittled: proved or tested. */
    @Parameter(property = "whittle.require", defaultValue = "proved")
    private String require = "proved";

    /** Where cold code goes: embedded in the jar, or sidecar for a file beside it. */
    @Parameter(property = "whittle.store", defaultValue = "embedded")
    private String store = "embedded";

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private MavenProject project;

    private final MavenProjectHelper helper;

    @Inject
    public TransformMojo(MavenProjectHelper helper) {
        this.helper = helper;
    }

    @Override
    public void execute() throws MojoExecutionException {
        File jar = project.getArtifact().getFile();
        if (skip) {
            getLog().info("Whittle is skipped.");
        } else if (!profile.isFile()) {
            getLog().info("Whittle has nothing to do, as there is no profile at " + profile + ".");
        } else if (jar == null || !jar.isFile() || !jar.getName().endsWith(".jar")) {
            getLog().info("Whittle has nothing to do, as this build makes no jar.");
        } else {
            transform(jar.toPath());
        }
    }

    private void transform(Path jar) throws MojoExecutionException {
        try {
            Request request = new Request(
                    jar,
                    libraries(jar),
                    profile.toPath(),
                    rules == null ? null : rules.toPath(),
                    new Filter(includes, excludes),
                    Request.besides(jar),
                    true,
                    constant(Require.class, require, "require"),
                    constant(StoreMode.class, store, "store"));
            Outcome outcome = new Whittle(new LogProgress(getLog())).transform(request, null, false);
            outcome.warnings().forEach(getLog()::warn);
            Reports.text(outcome.report(), Reports.UNBOUNDED).lines().forEach(getLog()::info);
            outcome.written().forEach(this::attach);
        } catch (BadInputException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<Path> libraries(Path jar) {
        return project.getArtifacts().stream()
                .map(a -> a.getFile())
                .filter(f -> f != null && f.exists() && !f.toPath().equals(jar))
                .map(File::toPath)
                .sorted()
                .toList();
    }

    /** The jar and what lies beside it, told apart by their extensions. */
    private void attach(Path file) {
        String name = String.valueOf(file.getFileName());
        String type = name.endsWith(".report.json") ? "report.json" : name.substring(name.lastIndexOf('.') + 1);
        helper.attachArtifact(project, type, CLASSIFIER, file.toFile());
        getLog().info("attached " + name);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word, String parameter) {
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "The parameter " + parameter + " of the Whittle plugin cannot be " + word + ": choose one of "
                            + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT) + ".");
        }
    }
}
