package dev.whittle.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteStoreTest {
    private static final String REFERENCE = "META-INF/whittle/" + Sample.BUILD + "/remote";

    /** Tells programs apart: after a failure the server of a store is left alone for a while. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    private Path cache;

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private final ExecutorService serving = Executors.newCachedThreadPool();
    private volatile HttpHandler answer = exchange -> {};
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serving);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                answer.handle(exchange);
            }
        });
        server.start();
        System.setProperty("whittle.cache", cache.toString());
    }

    @AfterEach
    void stop() {
        done.countDown();
        server.stop(0);
        serving.shutdownNow();
        System.clearProperty("whittle.cache");
        System.clearProperty("whittle.store.seconds");
    }

    private static void give(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** A program whose store is on the server, which gives it. */
    private Sample sample() throws ClassNotFoundException {
        Sample sample = Sample.of("static int cold0(int a) { return a + 1000 * " + NUMBER.incrementAndGet() + "; }");
        sample.loader.resource(Sample.STORE, null);
        refer(sample, "http://127.0.0.1:" + server.getAddress().getPort() + "/cold/" + Sample.BUILD + ".wcs");
        answer = exchange -> give(exchange, sample.store);
        return sample;
    }

    private static void refer(Sample sample, String uri) {
        String digest = Sample.digest(sample.store);
        sample.loader.resource(REFERENCE, (uri + "\n" + sample.store.length + "\n" + digest).getBytes(UTF_8));
    }

    private static int thousands(Sample sample) throws Throwable {
        return (int) sample.call("cold0", 7) / 1000;
    }

    private Path kept(Sample sample) {
        return cache.resolve(Sample.digest(sample.store) + ".wcs");
    }

    /** The same program in a process of its own: nothing of what the first one read is in memory. */
    private static Sample again(Sample sample) throws ClassNotFoundException {
        Sample again = Sample.of("static int cold0(int a) { return a + 1000 * " + NUMBER.get() + "; }");
        assertThat(again.store).isEqualTo(sample.store);
        again.loader.resource(Sample.STORE, null);
        return again;
    }

    @Test
    void aStoreIsFetchedOnceAndNoServerIsNeededAfterThat() throws Throwable {
        Sample sample = sample();
        assertThat(thousands(sample)).isEqualTo(NUMBER.get());
        assertThat(kept(sample)).hasBinaryContent(sample.store);
        assertThat(requests).hasValue(1);
        server.stop(0);
        Sample offline = again(sample);
        refer(offline, "http://127.0.0.1:1/" + Sample.BUILD + ".wcs");
        assertThat(thousands(offline)).isEqualTo(NUMBER.get());
    }

    @Test
    void whatLiesInTheFolderIsUsedOnlyIfItIsTheStore() throws Throwable {
        Sample sample = sample();
        byte[] damaged = sample.store.clone();
        damaged[damaged.length - 1] ^= 1;
        Files.write(kept(sample), damaged);
        assertThat(thousands(sample)).isEqualTo(NUMBER.get());
        assertThat(requests).hasValue(1);
        assertThat(kept(sample)).hasBinaryContent(sample.store);
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNoHindrance() throws Throwable {
        Path file = Files.writeString(cache.resolve("file"), "no folder");
        System.setProperty("whittle.cache", file.toString());
        Sample sample = sample();
        assertThat(thousands(sample)).isEqualTo(NUMBER.get());
        assertThat(file).hasContent("no folder");
        System.setProperty("whittle.cache", "");
        Sample without = sample();
        assertThat(thousands(without)).isEqualTo(NUMBER.get());
        assertThat(requests).hasValue(2);
    }

    @Test
    void nothingIsLeftInTheFolderButTheStore() throws Throwable {
        Sample sample = sample();
        // In place of the file: it cannot be moved there.
        Files.createDirectories(kept(sample).resolve("in the way"));
        assertThat(thousands(sample)).isEqualTo(NUMBER.get());
        try (var files = Files.list(cache)) {
            assertThat(files).containsExactly(kept(sample));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "short", "long", "other", "empty", "broken off", "silent", "slow", "no server"})
    void whatAServerDoesWrongIsToldAndTheNextCallsDoNotWaitForIt(String wrong) throws Throwable {
        System.setProperty("whittle.store.seconds", "1");
        Sample sample = sample();
        byte[] store = sample.store;
        answer = exchange -> {
            switch (wrong) {
                case "missing" -> exchange.sendResponseHeaders(404, -1);
                case "short" -> give(exchange, Arrays.copyOf(store, store.length - 1));
                case "long" -> give(exchange, Arrays.copyOf(store, store.length + 1));
                case "other" -> give(exchange, new byte[store.length]);
                case "empty" -> give(exchange, new byte[0]);
                case "broken off" -> {
                    exchange.sendResponseHeaders(200, store.length);
                    exchange.getResponseBody().write(store, 0, 9);
                    exchange.getResponseBody().flush();
                }
                case "silent" -> hold();
                default -> drip(exchange, store);
            }
        };
        if (wrong.equals("no server")) {
            server.stop(0);
        }
        String why = switch (wrong) {
            case "missing" -> "the server answers 404";
            case "short" -> "gives " + (store.length - 1) + " bytes instead of " + store.length;
            case "long" -> "gives more than " + store.length + " bytes";
            case "other" -> "does not have the digest";
            case "empty" -> "gives 0 bytes instead of";
            case "broken off" -> "gives 9 bytes instead of ";
            case "no server" -> "Connection refused";
            default -> "within 1 seconds";
        };
        for (int i = 0; i < 3; i++) {
            Throwable thrown = catchThrowable(() -> sample.call("cold0", 7));
            assertThat(thrown)
                    .isInstanceOf(ColdStoreException.class)
                    .hasMessageContaining("app.Hot.cold0, fragment 0")
                    .hasMessageContaining("/cold/" + Sample.BUILD + ".wcs")
                    .hasMessageContaining("-Dwhittle.store=FILE");
            // A JDK may see for itself that the server broke off.
            assertThat(thrown.getMessage()).containsAnyOf(why, wrong.equals("broken off") ? "Premature EOF" : why);
        }
        assertThat(requests).hasValue(wrong.equals("no server") ? 0 : 1);
        assertThat(cache).isEmptyDirectory();
        // The way out that the message names.
        Path file = Files.write(cache.resolve("store.wcs"), store);
        System.setProperty("whittle.store", file.toString());
        try {
            assertThat(thousands(sample)).isEqualTo(NUMBER.get());
        } finally {
            System.clearProperty("whittle.store");
        }
    }

    private void hold() {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drip(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length);
        OutputStream out = exchange.getResponseBody();
        for (byte b : bytes) {
            out.write(b);
            out.flush();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The whole time of an answer's body is bounded where it is read, that of its head is not. */
    @Test
    void aDownloadThatHangsForEverIsNotWaitedForAgain() throws Throwable {
        System.setProperty("whittle.store.seconds", "1");
        Sample sample = sample();
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            refer(sample, "http://127.0.0.1:" + hanging.getLocalPort() + "/cold/" + Sample.BUILD + ".wcs");
            Future<?> head = serving.submit(() -> {
                try (Socket socket = hanging.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(UTF_8));
                    while (!Thread.interrupted()) {
                        socket.getOutputStream().write('x');
                        Thread.sleep(200);
                    }
                }
                return null;
            });
            assertThatThrownBy(() -> sample.call("cold0", 7)).hasMessageContaining("within 1 seconds");
            serving.submit(() -> {
                try (Socket socket = hanging.accept()) {
                    OutputStream out = socket.getOutputStream();
                    out.write(
                            ("HTTP/1.1 200 OK\r\nContent-Length: " + sample.store.length + "\r\n\r\n").getBytes(UTF_8));
                    out.write(sample.store);
                    out.flush();
                    hold();
                }
                return null;
            });
            while (catchThrowable(() -> sample.call("cold0", 7)) != null) {
                Thread.sleep(100);
                assertThat(head.isDone()).isFalse();
            }
            assertThat(thousands(sample)).isEqualTo(NUMBER.get());
        }
    }

    @Test
    void aServerThatComesBackIsAskedAgain() throws Throwable {
        Sample sample = sample();
        HttpHandler good = answer;
        answer = exchange -> exchange.sendResponseHeaders(503, -1);
        assertThatThrownBy(() -> sample.call("cold0", 7)).hasMessageContaining("the server answers 503");
        answer = good;
        while (requests.get() < 2) {
            Thread.sleep(100);
            Throwable thrown = catchThrowable(() -> sample.call("cold0", 7));
            assertThat(thrown == null || thrown instanceof ColdStoreException).isTrue();
        }
        assertThat(thousands(sample)).isEqualTo(NUMBER.get());
    }

    @Test
    void threadsThatNeedItAtTheSameTimeAskOnceAndKeepTheirInterruptions() throws Throwable {
        Sample sample = sample();
        HttpHandler good = answer;
        CountDownLatch asked = new CountDownLatch(1);
        answer = exchange -> {
            asked.countDown();
            hold();
            good.handle(exchange);
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            Callable<Boolean> call = () -> {
                Thread.currentThread().interrupt();
                try {
                    assertThat(thousands(sample)).isEqualTo(NUMBER.get());
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
                return Thread.interrupted();
            };
            for (int i = 0; i < 4; i++) {
                results.add(threads.submit(call));
            }
            asked.await();
            done.countDown();
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        // A thread that looks after the others have it finds it in the folder.
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "jar:file:/a.jar!/b", "ftp://127.0.0.1/a", "a b", "store.wcs", ""})
    void onlyServersAreAsked(String uri) throws Throwable {
        Sample sample = sample();
        refer(sample, uri);
        assertThatThrownBy(() -> sample.call("cold0", 7))
                .isInstanceOf(ColdStoreException.class)
                .hasMessageContaining("does not hold");
        assertThat(requests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "http://127.0.0.1/a\n12", "http://127.0.0.1/a\n-1\nx", "http://127.0.0.1/a\nx\ny"})
    void aDamagedReferenceIsRefused(String content) throws Throwable {
        Sample sample = sample();
        sample.loader.resource(REFERENCE, content.getBytes(UTF_8));
        assertThatThrownBy(() -> sample.call("cold0", 7))
                .isInstanceOf(ColdStoreException.class)
                .hasMessageContaining("does not hold");
    }
}
