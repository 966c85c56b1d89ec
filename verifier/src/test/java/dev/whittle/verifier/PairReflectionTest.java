package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Verdict;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Versions that only differ in what the method finds by reflection, or has done by a stream of objects; each with one that does not differ. */
class PairReflectionTest {
    @Test
    void whatReflectionMayFindIsNotTakenForTheSame() {
        Map<String, Verdict> verdicts = new TreeMap<>();
        Literature.judged("reflection.txt", n -> true).forEach((name, j) -> verdicts.put(name, j.verdict()));
        assertThat(verdicts).hasSizeGreaterThanOrEqualTo(16);
        verdicts.forEach((name, verdict) -> {
            if (name.endsWith("Alike")) {
                assertThat(verdict).as(name).isInstanceOf(Verdict.Proved.class);
            } else {
                assertThat(verdict).as(name).isInstanceOf(Verdict.Unsupported.class);
                assertThat(verdict.toString()).as(name).contains("by reflection what differs");
            }
        });
    }
}
