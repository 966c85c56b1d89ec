package dev.whittle.profiler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testkit.JvmFork;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as people get it: runs when it has been built, see the pom. */
class ShadedJarIT {
    private static final Path JAR = Path.of(System.getProperty("whittle.agent.jar", "not-built.jar"));

    @TempDir
    Path directory;

    @Test
    void theJarHoldsNothingUnderForeignNames() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(e -> e.getName()).filter(n -> n.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(n -> n.startsWith("dev/whittle/profiler/agent/") || n.startsWith("dev/whittle/agent/"));
        }
    }

    @Test
    void theJarRecordsAProgramThatUsesAnotherAsm() throws Exception {
        Recording recording = new Recording(directory, JAR);
        JvmFork.Result result = recording.run("", BigProgram.arguments(recording));
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(Recording.type(recording.profile(), "org/objectweb/asm/ClassReader")
                        .complete())
                .isTrue();
    }
}
