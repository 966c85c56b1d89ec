package dev.whittle.mavenplugin;

import dev.whittle.engine.ClassMode;
import dev.whittle.engine.Filter;
import dev.whittle.engine.Outcome;
import dev.whittle.engine.Profit;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.Retention;
import dev.whittle.engine.StoreMode;
import dev.whittle.engine.Whittle;
import dev.whittle.report.Reports;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

/** Whittles the build's jar to a profile and attaches the result, with the classifier {@code whittled}; the jar itself stays. */
@Mojo(
        name = "transform",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class TransformMojo extends WhittleMojo {
    /** What a method needs to stay whittled: proved or tested. */
    @Parameter(property = "whittle.require", defaultValue = "proved")
    private String require = "proved";

    /**
     * Where cold code goes: embedded in the jar, sidecar for a file beside it, remote for a server, drop for nowhere, or resident for classes of
     * the program.
     */
    @Parameter(property = "whittle.store", defaultValue = "embedded")
    private String store = "embedded";

    /** For a remote store: the folder on a server where it will be. */
    @Parameter(property = "whittle.storeUrl")
    private @Nullable String storeUrl;

    /**
     * Where classes go that the recorded run never loaded: they stay, or lie in a jar beside, with the classifier {@code whittled-cold}, which the
     * manifest names by its file's name.
     */
    @Parameter(property = "whittle.coldClasses", defaultValue = "stay")
    private String coldClasses = "stay";

    /**
     * Bytes that an exit counts as: code leaves where more leaves than its exits count, so that 0 takes all cold code out of hot
     * methods. Below 0 for the default, 100.
     */
    @Parameter(property = "whittle.exitBytes", defaultValue = "-1")
    private int exitBytes = -1;

    /** Share of a method's executions, above 0 and at most 1, that has to pass a test at its entry. */
    @Parameter(property = "whittle.explainedShare", defaultValue = "0.99")
    private double explainedShare = 0.99;

    /**
     * Files that a whittled program wrote for {@code -Dwhittle.learn=FILE}: what came back there stays from now on. Those that are not there
     * yet are passed over.
     */
    @Parameter(property = "whittle.refine")
    private List<File> refine = new ArrayList<>();

    private final MavenProjectHelper helper;

    @Inject
    public TransformMojo(MavenProjectHelper helper) {
        this.helper = helper;
    }

    @Override
    void run() {
        File jar = project().getArtifact().getFile();
        if (!Files.isRegularFile(profile())) {
            getLog().info("Whittle has nothing to do, as there is no profile at " + profile() + ".");
        } else if (jar == null || !jar.isFile() || !jar.getName().endsWith(".jar")) {
            getLog().info("Whittle has nothing to do, as this build makes no jar.");
        } else {
            transform(jar.toPath());
        }
    }

    private void transform(Path jar) {
        Request request = new Request(
                jar,
                libraries(jar),
                profile(),
                rules(),
                new Filter(includes(), excludes()),
                Request.besides(jar),
                true,
                constant(Require.class, require, "require"),
                StoreMode.EMBEDDED);
        Outcome outcome = new Whittle(new LogProgress(getLog()), solving(), profit())
                .transform(
                        request.refinedBy(learned())
                                .with(Retention.of(constant(StoreMode.class, store, "store"), storeUrl))
                                .with(constant(ClassMode.class, coldClasses, "coldClasses")),
                        null,
                        false);
        outcome.warnings().forEach(getLog()::warn);
        Reports.text(outcome.report(), Reports.UNBOUNDED).lines().forEach(getLog()::info);
        outcome.learned().forEach(getLog()::info);
        outcome.written().forEach(this::attach);
    }

    private List<Path> learned() {
        refine.stream()
                .filter(f -> !f.exists())
                .forEach(f -> getLog().info("There is nothing learned at " + f + " yet."));
        return refine.stream().filter(File::exists).map(File::toPath).toList();
    }

    private Profit profit() {
        Profit profit = Profit.defaults().withExplainedShare(explainedShare);
        return exitBytes < 0 ? profit : profit.withExitBytes(exitBytes);
    }

    /** The jar and what lies beside it, told apart by their extensions. */
    private void attach(Path file) {
        String name = String.valueOf(file.getFileName());
        String type = name.endsWith(".report.json") ? "report.json" : name.substring(name.lastIndexOf('.') + 1);
        boolean program = name.endsWith(CLASSIFIER + "." + type);
        helper.attachArtifact(project(), type, program ? CLASSIFIER : CLASSIFIER + "-cold", file.toFile());
        getLog().info("attached " + name);
    }
}
