package dev.whittle.mavenplugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.engine.Progress;
import dev.whittle.engine.Request;
import dev.whittle.engine.Whittle;
import dev.whittle.model.Plan;
import dev.whittle.model.Staging;
import dev.whittle.testkit.InMemoryCompiler;
import java.io.File;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyMojoTest {
    @TempDir
    Path folder;

    private final VerifyMojo mojo = new VerifyMojo();
    private Path jar;

    @BeforeEach
    void project() throws Exception {
        jar = folder.resolve("app.jar");
        List<Entry> entries = new ArrayList<>();
        InMemoryCompiler.compile(Map.of("a.A", "package a; public class A { int f(int x) { return x + 1; } }"))
                .forEach((name, bytes) -> entries.add(new Entry(name + ".class", bytes)));
        Staging.write(jar, new JarContents(entries).toJar());
        MavenProject project = new MavenProject();
        DefaultArtifact artifact =
                new DefaultArtifact("g", "app", "1", "compile", "jar", null, new DefaultArtifactHandler("jar"));
        artifact.setFile(jar.toFile());
        project.setArtifact(artifact);
        project.setArtifacts(Set.of());
        set(WhittleMojo.class, "project", project);
    }

    private void set(Class<?> type, String name, Object value) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        field.set(mojo, value);
    }

    private void whittle() {
        Plan nothing = new Plan(Plan.VERSION, "app.jar", List.of(), List.of());
        new Whittle(Progress.silent()).transform(Request.of(jar, null), nothing, false);
    }

    @Test
    void withoutAWhittledJarThereIsNothingToVerify() throws Exception {
        File junit = folder.resolve("v.xml").toFile();
        set(VerifyMojo.class, "junitFile", junit);
        mojo.execute();
        assertThat(junit).doesNotExist();
    }

    @Test
    void whatIsProvedPassesAndIsWritten() throws Exception {
        whittle();
        set(VerifyMojo.class, "junitFile", folder.resolve("v/v.xml").toFile());
        set(VerifyMojo.class, "sarifFile", folder.resolve("v/v.sarif").toFile());
        set(VerifyMojo.class, "cache", folder.resolve("proofs").toFile());
        mojo.execute();
        assertThat(folder.resolve("v/v.xml")).content().contains("failures=\"0\"");
        assertThat(folder.resolve("v/v.sarif")).content().contains("\"results\": []");
        assertThat(folder.resolve("proofs")).isDirectory();
    }

    @Test
    void whatDiffersFailsTheBuildAfterTheReportsWereWritten() throws Exception {
        whittle();
        Path whittled = Request.besides(jar);
        List<Entry> entries = new ArrayList<>(JarContents.read(whittled).entries());
        entries.add(new Entry("stray.txt", "x".getBytes(StandardCharsets.UTF_8)));
        Staging.write(whittled, new JarContents(entries).toJar());
        set(VerifyMojo.class, "sarifFile", folder.resolve("v.sarif").toFile());
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("app-whittled.jar was not proved");
        assertThat(folder.resolve("v.sarif")).content().contains("finding/file", "stray.txt");
    }

    @Test
    void withoutJazzerNothingIsFuzzedAndTheSentenceSaysWhereToGetIt() throws Exception {
        whittle();
        set(VerifyMojo.class, "fuzz", 500);
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("Fuzzing needs Jazzer")
                .hasMessageContaining("com.code-intelligence:jazzer:0.30.0");
        set(VerifyMojo.class, "jazzer", List.of(jar.toFile()));
        assertThatThrownBy(mojo::execute).hasMessageContaining("it is not in [" + jar + "]");
        set(VerifyMojo.class, "fuzz", 0);
        set(VerifyMojo.class, "jazzer", List.of());
        mojo.execute();
    }

    @Test
    void badInputIsItsSentence() throws Exception {
        whittle();
        set(VerifyMojo.class, "require", "perhaps");
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("The parameter require of the Whittle plugin cannot be perhaps");
        set(VerifyMojo.class, "require", "tested");
        Files.delete(Request.certificate(Request.besides(jar)));
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoExecutionException.class);
        set(WhittleMojo.class, "skip", true);
        mojo.execute();
    }
}
