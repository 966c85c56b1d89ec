package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.whittle.bytecode.JarContents;
import dev.whittle.formats.LearnedFile;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactValue;
import dev.whittle.model.Learned;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are shipped without their cold code: it comes from a server, or not at all. */
class RetentionTest {
    static final Map<String, byte[]> PROGRAM = InMemoryCompiler.compile(Map.of("app.Card", """
            package app;
            import dev.whittle.annotations.HwBranch;
            public final class Card {
                @HwBranch("net.width") int width = 32;
                String name() { if (width == 64) { return "wide" + width; } return "narrow" + width; }
                int sum(int n) { if (n > 5) { n = n * 31 + width; n ^= n >>> 3; n -= 7; } return n + 1; }
                public static void main(String[] arguments) {
                    Card card = new Card();
                    System.out.println(card.name() + card.sum(1));
                    for (String word : arguments) {
                        try {
                            if (word.equals("exchange")) { card.width = 64; }
                            System.out.println(word.equals("sum") ? card.sum(9) : card.name());
                        } catch (RuntimeException e) {
                            System.out.println(e);
                        }
                    }
                }
            }
            """));

    @TempDir
    Path folder;

    private Path jar;
    private Path out;
    private Path store;

    @BeforeEach
    void jar() throws IOException {
        jar = folder.resolve("card.jar");
        out = folder.resolve("out.jar");
        store = folder.resolve("out.wcs");
        JarBuilder.write(jar, PROGRAM, Map.of(), null);
        ProfileFile.write(folder.resolve("card.wprof"), profile());
    }

    /** Of a run with a card of 32 bits and no arguments. */
    static Profile profile() {
        return Profiles.taken(PROGRAM, Map.of("app/Card.width", new FactValue.OfInt(32)));
    }

    private Request request() {
        Path profile = folder.resolve("card.wprof");
        return new Request(jar, List.of(), profile, null, Filter.all(), out, true, Require.PROVED, StoreMode.EMBEDDED);
    }

    private Outcome transform(Retention retention) {
        return new Whittle(Progress.silent()).transform(request().with(retention), null, false);
    }

    private Judgement verify() {
        return new Whittle(Progress.silent()).verify(List.of(jar), List.of(out), List.of(), Require.PROVED);
    }

    private String run(Path program, List<String> options, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("-Dwhittle.cache=" + folder.resolve("cache")));
        words.addAll(options);
        words.addAll(List.of("-cp", program.toString(), "app.Card"));
        words.addAll(List.of(arguments));
        JvmFork.Result result = JvmFork.run(words.toArray(String[]::new));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    @Test
    void aProgramFetchesItsColdCodeOnceAndThenNeedsNoServer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/cold";
        Outcome outcome = transform(Retention.of(StoreMode.REMOTE, url));
        String build = outcome.certificate().build();
        AtomicInteger requests = new AtomicInteger();
        server.createContext("/cold/" + build + ".wcs", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                exchange.sendResponseHeaders(200, Files.size(store));
                Files.copy(store, exchange.getResponseBody());
            }
        });
        server.start();
        assertThat(outcome.written()).contains(store);
        assertThat(outcome.warnings())
                .contains("The program fetches its cold code from " + url + "/" + build + ".wcs: put the file " + store
                        + " there.");
        assertThat(JarContents.read(out).find(Packaging.folder(build) + "store.wcs"))
                .isNull();
        assertThat(verify().findings()).isEmpty();
        assertThat(verify().accepted()).isTrue();
        String[] arguments = {"name", "sum", "exchange", "sum"};
        String original = run(jar, List.of(), arguments);
        try {
            assertThat(run(out, List.of())).isEqualTo("narrow322\n");
            assertThat(requests).hasValue(0);
            assertThat(run(out, List.of(), arguments)).isEqualTo(original);
            assertThat(requests).hasValue(1);
        } finally {
            server.stop(0);
        }
        assertThat(run(out, List.of(), arguments)).isEqualTo(original);
        String without = run(out, List.of("-Dwhittle.cache="), "sum", "sum");
        assertThat(without.lines().skip(1))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("ColdStoreException")
                        .contains(url + "/" + build + ".wcs")
                        .contains("Connection refused"));
    }

    @Test
    void aProgramThatLooksForAnotherStoreIsNotAccepted() throws IOException {
        transform(Retention.of(StoreMode.REMOTE, "https://cold.example.com/a"));
        byte[] first = Files.readAllBytes(out);
        Files.delete(store);
        assertThatThrownBy(this::verify).isInstanceOf(BadInputException.class).hasMessageContaining(store.toString());
        String build = transform(Retention.of(StoreMode.REMOTE, "https://cold.example.com/b"))
                .certificate()
                .build();
        assertThat(verify().accepted()).isTrue();
        // Only the place differs, so the first program takes the same store.
        Files.write(out, first);
        String file = Remote.file(build);
        JarContents whittled = JarContents.read(out);
        byte[] reference = whittled.find(file);
        reference[reference.length - 1] ^= 1;
        JarContents changed = new JarContents(whittled.entries().stream()
                .map(e -> e.name().equals(file) ? e.with(reference) : e)
                .toList());
        Files.write(out, changed.toJar());
        assertThat(verify().findings())
                .contains("The program " + out + " looks on its server for another store than " + store + ".");
        assertThat(verify().accepted()).isFalse();
    }

    @Test
    void aProgramWithoutItsColdCodeThrowsAndLearns() throws IOException {
        Outcome outcome = transform(Retention.of(StoreMode.DROP));
        assertThat(outcome.warnings())
                .contains(
                        "The program throws a ColdCodeDroppedException where it needs cold code, which the original does"
                                + " not: keep the file " + store + " for -Dwhittle.store=FILE.");
        assertThat(verify().accepted()).isTrue();
        Path learned = folder.resolve("learned.json");
        String[] arguments = {"sum", "exchange"};
        List<String> lines = run(out, List.of("-Dwhittle.learn=" + learned), arguments)
                .lines()
                .toList();
        String build = outcome.certificate().build();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("narrow322");
        assertThat(lines.get(1))
                .startsWith("dev.whittle.runtime.ColdCodeDroppedException: app.Card.sum, fragment ")
                .contains("(sum(I)I ")
                .contains("since the recorded run never needed it. Give the store of build " + build);
        assertThat(lines.get(2))
                .startsWith("dev.whittle.runtime.ColdCodeDroppedException: app.Card.name, fragment ")
                .contains("since these facts were to hold: net.width.");
        Learned read = LearnedFile.read(learned);
        assertThat(read.toString()).contains("sum").contains("name");
        // The file that stayed behind is the way back, and so is a plan that knows of it.
        List<String> back = List.of("-Dwhittle.store=" + store);
        assertThat(run(out, back, arguments)).isEqualTo(run(jar, List.of(), arguments));
        new Whittle(Progress.silent())
                .transform(request().refinedBy(List.of(learned)).with(Retention.of(StoreMode.DROP)), null, false);
        assertThat(run(out, List.of(), arguments)).isEqualTo(run(jar, List.of(), arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/b", "file:///a", "http:a", "http://", "a b", "https://a/b?c", "https://a/b#c", ""})
    void aPlaceThatNoProgramCanFetchFromIsRefused(String url) {
        assertThatThrownBy(() -> Retention.of(StoreMode.REMOTE, url))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("The store cannot be kept at " + url);
    }

    @Test
    void aPlaceBelongsToARemoteStore() {
        assertThatThrownBy(() -> Retention.of(StoreMode.REMOTE, null))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--store-url");
        assertThatThrownBy(() -> Retention.of(StoreMode.SIDECAR, "https://a/"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--store remote");
        assertThat(Retention.of(StoreMode.REMOTE, "https://a/b").place("0")).isEqualTo(URI.create("https://a/b/0.wcs"));
    }
}
