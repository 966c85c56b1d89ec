package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testkit.JvmFork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedFileTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("learned.txt");
    }

    private LearnedFile open() {
        return LearnedFile.open(file().toString(), 1 << 20);
    }

    /** The lines that are not empty, each without its magic word and its checksum. */
    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readString(file()).split("\n", -1)) {
            if (!line.isEmpty()) {
                assertThat(line).startsWith("whittle-learned-1\t").matches("(?s).*\t[0-9a-f]{8}");
                lines.add(line.substring("whittle-learned-1\t".length(), line.length() - 9));
            }
        }
        return lines;
    }

    @Test
    void eachThingIsWrittenOnceAndAtOnce() throws IOException {
        LearnedFile learned = open();
        assertThat(lines()).containsExactly("begin");
        learned.cold("b1", "app/Hot", "rx(I)I 4 0123456789abcdef");
        learned.cold("b1", "app/Hot", "rx(I)I 4 0123456789abcdef");
        learned.fact("b1", "app/Hot.mac", "I:1", "I:2");
        learned.fact("b1", "app/Hot.mac", "I:1", "I:2");
        assertThat(lines())
                .containsExactly(
                        "begin", "cold\tb1\tapp/Hot\trx(I)I 4 0123456789abcdef", "fact\tb1\tapp/Hot.mac\tI:1\tI:2");
    }

    @Test
    void namesCannotBreakALine() throws IOException {
        open().cold("b\t1", "app/\n\u00e4\ud800", "a\\u0041(I)I\r");
        assertThat(lines())
                .containsExactly("begin", "cold\tb\\u00091\tapp/\\u000a\\u00e4\\ud800\ta\\u005cu0041(I)I\\u000d");
    }

    @Test
    void threadsAndSeveralProgramsLoseNothing() throws Exception {
        LearnedFile[] programs = {open(), open(), open()};
        CyclicBarrier start = new CyclicBarrier(12);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 12; t++) {
            int thread = t;
            threads.add(new Thread(() -> {
                try {
                    start.await();
                    for (int i = 0; i < 100; i++) {
                        // Each of a program's four threads says the same.
                        programs[thread % 3].cold("b" + thread % 3, "app/Hot", "m" + i + "()V 0 0123456789abcdef");
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        Set<String> expected = new HashSet<>(Set.of("begin"));
        for (int program = 0; program < 3; program++) {
            for (int i = 0; i < 100; i++) {
                expected.add("cold\tb" + program + "\tapp/Hot\tm" + i + "()V 0 0123456789abcdef");
            }
        }
        assertThat(lines()).hasSize(303).containsAll(expected);
    }

    @Test
    void itIsBoundedInLinesBytesAndLength() throws IOException {
        LearnedFile learned = open();
        for (int i = 0; i < 5000; i++) {
            learned.cold("b", "app/Hot", "m" + i);
        }
        assertThat(lines()).hasSize(4096);
        learned = LearnedFile.open(file().toString(), 1 << 20);
        learned.cold("b", "app/Hot", "m".repeat(8000));
        assertThat(lines()).hasSize(4097);
        String err = errOf(() -> {
            LearnedFile full = LearnedFile.open(file().toString(), 1000);
            full.cold("b", "app/Hot", "x");
            full.cold("b", "app/Hot", "y");
        });
        assertThat(err.lines()).hasSize(1).allMatch(l -> l.contains(file().toString()) && l.contains("bytes"));
        assertThat(lines()).hasSize(4097);
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidOnceAndHarmsNothing() {
        String err = errOf(() -> {
            LearnedFile learned =
                    LearnedFile.open(folder.resolve("absent/learned.txt").toString(), 1 << 20);
            learned.cold("b", "app/Hot", "m");
            learned.fact("b", "app/Hot.f", "I:1", "I:2");
            LearnedFile.open(folder.toString(), 1 << 20).cold("b", "app/Hot", "m");
            LearnedFile.open("\0", 1 << 20).cold("b", "app/Hot", "m");
        });
        assertThat(err.lines())
                .hasSize(3)
                .allMatch(l -> l.startsWith("whittle: what is learned cannot be written to "));
    }

    @Test
    void anInterruptedThreadWritesToo() throws IOException {
        LearnedFile learned = open();
        Thread.currentThread().interrupt();
        learned.cold("b", "app/Hot", "m");
        learned.cold("b", "app/Hot", "n");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(lines()).hasSize(3);
    }

    /** With next to no stack left, the line may be lost, and nothing else. */
    @Test
    void nothingIsThrownWhereTheStackEnds() {
        LearnedFile learned = open();
        assertThat(deep(learned, 0)).isPositive();
    }

    private static int deep(LearnedFile learned, int depth) {
        int reached;
        try {
            reached = deep(learned, depth + 1);
        } catch (StackOverflowError e) {
            return depth;
        }
        if (reached - depth < 40) {
            try {
                learned.cold("b", "app/Hot", "m" + depth);
            } catch (StackOverflowError e) {
                // The call itself had no room: the program was at its end.
                return reached;
            }
        }
        return reached;
    }

    @Test
    void whatAKilledProcessWroteIsThere() throws Exception {
        Path classes = Path.of(
                Switch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path tests = Path.of(
                Killed.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String path = classes + java.io.File.pathSeparator + tests;
        JvmFork.Result result = JvmFork.run("-Dwhittle.learn=" + file(), "-cp", path, Killed.class.getName());
        assertThat(result.exit()).as(result.err()).isEqualTo(7);
        assertThat(lines()).containsExactly("begin", "cold\tb\tapp/Hot\tm 1 0123456789abcdef");
    }

    static final class Killed {
        public static void main(String[] args) {
            ColdEvents.reached("b", "app.Hot.m, fragment 1", "app/Hot", Origin.of("m 1 0123456789abcdef"));
            Runtime.getRuntime().halt(7);
        }
    }

    private static String errOf(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
