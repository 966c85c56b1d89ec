package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.JarContents;
import dev.whittle.model.Staging;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JvmFork;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class path of two jars from recording to running: a fact that one declares is written by the other. */
class ClassPathRunTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of(
            "lib.Card", """
            package lib;
            import dev.whittle.annotations.HwBranch;
            public final class Card {
                @HwBranch("net.width") int width;
                public Card(int width) { this.width = width; }
                public String name() { if (width == 64) { return "wide" + width; } return "narrow" + width; }
            }
            """,
            "lib.Main", """
            package lib;
            public class Main {
                static int rx(Card c, int word) { if (c.width == 64) { word = word * 31 + 64; } return word + 1; }
                public static void main(String[] args) {
                    Card card = new Card(32);
                    System.out.println(card.name() + rx(card, 7));
                    if (args.length > 0) {
                        card.width = 64;
                        System.out.println(card.name() + rx(card, 7));
                    }
                }
            }
            """));

    @TempDir
    Path folder;

    private Path jar(String name, Predicate<String> which) throws IOException {
        Path path = folder.resolve(name);
        List<JarContents.Entry> entries = CLASSES.entrySet().stream()
                .filter(e -> which.test(e.getKey()))
                .map(e -> new JarContents.Entry(e.getKey() + ".class", e.getValue()))
                .toList();
        Staging.write(path, new JarContents(entries).toJar());
        return path;
    }

    @Test
    void twoJarsAreWhittledProvedAndRunTogether() throws IOException {
        String original =
                jar("app.jar", n -> n.endsWith("Main")) + File.pathSeparator + jar("lib.jar", n -> n.endsWith("Card"));
        Path profile = folder.resolve("app.wprof");
        Path out = folder.resolve("out");
        Recorded.ok(Tools.whittle("record", "-o", profile, "--", JvmFork.java(), "-cp", original, "lib.Main"));
        Recorded.ok(Tools.whittle("transform", original, "-p", profile, "-o", out));
        String whittled = out.resolve("app-whittled.jar") + File.pathSeparator + out.resolve("lib-whittled.jar");
        Recorded.ok(Tools.whittle("verify", original, whittled));
        JvmFork.Result diff = Tools.whittle("diff", original, whittled);
        Recorded.ok(diff);
        assertThat(diff.out()).contains("lib.Main.rx").contains("lib.Card.name");
        assertThat(out.resolve("app-whittled.whittle")).exists();
        assertThat(Files.readString(out.resolve("lib-whittled.whittle"))).contains("net.width");
        JvmFork.Result same = Tools.whittle("run", "--main", "lib.Main", whittled);
        JvmFork.Result exchanged = Tools.whittle("run", "--main", "lib.Main", whittled, "exchange");
        assertThat(same.out()).isEqualToIgnoringNewLines("narrow328");
        assertThat(exchanged.out().lines()).containsExactly("narrow328", "wide64282");
    }
}
