package dev.whittle.acceptance.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.acceptance.suites.Comparing.Compared;
import dev.whittle.acceptance.suites.Whittling.Whittled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library that nobody here wrote, whittled with profiles as wrong as can be, passes a sample of its own tests: {@link ForeignSuites} runs all. */
class SuiteSampleTest {
    private static final int EVERY = 10;

    @TempDir
    Path folder;

    @Test
    void theSameTestsPassWithWrongProfiles() throws IOException {
        Library library = Library.named("commons-codec");
        Suite suite = new Suite(library, folder);
        Comparing comparing = new Comparing(suite, library.jar(), EVERY);
        assertThat(comparing.released().with("SUCCESSFUL")).isGreaterThan(100);
        Whittling whittling = new Whittling(library, suite, folder);
        for (ProfileKind kind : List.of(ProfileKind.RANDOM, ProfileKind.RESIDENT, ProfileKind.TENTH)) {
            Whittled whittled = whittling.whittle(kind);
            assertThat(whittled.share()).as("%s", kind).isGreaterThanOrEqualTo(ForeignSuites.LEAST);
            Compared compared = comparing.with(whittled.jar());
            assertThat(compared.differing()).as("%s", kind).isEmpty();
        }
    }
}
