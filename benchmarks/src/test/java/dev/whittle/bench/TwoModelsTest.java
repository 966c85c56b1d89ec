package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.demo.nic.TwoWork;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two models at once are, and what is said of them. */
class TwoModelsTest {
    @TempDir
    Path folder;

    @Test
    void bothBoardsAreServedRightlySideBySide() {
        LongSupplier pci = TwoWork.pci();
        LongSupplier express = TwoWork.express();
        for (int i = 0; i < 50; i++) {
            assertThat(pci.getAsLong() + express.getAsLong()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pci", "express", "both"})
    void eachRecordingIsAProgramOfItsOwn(String recorded) {
        Subject subject = TwoModels.subject(recorded);
        Path jar = folder.resolve("two.jar");
        SubjectJar.write(subject, jar);
        List<String> command = List.of(Tool.java(), "-jar", jar.toString());
        assertThat(Fork.run(command, folder.resolve("errors")).said().strip()).isEqualTo("0");
    }

    @Test
    void aVerdictIsMadeOfTheFiguresBesideIt() {
        Jdk jdk = new Jdk(17, "17.0.1", Path.of("jdk"));
        TwoModels.Serving both = new TwoModels.Serving("recorded with both", "both");
        TwoModels.Serving original = new TwoModels.Serving("the original program", "");
        List<Double> alone = List.of(8000.0, 8000.0, 8000.0);
        List<Double> near = List.of(9000.0, 9010.0, 8990.0);
        List<Double> far = List.of(16000.0, 16010.0, 15990.0);
        List<TwoModels.Pace> paces = List.of(
                new TwoModels.Pace("pci", both, jdk, alone, near),
                new TwoModels.Pace("express", both, jdk, alone, far),
                new TwoModels.Pace("pci", original, jdk, alone, far));
        String page = TwoPage.text(Conditions.now(List.of(jdk), false), paces);
        assertThat(page)
                .contains("| recorded with both | pci | 17 | 8 | 9 | 0.89 (0.89 to 0.89) | holds |")
                .contains("| recorded with both | express | 17 | 8 | 16 | 0.50 (0.50 to 0.50) | falls short |")
                .contains("| the original program | pci | 17 | 8 | 16 | 0.50 (0.50 to 0.50) |  |");
        assertThat(TwoPage.json(Conditions.now(List.of(jdk), false), paces)).contains("\"aloneNanos\" : [ 8, 8, 8 ]");
    }
}
