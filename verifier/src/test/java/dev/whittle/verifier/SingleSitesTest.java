package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;

/** A lambda that captures nothing is one object for each place in the code, and so stays in one place. */
class SingleSitesTest {
    private static final String SOURCE = """
            package demo;
            import java.util.function.*;
            class One {
                static int n;
                static Runnable after(int x) { n += 2; if (x > 3) { n += x; } return () -> n++; }
                static Runnable apart(int x) { n += 2; if (x > 3) { n += x; return null; } return () -> n++; }
                static IntSupplier capturing(int x) { n += 2; if (x > 3) { n += x; } return () -> x; }
                static String text(int x) { n += 2; if (x > 3) { n += x; } return "n" + n; }
            }
            """;

    private final Hand hand = new Hand(InMemoryCompiler.compile(Map.of("demo.One", SOURCE), "-g", "--release", "17"));

    private Verdict verdict() {
        return Solvers.verify(hand.input()).verdicts().values().iterator().next();
    }

    private Hand.Edit outlined(String method) {
        Hand.Edit edit = hand.edit("demo/One", method);
        return edit.outline(edit.find(Opcodes.IF_ICMPLE, 0));
    }

    @Test
    void aSecondCopyInColdCodeIsAnotherObject() {
        outlined("after");
        assertThat(verdict())
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class,
                        u -> assertThat(u.reason())
                                .contains("one object would be in several places, also in fragment "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"apart", "capturing", "text"})
    void whatIsInOnePlaceOrHasNoIdentityMayLeave(String method) {
        outlined(method).off();
        assertThat(verdict()).isInstanceOf(Verdict.Proved.class);
    }

    /** Off, nothing but the copy runs; on, the copy never does. */
    @Test
    void theSwitchMayHaveACopyOfItsOwn() {
        hand.edit("demo/One", "after").off();
        assertThat(verdict()).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void itMayLeaveWithItsMethod() {
        hand.edit("demo/One", "after").moveWhole();
        assertThat(verdict()).isInstanceOf(Verdict.Proved.class);
    }
}
