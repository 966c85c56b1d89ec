package dev.whittle.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JVM to measure on.
 *
 * @param feature such as 17
 * @param version such as 17.0.15
 * @param home its folder
 */
record Jdk(int feature, String version, Path home) {
    Path java() {
        return home.resolve("bin").resolve("java");
    }

    /** The one that runs this, and a JDK 25 where there is one: in {@code JAVA25_HOME} or where such things are installed. */
    static List<Jdk> found() {
        List<Jdk> found = new ArrayList<>();
        Jdk running = running();
        found.add(running);
        if (running.feature != 25) {
            candidates().filter(j -> j.feature == 25).findFirst().ifPresent(found::add);
        }
        return found;
    }

    static Jdk running() {
        return new Jdk(
                Runtime.version().feature(),
                System.getProperty("java.vm.version"),
                Path.of(System.getProperty("java.home")));
    }

    /** @throws BenchException if there is no JDK */
    static Jdk at(Path home) {
        List<Jdk> there = in(home);
        if (there.isEmpty()) {
            throw BenchException.usage(
                    home + " is not a JDK: name the folder that has bin/java and the file release in it.");
        }
        return there.get(0);
    }

    private static Stream<Jdk> candidates() {
        String user = System.getProperty("user.home");
        List<Jdk> found = new ArrayList<>();
        String given = System.getenv("JAVA25_HOME");
        if (given != null && !given.isEmpty()) {
            found.addAll(in(Path.of(given)));
        }
        for (Path folder : List.of(
                Path.of("/usr/lib/jvm"),
                Path.of(user, ".sdkman/candidates/java"),
                Path.of(user, ".jdks"),
                Path.of("/opt"),
                Path.of("/opt/java"))) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder, "*25*")) {
                    homes.forEach(h -> found.addAll(in(h)));
                } catch (IOException e) {
                    // A folder that cannot be listed has no JDK for us.
                }
            }
        }
        return found.stream();
    }

    private static List<Jdk> in(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin").resolve("java")) || !Files.isReadable(release)) {
            return List.of();
        }
        Properties said = new Properties();
        try (var in = Files.newBufferedReader(release)) {
            said.load(in);
            String version = said.getProperty("JAVA_VERSION", "").replace("\"", "");
            return List.of(new Jdk(Runtime.Version.parse(version).feature(), version, home));
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }
}
