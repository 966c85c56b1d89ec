package dev.whittle.profiler.importers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HotMethodsTest {
    @Test
    void theTopOfEachStackIsCounted() {
        String stacks = "a/Main.main([Ljava/lang/String;)V;a/Main.f(I)I 3\n"
                + "a/Main.main([Ljava/lang/String;)V;a/Main.g()V 9\n"
                + "a/Main.f(I)I 4\n[unknown];libc.so.6 50\nentry_SYSCALL_64 70\n";
        HotMethods hot = HotMethods.ofCollapsed("test", stacks, 5);
        assertThat(hot.provenance()).isEqualTo("path probes chosen by test");
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
    void theWorkIsDoneAndTheResultSaysWhatChose() {
        AtomicBoolean done = new AtomicBoolean();
        HotMethods hot = AsyncSampler.run(
                () -> {
                    List<String> words = new ArrayList<>();
                    for (int i = 0; i < 300_000; i++) {
                        words.add(Integer.toString(i));
                    }
                    words.sort(null);
                    done.set(true);
                },
                10);
        assertThat(done).isTrue();
        assertThat(hot.methods()).hasSizeLessThanOrEqualTo(10);
        if (hot.provenance().startsWith("path probes chosen by async-profiler")) {
            assertThat(hot.methods()).isNotEmpty();
        } else {
            assertThat(hot.provenance()).startsWith("path probes chosen by counters: async-profiler ");
            assertThat(hot.methods()).isEmpty();
        }
    }
}
