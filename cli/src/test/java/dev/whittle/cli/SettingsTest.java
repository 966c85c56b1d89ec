package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.engine.Profit;
import dev.whittle.engine.Request;
import dev.whittle.engine.Solving;
import dev.whittle.formats.PlanCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command line says of proofs and plans comes to the engine. */
class SettingsTest {
    @TempDir
    Path folder;

    private final FakeHouse house = new FakeHouse();
    private Path app;
    private Path profile;

    @BeforeEach
    void files() throws IOException {
        app = Files.writeString(folder.resolve("app.jar"), "x");
        profile = Files.writeString(folder.resolve("app.wprof"), "x");
    }

    @Test
    void howMuchProofsMayTakeIsPassedOn() {
        String[] words = {
            "verify", app.toString(), app.toString(), "--jobs=3", "--budget=7", "--second-solver=off", "--patience=9"
        };
        assertThat(house.run(words)).isZero();
        assertThat(house.solving).isEqualTo(new Solving(3, 7, false, 9));
        assertThat(house.run("verify", app.toString(), app.toString(), "--jobs=0"))
                .isEqualTo(2);
        assertThat(house.run("transform", app.toString(), "-p", profile.toString()))
                .isZero();
        assertThat(house.solving).isEqualTo(Solving.defaults());
    }

    @Test
    void whatAnExitCountsAsIsPassedOn() {
        assertThat(house.run("transform", app.toString(), "-p", profile.toString(), "--exit-bytes=0"))
                .isZero();
        assertThat(house.profit).isEqualTo(Profit.defaults().withExitBytes(0));
        assertThat(house.run("plan", app.toString(), "-p", profile.toString())).isZero();
        assertThat(house.profit).isEqualTo(Profit.defaults());
        assertThat(house.run("plan", app.toString(), "-p", profile.toString(), "--force", "--exit-bytes=17"))
                .isZero();
        assertThat(house.profit).isEqualTo(Profit.defaults().withExitBytes(17));
    }

    @Test
    void theExplainedShareIsPassedOnAndIsAPartOfAll() {
        assertThat(house.run("plan", app.toString(), "-p", profile.toString(), "--explained-share=0.5"))
                .isZero();
        assertThat(house.profit).isEqualTo(Profit.defaults().withExplainedShare(0.5));
        for (String wrong : new String[] {"0", "1.01", "NaN"}) {
            assertThat(house.run(
                            "plan", app.toString(), "-p", profile.toString(), "--force", "--explained-share=" + wrong))
                    .isEqualTo(2);
            assertThat(house.err()).contains("above 0 and at most 1");
        }
    }

    @Test
    void anExitCountsAsNothingLessAndAPlanHasSaidItAlready() {
        assertThat(house.run("plan", app.toString(), "-p", profile.toString(), "--exit-bytes=-1"))
                .isEqualTo(2);
        assertThat(house.err()).contains("at least 0 bytes, not -1").hasLineCount(1);
        Path plan = folder.resolve("my.json");
        PlanCodec.write(plan, FakeHouse.plan());
        assertThat(house.run("transform", app.toString(), "--plan", plan.toString(), "--exit-bytes=0"))
                .isEqualTo(2);
        assertThat(house.err()).contains("give --exit-bytes and --explained-share to whittle plan");
        assertThat(house.asked).isEmpty();
    }

    @Test
    void whatWasLearnedIsPassedOnAndSaid() throws IOException {
        Path one = Files.writeString(folder.resolve("one.txt"), "x");
        Path two = Files.writeString(folder.resolve("two.txt"), "x");
        assertThat(house.run(
                        "plan",
                        app.toString(),
                        "-p",
                        profile.toString(),
                        "--refine",
                        one.toString(),
                        "--refine=" + two.toString()))
                .isZero();
        assertThat(((Request) house.asked.get(0)).refine()).containsExactly(one, two);
        assertThat(house.out()).contains("Learned: something.");
        assertThat(house.run("transform", app.toString(), "-p", profile.toString(), "--refine", two.toString()))
                .isZero();
        assertThat(((FakeHouse.Transform) house.asked.get(1)).request().refine())
                .containsExactly(two);
    }

    @Test
    void whatWasLearnedHasToBeThereAndAPlanHeedsNothingMore() throws IOException {
        assertThat(house.run("plan", app.toString(), "-p", profile.toString(), "--refine", folder + "/absent"))
                .isEqualTo(2);
        assertThat(house.err()).contains("There is no learned file at").hasLineCount(1);
        Path plan = folder.resolve("my.json");
        PlanCodec.write(plan, FakeHouse.plan());
        Path learned = Files.writeString(folder.resolve("learned.txt"), "x");
        assertThat(house.run("transform", app.toString(), "--plan", plan.toString(), "--refine", learned.toString()))
                .isEqualTo(2);
        assertThat(house.err()).contains("give --refine to whittle plan");
        assertThat(house.asked).isEmpty();
    }

    @Test
    void runTellsTheProgramWhereToWriteWhatItLearns() {
        assertThat(house.run("run", "--learn", folder + "/l.txt", app.toString(), "--learn"))
                .isZero();
        assertThat(house.asked.get(0).toString())
                .contains("-Dwhittle.learn=" + folder + "/l.txt, -jar, " + app + ", --learn]");
    }

    @Test
    void runTellsTheProgramItsPolicyAndToCount() {
        assertThat(house.run("run", "--jmx", "--policy", folder + "/p.txt", app.toString(), "--jmx"))
                .isZero();
        assertThat(house.asked.get(0).toString())
                .contains("-Dwhittle.policy=" + folder + "/p.txt, -Dwhittle.jmx=true, -jar, " + app + ", --jmx]");
    }

    @Test
    void runTellsTheProgramToRehearse() {
        assertThat(house.run("run", "--rehearse", app.toString(), "--rehearse")).isZero();
        assertThat(house.asked.get(0).toString()).contains("-Dwhittle.rehearse=true, -jar, " + app + ", --rehearse]");
    }
}
