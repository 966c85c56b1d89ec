package dev.whittle.profiler.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HotMethodsTest {
    @Test
    void theTopOfEachStackIsCounted() {
        String stacks = "a/Main.main([Ljava/lang/String;)V;a/Main.f(I)I 3\n"
                + "a/Main.main([Ljava/lang/String;)V;a/Main.g()V 9\n"
                + "a/Main.f(I)I 4\n[unknown];libc.so.6 50\nentry_SYSCALL_64 70\n";
        HotMethods hot = HotMethods.ofCollapsed("test", stacks, 5);
        assertThat(hot.source()).isEqualTo("test");
        assertThat(hot.methods())
                .containsExactly(new HotMethods.Hot("a/Main.g()V", 9), new HotMethods.Hot("a/Main.f(I)I", 7));
        assertThat(HotMethods.ofCollapsed("test", stacks, 1).methods()).hasSize(1);
    }

    @Test
    void whatIsNoStackIsRefusedByLine() {
        for (String bad : List.of("a/Main.f", "a/Main.f many", " 7", "a/Main.f -1")) {
            assertThatThrownBy(() -> HotMethods.ofCollapsed("x.txt", "a/Main.f 1\n" + bad, 5))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith("Samples of x.txt, line 2,");
        }
    }

    @Test
    void samplesOfTheJdkAndOfProbesAreTheCallersAndBarsStandForSemicolons() {
        String stacks =
                "a/Main.main([Ljava/lang/String|)V;a/Main.f(Ljava/lang/Object|I)I;java/lang/$WhittleProbes.hit(II)V 3\n"
                        + "a/Main.f(Ljava/lang/Object|I)I;java/lang/String.length()I 4\njava/lang/Thread.run()V 1\n[no_Java_frame] 9\n";
        assertThat(HotMethods.ofCollapsed("test", stacks, 5).methods())
                .containsExactly(
                        new HotMethods.Hot("a/Main.f(Ljava/lang/Object;I)I", 7),
                        new HotMethods.Hot("java/lang/Thread.run()V", 1));
    }
}
