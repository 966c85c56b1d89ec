package dev.whittle.acceptance.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.acceptance.suites.Comparing.Compared;
import dev.whittle.acceptance.suites.Whittling.Whittled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each library with each profile, and all of its suite: hours. docs/suites.md has the command and what it found; not run with the tests. */
class ForeignSuites {
    /** What random and inverted profiles have to change of the methods with code, or they would say little. */
    static final double LEAST = 1.0 / 3;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"commons-codec", "commons-lang3", "netty-common", "netty-buffer"})
    void sameTests(String name) throws IOException {
        assumeTrue(name.contains(System.getProperty("whittle.library", "")));
        int every = Integer.getInteger("whittle.every", 1);
        Library library = Library.named(name);
        Suite suite = new Suite(library, folder);
        Whittling whittling = new Whittling(library, suite, folder);
        Comparing comparing = new Comparing(suite, library.jar(), every);
        List<String> wrong = new ArrayList<>();
        Path report =
                Path.of("target", "suites-" + name + "-" + Runtime.version().feature() + ".md");
        Files.deleteIfExists(report);
        SuiteResult released = comparing.released();
        say(report, "%s, JDK %s: %s", name, Runtime.version(), counts(released));
        for (String test : released.tests().keySet()) {
            if (released.status(test).equals("FAILED")) {
                say(report, "red on the released jar: %s %s", test, released.say(test));
            }
        }
        say(report, "not the same twice on the released jar: %s", comparing.unstable());
        for (ProfileKind kind : kinds()) {
            Whittled whittled = whittling.whittle(kind);
            Compared compared = comparing.with(whittled.jar());
            say(
                    report,
                    "| %s | %s | %d of %d (%.0f %%), %d | %s | %d | %d | %.0f s | %.2f |",
                    name,
                    kind,
                    whittled.changed(),
                    whittled.withCode(),
                    100 * whittled.share(),
                    whittled.putBack(),
                    counts(compared.result()),
                    compared.differing().size(),
                    compared.once().size(),
                    compared.result().seconds(),
                    compared.result().seconds() / comparing.seconds());
            for (String test : compared.differing()) {
                wrong.add(kind + " " + test + ": " + released.say(test) + " became "
                        + compared.result().say(test));
            }
            for (String test : compared.once()) {
                say(report, "once: %s became %s", test, compared.result().say(test));
            }
            if ((kind == ProfileKind.RANDOM || kind == ProfileKind.INVERTED) && whittled.share() < LEAST) {
                wrong.add(kind + " changed only " + whittled.changed() + " of " + whittled.withCode() + " methods");
            }
        }
        say(report, "%s", String.join("\n", wrong));
        assertThat(wrong).isEmpty();
    }

    private static List<ProfileKind> kinds() {
        String wanted = System.getProperty("whittle.profiles", "");
        return Stream.of(ProfileKind.values())
                .filter(k -> wanted.isEmpty() || List.of(wanted.split(",")).contains(k.name()))
                .toList();
    }

    private static String counts(SuiteResult result) {
        return result.found() + ": " + result.with("SUCCESSFUL") + " / " + result.with("FAILED") + " / "
                + result.with("ABORTED") + " / " + result.with("SKIPPED");
    }

    private static void say(Path report, String format, Object... words) throws IOException {
        String line = String.format(Locale.ROOT, format, words) + "\n";
        System.out.print(line);
        Files.writeString(
                report, line, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
    }
}
