package dev.whittle.mavenplugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.model.Staging;
import dev.whittle.testkit.InMemoryCompiler;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformMojoTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final TransformMojo mojo = new TransformMojo((MavenProjectHelper) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {MavenProjectHelper.class}, (p, m, a) -> {
                said.add("attached " + a[1] + " " + a[2]);
                return null;
            }));

    @BeforeEach
    void project() throws Exception {
        Path jar = folder.resolve("app.jar");
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
        Path profile = folder.resolve("app.wprof");
        dev.whittle.profiler.format.ProfileFile.write(profile, dev.whittle.model.Profile.empty());
        set(WhittleMojo.class, "profile", profile.toFile());
        Log log = new SystemStreamLog() {
            @Override
            public void info(CharSequence content) {
                said.add(content.toString());
            }
        };
        mojo.setLog(log);
    }

    private void set(Class<?> type, String name, Object value) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        field.set(mojo, value);
    }

    @Test
    void whatWasLearnedIsHeededAndWhatIsNotThereYetPassedOver() throws Exception {
        Path learned = Files.writeString(folder.resolve("learned.txt"), "whittle-learned-1\tbegin\t85df2c72\n");
        File absent = folder.resolve("absent.txt").toFile();
        set(TransformMojo.class, "refine", List.of(learned.toFile(), absent));
        mojo.execute();
        assertThat(said)
                .anyMatch(l -> l.equals("There is nothing learned at " + absent + " yet."))
                .anyMatch(l -> l.startsWith("Learned: code came back at 0 places"));
    }

    @Test
    void coldClassesAreAttachedUnderAClassifierOfTheirOwn() throws Exception {
        set(TransformMojo.class, "coldClasses", "beside");
        mojo.execute();
        assertThat(said).contains("attached jar whittled", "attached jar whittled-cold", "attached whittle whittled");
    }

    @Test
    void whatIsDamagedFailsTheBuildWithOneSentence() throws Exception {
        Path learned = Files.writeString(folder.resolve("learned.txt"), "something\n");
        set(TransformMojo.class, "refine", List.of(learned.toFile()));
        assertThatThrownBy(mojo::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("The learned file learned.txt cannot be used at line 1");
    }
}
