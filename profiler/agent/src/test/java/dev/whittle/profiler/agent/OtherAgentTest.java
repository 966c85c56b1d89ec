package dev.whittle.profiler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Digests;
import dev.whittle.model.Profile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside another agent that changes classes when they are loaded, as JaCoCo's does, the profile is of the class in the jar. */
class OtherAgentTest {
    private static final String PROGRAM = """
            package app;
            public class Main {
                static int pick(int x) { return x > 3 ? 1 : 2; }
                public static void main(String[] args) {
                    int sum = 0;
                    for (int i = 0; i < 9; i++) { sum += pick(i); }
                    System.out.println("text-one " + sum);
                }
            }
            """;

    /** Changes the program's text in place: another class file of the same length. */
    private static final String OTHER = """
            package other;
            import java.lang.instrument.*;
            import java.nio.charset.StandardCharsets;
            import java.security.ProtectionDomain;
            public class Agent implements ClassFileTransformer {
                public static void premain(String options, Instrumentation instrumentation) {
                    instrumentation.addTransformer(new Agent());
                }
                public byte[] transform(ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] bytes) {
                    if (!"app/Main".equals(name)) { return null; }
                    String text = new String(bytes, StandardCharsets.ISO_8859_1);
                    return text.replace("text-one", "text-two").getBytes(StandardCharsets.ISO_8859_1);
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void theProfileIsOfTheClassInTheJar() throws IOException {
        Path other = directory.resolve("other.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "other.Agent");
        byte[] agent = InMemoryCompiler.compile(Map.of("other.Agent", OTHER)).get("other/Agent");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(other), manifest)) {
            out.putNextEntry(new JarEntry("other/Agent.class"));
            out.write(agent);
        }
        Recording recording = new Recording(directory);
        Path program = recording.program(PROGRAM);
        JvmFork.Result result = recording.run("", "-javaagent:" + other, "-jar", program.toString());
        assertThat(result.out()).as(result.err()).contains("text-two 13");

        Profile profile = recording.profile();
        byte[] original = InMemoryCompiler.compile(Map.of("app.Main", PROGRAM)).get("app/Main");
        Profile.ClassProfile main = Recording.type(profile, "app/Main");
        assertThat(main.digest()).isEqualTo(Digests.of(original));
        assertThat(main.complete()).isTrue();
        assertThat(Recording.method(profile, "app/Main", "pick").entries()).isEqualTo(9);
        assertThat(Recording.method(profile, "app/Main", "pick").paths()).isNotEmpty();
        assertThat(profile.provenance()).anyMatch(line -> line.contains("another agent"));
    }
}
