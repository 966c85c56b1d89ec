package dev.whittle.mavenplugin;

import dev.whittle.engine.Fuzzing;
import dev.whittle.engine.Judgement;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.Whittle;
import dev.whittle.report.Reports;
import dev.whittle.report.Reproducers;
import dev.whittle.report.Reproducers.Programs;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Proves the attached whittled jar once more against the build's own jar, from the files alone, and fails the build if it cannot. */
@Mojo(
        name = "verify",
        defaultPhase = LifecyclePhase.VERIFY,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class VerifyMojo extends WhittleMojo {
    /** What each whittled method needs: proved or tested. */
    @Parameter(property = "whittle.require", defaultValue = "proved")
    private String require = "proved";

    /** Where to write JUnit XML: one test case for each method and each finding. Replaced in each build. */
    @Parameter(property = "whittle.junitFile")
    private @Nullable File junitFile;

    /** Where to write SARIF 2.1.0: one result for each method not proved and each finding. Replaced in each build. */
    @Parameter(property = "whittle.sarifFile")
    private @Nullable File sarifFile;

    /** A folder of proofs that are believed: yours alone, as whoever can write there decides what counts as proved. */
    @Parameter(property = "whittle.cache")
    private @Nullable File cache;

    /** Where to write a JUnit 5 test for each counterexample, which fails while the two differ. Replaced in each build. */
    @Parameter(property = "whittle.reproduceDirectory")
    private @Nullable File reproduceDirectory;

    /** Runs by Jazzer of each method that is not proved and does not differ otherwise; 0 for none. */
    @Parameter(property = "whittle.fuzz", defaultValue = "0")
    private int fuzz;

    /** With fuzz: the jars of Jazzer and of its API, or folders that hold them. Whittle brings none. */
    @Parameter(property = "whittle.jazzer")
    private List<File> jazzer = new ArrayList<>();

    @Override
    void run() throws MojoFailureException {
        File jar = project().getArtifact().getFile();
        Path whittled = jar == null ? null : whittled(jar.toPath());
        if (jar == null || whittled == null) {
            getLog().info("Whittle has nothing to verify, as this build makes no whittled jar.");
        } else {
            verify(jar.toPath(), whittled);
        }
    }

    private @Nullable Path whittled(Path jar) {
        for (Artifact attached : project().getAttachedArtifacts()) {
            if (CLASSIFIER.equals(attached.getClassifier()) && "jar".equals(attached.getType())) {
                return attached.getFile().toPath();
            }
        }
        // The goal may be called by itself, after a build that made the jar.
        Path beside = Request.besides(jar);
        return Files.isRegularFile(jar) && Files.isRegularFile(beside) ? beside : null;
    }

    private void verify(Path jar, Path whittled) throws MojoFailureException {
        Judgement verified = new Whittle(new LogProgress(getLog()), solving())
                .with(new Fuzzing(fuzz, jazzer.stream().map(File::toPath).toList()))
                .verify(
                        List.of(jar),
                        List.of(whittled),
                        libraries(jar),
                        constant(Require.class, require, "require"),
                        cache == null ? null : cache.toPath());
        Reports.verdicts(verified.verdicts(), verified.findings(), Reports.UNBOUNDED)
                .lines()
                .forEach(getLog()::info);
        if (cache != null) {
            int all = verified.verdicts().size();
            getLog().info("proofs from the cache: " + (all - verified.judged()) + " of " + all);
        }
        if (junitFile != null) {
            Reports.writeJunit(junitFile.toPath(), verified.verification());
        }
        if (sarifFile != null) {
            Reports.writeSarif(sarifFile.toPath(), verified.verification());
        }
        if (reproduceDirectory != null) {
            Programs programs = new Programs(List.of(jar), List.of(whittled), libraries(jar));
            Reproducers.write(reproduceDirectory.toPath(), verified.verdicts(), programs, true)
                    .files()
                    .forEach(file -> getLog().info("wrote " + file));
        }
        if (!verified.accepted()) {
            throw new MojoFailureException("The whittled jar " + whittled.getFileName()
                    + " was not proved to do what the original does; the lines above say where. Whittle it"
                    + " again, or ship the original.");
        }
    }
}
