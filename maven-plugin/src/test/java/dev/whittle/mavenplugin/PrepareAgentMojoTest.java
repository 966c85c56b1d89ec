package dev.whittle.mavenplugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Build;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareAgentMojoTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final PrepareAgentMojo mojo = new PrepareAgentMojo();
    private final MavenProject project = new MavenProject();

    @BeforeEach
    void project() throws Exception {
        Build build = new Build();
        build.setDirectory(folder.resolve("target").toString());
        project.setBuild(build);
        DefaultArtifact agent = new DefaultArtifact(
                "dev.whittle",
                "whittle-profiler-agent",
                "1",
                "runtime",
                "jar",
                null,
                new DefaultArtifactHandler("jar"));
        agent.setFile(new File("/opt/agent.jar"));
        set(WhittleMojo.class, "project", project);
        set(
                PrepareAgentMojo.class,
                "pluginArtifacts",
                Map.<String, Artifact>of("dev.whittle:whittle-profiler-agent", agent));
        mojo.setLog(new SystemStreamLog() {
            @Override
            public void info(CharSequence content) {
                said.add(content.toString());
            }
        });
    }

    private void set(Class<?> type, String name, Object value) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        field.set(mojo, value);
    }

    private Properties given(Path profile) throws Exception {
        set(WhittleMojo.class, "profile", profile.toFile());
        mojo.execute();
        return project.getProperties();
    }

    /** The agent begins its file anew: what was recorded where the program runs would be lost to what the tests do. */
    @Test
    void aProfileThatIsThereIsNotWrittenOver() throws Exception {
        Path profile = Files.writeString(folder.resolve("real.wprof"), "x");
        assertThat(given(profile)).containsExactly(Map.entry("argLine", ""));
        assertThat(said).singleElement().asString().contains("records nothing", profile.toString());
    }

    @Test
    void whatTheBuildMadeBeforeIsMadeAnew() throws Exception {
        Path profile = Files.writeString(
                Files.createDirectory(folder.resolve("target")).resolve("whittle.wprof"), "x");
        assertThat(given(profile).getProperty("argLine")).contains("-javaagent:/opt/agent.jar=output=" + profile);
    }

    @Test
    void aProfileThatIsNotThereYetIsRecordedAnywhere() throws Exception {
        Path profile = folder.resolve("new.wprof");
        project.getProperties().setProperty("argLine", "-Dx=y");
        assertThat(given(profile).getProperty("argLine"))
                .startsWith("-javaagent:/opt/agent.jar=output=" + profile)
                .endsWith(" -Dx=y");
    }
}
