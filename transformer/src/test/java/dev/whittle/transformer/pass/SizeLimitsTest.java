package dev.whittle.transformer.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Plan;
import dev.whittle.transformer.plan.PlanSettings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few cold bytes are not worth an exit of 210, unless they are what keeps a hot method from being inlined or compiled. */
class SizeLimitsTest {
    /** @param steps of seven bytes each that the hot part has */
    private static boolean leaves(int steps, long calls) {
        String source = "package app; class Big { static int f(int a) { "
                + "if (a > 0) { int s = a; " + "s = s * 5 - a; ".repeat(12) + "return s; } int s = a; "
                + "s = s * 31 + a; ".repeat(steps) + "return s; } }";
        Whittled w = new Whittled(
                Map.of("app.Big", source),
                (m, at) -> at.equals("1:0") ? 0 : at.equals("entry") ? calls : 1,
                Map.of(),
                Whittled.Seen.nothing(),
                new PlanSettings(0.99, 315));
        Plan.MethodPlan plan = w.plan.methods().stream()
                .filter(m -> m.method().name().equals("f"))
                .findFirst()
                .orElseThrow();
        return plan.directives().stream().anyMatch(d -> d instanceof Plan.Directive.OutlineEdge);
    }

    @ParameterizedTest
    @CsvSource({
        // Below 325 bytes before, and after: nothing is won.
        "20, 100000, false",
        // Above it before, not after.
        "41, 100000, true",
        // Above it before and after.
        "48, 100000, false",
        // Too seldom called to matter.
        "41, 100, false",
        // Above 8000 before, not after.
        "1138, 100000, true",
        "1160, 100000, false",
        // Above 35 before, not after.
        "0, 100000, true",
    })
    void coldBytesLeaveWhereALimitIsCrossed(int steps, long calls, boolean expected) {
        assertThat(leaves(steps, calls)).isEqualTo(expected);
    }
}
