package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.whittle.runtime.writing.StoreWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdTest {
    private static final String TWICE =
            "private static int secret = 3;\n static int cold0(int a) { return secret * a; }";

    private static final String TWO =
            "static int cold0(int a) { return a + 1; }\n static int cold1(int a) { return a + 2; }";

    @Test
    void coldCodeComesBackWithAccessToPrivateMembers() throws Throwable {
        Sample sample = Sample.of(TWICE);
        assertThat(sample.call("cold0", 4)).isEqualTo(12);
        assertThat(sample.call("cold0", 5)).isEqualTo(15);
    }

    @Test
    void sixtyFourThreadsFallIntoTheSameTenSitesAtOnce() throws Throwable {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            body.append("static long cold" + i + "(int a) { return a * " + (i + 1) + "L; }\n");
        }
        Sample sample = Sample.of(body.toString());
        int before = Cold.loads();
        ExecutorService pool = Executors.newFixedThreadPool(64);
        CyclicBarrier start = new CyclicBarrier(64);
        List<Callable<List<Object>>> work = new ArrayList<>();
        for (int t = 0; t < 64; t++) {
            int shift = t;
            work.add(() -> {
                start.await();
                List<Object> results = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    int site = (i + shift) % 10;
                    try {
                        results.add((long) sample.call("cold" + site, shift) - shift * (site + 1L));
                    } catch (Throwable e) {
                        results.add(e);
                    }
                }
                return results;
            });
        }
        for (Future<List<Object>> result : pool.invokeAll(work, 60, TimeUnit.SECONDS)) {
            assertThat(result.get()).hasSize(10).allMatch(r -> r.equals(0L));
        }
        pool.shutdown();
        assertThat(Cold.loads() - before).isEqualTo(10);
    }

    @Test
    void aMissingStoreIsATypedErrorAndOnePutBackMakesTheNextCallWork() throws Throwable {
        Sample sample = Sample.of(TWICE);
        sample.loader.resource(Sample.STORE, null);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> sample.call("cold0", 4))
                    .isInstanceOf(ColdStoreException.class)
                    .hasMessageContaining("app.Hot.cold0, fragment 0")
                    .hasMessageContaining(Sample.STORE);
        }
        sample.loader.resource(Sample.STORE, sample.store);
        assertThat(sample.call("cold0", 4)).isEqualTo(12);
    }

    @Test
    void codeThatWasLeftOutIsATypedErrorUntilItsStoreIsGiven(@TempDir Path folder) throws Throwable {
        Sample sample = Sample.of(TWICE);
        sample.loader.resource(Sample.STORE, null);
        sample.loader.resource(
                "META-INF/whittle/" + Sample.BUILD + "/dropped",
                "0 cold0(I)I 3 0123456789abcdef @width,a%2Cb\n10 other()V 1 0\n".getBytes(StandardCharsets.UTF_8));
        Throwable thrown = catchThrowable(() -> sample.call("cold0", 4));
        assertThat(thrown)
                .isInstanceOf(ColdStoreException.class)
                .isInstanceOfSatisfying(ColdCodeDroppedException.class, dropped -> {
                    assertThat(dropped.branch()).isEqualTo("cold0(I)I 3 0123456789abcdef");
                    assertThat(dropped.facts()).containsExactly("width", "a,b");
                    assertThat(dropped.fragment()).isEqualTo("app.Hot.cold0, fragment 0");
                    assertThat(dropped.build()).isEqualTo(Sample.BUILD);
                })
                .hasMessage(
                        "app.Hot.cold0, fragment 0 (cold0(I)I 3 0123456789abcdef) was left out of this program, since these"
                                + " facts were to hold: width, a,b. Give the store of build " + Sample.BUILD
                                + " with -Dwhittle.store=FILE, or whittle the program with a run that needs it.");
        System.setProperty(
                "whittle.store",
                Files.write(folder.resolve("store.wcs"), sample.store).toString());
        try {
            assertThat(sample.call("cold0", 4)).isEqualTo(12);
        } finally {
            System.clearProperty("whittle.store");
        }
    }

    @Test
    void everyFlippedBitAndEveryTruncationIsRefusedBeforeAnythingIsDefined() throws Throwable {
        Sample sample = Sample.of(TWICE);
        int before = Cold.loads();
        for (int at = 0; at < sample.store.length; at++) {
            byte[] flipped = sample.store.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            sample.loader.resource(Sample.STORE, flipped);
            assertRefused(sample);
        }
        for (int length = 0; length < sample.store.length; length++) {
            sample.loader.resource(Sample.STORE, Arrays.copyOf(sample.store, length));
            assertRefused(sample);
        }
        assertThat(Cold.loads()).isEqualTo(before);
        sample.loader.resource(Sample.STORE, sample.store);
        assertThat(sample.call("cold0", 4)).isEqualTo(12);
    }

    private static void assertRefused(Sample sample) {
        Throwable thrown = catchThrowable(() -> sample.call("cold0", 4));
        assertThat(thrown).isInstanceOf(ColdStoreException.class).hasMessageContaining("fragment 0");
        assertThat(((ColdStoreException) thrown).place()).contains(Sample.STORE);
    }

    /** The runtime may be that of another program: what it knows of cold code that came back holds on to nothing. */
    @Test
    void aClassLoaderThatNobodyNeedsIsCollected() throws Throwable {
        WeakReference<ClassLoader> loader = usedLoader();
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(loader.get()).isNull();
    }

    private static WeakReference<ClassLoader> usedLoader() throws Throwable {
        Sample sample = Sample.of(TWO);
        assertThat(sample.call("cold0", 4)).isEqualTo(5);
        assertThat(sample.call("cold1", 4)).isEqualTo(6);
        return new WeakReference<>(sample.hot.getClassLoader());
    }

    @Test
    void aStoreOfAnotherBuildIsRefused() throws Throwable {
        Sample sample = Sample.of(TWICE);
        Sample other = Sample.of("static int cold0(int a) { return -a; }");
        sample.loader.resource(Sample.STORE, other.store);
        assertThatThrownBy(() -> sample.call("cold0", 4))
                .isInstanceOf(ColdStoreException.class)
                .hasMessageContaining("pins");
        StoreFormat format = StoreFormat.parse(sample.store);
        byte[] renamed = StoreWriter.write(
                "build1",
                List.of(new StoreFormat.Raw(
                        0,
                        "app/Hot$whittle$0",
                        "cold0",
                        format.fragment(format.entries().get(0)))));
        sample.loader.resource(Sample.STORE, renamed);
        assertThatThrownBy(() -> sample.call("cold0", 4))
                .isInstanceOf(ColdStoreException.class)
                .hasMessageContaining("build1");
    }

    @Test
    void traceNamesTheOriginalMethodFileAndLine() throws Throwable {
        Sample sample =
                Sample.of("static int cold0(Runnable r) {\n r.run();\n throw new IllegalStateException(\"mine\");\n }");
        Runnable nothing = () -> {};
        Throwable in = catchThrowable(() -> sample.call("cold0", nothing));
        assertThat(in).isInstanceOf(IllegalStateException.class).hasMessage("mine");
        assertThat(in.getStackTrace()[0].getMethodName()).isEqualTo("cold0");
        assertThat(in.getStackTrace()[0].getFileName()).isEqualTo("Hot.java");
        assertThat(in.getStackTrace()[0].getLineNumber()).isEqualTo(5);
        Runnable thrower = () -> {
            throw new UnsupportedOperationException("through");
        };
        Throwable through = catchThrowable(() -> sample.call("cold0", thrower));
        assertThat(through).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Arrays.stream(through.getStackTrace()))
                .anyMatch(f -> f.getMethodName().equals("cold0")
                        && f.getClassName().startsWith("app.Hot")
                        && "Hot.java".equals(f.getFileName())
                        && f.getLineNumber() == 4);
    }

    @Test
    void theBootstrapNeverThrowsWhateverItIsGiven() throws Throwable {
        for (String fragment : List.of("", "|", "x|y", "-1|", "0", "99999999999|a")) {
            var site = Cold.link(MethodHandles.lookup(), "m", MethodType.methodType(void.class), "none", fragment);
            assertThatThrownBy(() -> site.dynamicInvoker().invoke()).isInstanceOf(ColdStoreException.class);
        }
    }

    @Test
    void whatAnIndexSaysOfItselfNeverDecidesWhatRuns() throws Throwable {
        Sample sample =
                Sample.of("static int cold0(int a) { return a + 1; }\n static int cold1(int a) { return a - 1; }");
        StoreFormat format = StoreFormat.parse(sample.store);
        byte[] plus = format.fragment(format.entries().get(0));
        byte[] minus = format.fragment(format.entries().get(1));
        byte[] sameName = StoreWriter.write(
                Sample.BUILD,
                List.of(
                        new StoreFormat.Raw(0, "app/Hot$whittle$0", "cold0", plus),
                        new StoreFormat.Raw(1, "app/Hot$whittle$0", "cold0", minus)));
        sample.loader.resource(Sample.STORE, sameName);
        assertThat(sample.call("cold0", 4)).isEqualTo(5);
        assertThat(sample.call("cold1", 4)).isEqualTo(3);
        byte[] exchanged = StoreWriter.write(
                Sample.BUILD,
                List.of(
                        new StoreFormat.Raw(0, "app/Hot$whittle$0", "cold0", minus),
                        new StoreFormat.Raw(1, "app/Hot$whittle$1", "cold1", plus)));
        Sample fresh =
                Sample.of("static int cold0(int a) { return a + 1; }\n static int cold1(int a) { return a - 1; }");
        fresh.loader.resource(Sample.STORE, exchanged);
        assertThatThrownBy(() -> fresh.call("cold0", 4))
                .isInstanceOf(ColdStoreException.class)
                .hasMessageContaining("pins");
    }

    @Test
    void sitesOfOneFragmentShareItsClassAndNeedTheStoreOnce() throws Throwable {
        Sample sample = Sample.of("static int cold0(int a) { return a + 1; }");
        assertThat(sample.call("cold0", 4)).isEqualTo(5);
        sample.loader.resource(Sample.STORE, null);
        MethodHandles.Lookup hot = MethodHandles.privateLookupIn(sample.hot, MethodHandles.lookup());
        MethodType type = MethodType.methodType(int.class, int.class);
        byte[] raw = StoreFormat.parse(sample.store)
                .fragment(StoreFormat.parse(sample.store).entries().get(0));
        var second = Cold.link(hot, "cold0", type, Sample.BUILD, "0|" + Sample.digest(raw));
        assertThat((int) second.dynamicInvoker().invoke(7)).isEqualTo(8);
    }

    @Test
    void aStoreThatWasReadServesTheFragmentsAfterIt() throws Throwable {
        Sample sample = Sample.of(TWO);
        assertThat(sample.call("cold0", 4)).isEqualTo(5);
        sample.loader.resource(Sample.STORE, null);
        assertThat(sample.call("cold1", 4)).isEqualTo(6);
    }

    @Test
    void aStoreThatWasReadForAnotherClassLoaderIsNotUsed() throws Throwable {
        Sample first = Sample.of(TWO);
        Sample second = Sample.of(TWO);
        assertThat(first.call("cold0", 4)).isEqualTo(5);
        second.loader.resource(Sample.STORE, null);
        assertThatThrownBy(() -> second.call("cold0", 4)).isInstanceOf(ColdStoreException.class);
        assertThat(first.call("cold1", 4)).isEqualTo(6);
    }

    @Test
    void aStoreThatDoesNotHoldWhatIsPinnedIsReadAnew() throws Throwable {
        Sample sample = Sample.of(TWO);
        StoreFormat whole = StoreFormat.parse(sample.store);
        List<StoreFormat.Raw> raws = new java.util.ArrayList<>();
        for (StoreFormat.Entry entry : whole.entries()) {
            raws.add(new StoreFormat.Raw(entry.id(), entry.className(), entry.method(), whole.fragment(entry)));
        }
        StoreFormat.Raw swapped = new StoreFormat.Raw(
                1, raws.get(1).className(), "cold1", raws.get(0).classFile());
        for (List<StoreFormat.Raw> wrong : List.of(List.of(raws.get(0)), List.of(raws.get(0), swapped))) {
            Sample other = Sample.of(TWO);
            other.loader.resource(Sample.STORE, StoreWriter.write(Sample.BUILD, wrong));
            assertThat(other.call("cold0", 4)).isEqualTo(5);
            assertThatThrownBy(() -> other.call("cold1", 4)).isInstanceOf(ColdStoreException.class);
            other.loader.resource(Sample.STORE, other.store);
            assertThat(other.call("cold1", 4)).isEqualTo(6);
        }
    }

    @Test
    void aClassOfThatNameFromElsewhereIsNeverUsed() throws Throwable {
        Sample sample = Sample.of("static int cold0(int a) { return a + 1; }");
        MethodHandles.Lookup hot = MethodHandles.privateLookupIn(sample.hot, MethodHandles.lookup());
        byte[] foreign = dev.whittle.testkit.InMemoryCompiler.compile(java.util.Map.of(
                        "app.Hot$whittle$0",
                        "package app; final class Hot$whittle$0 { static int cold0(int a) { return 666; } }"))
                .get("app/Hot$whittle$0");
        hot.defineClass(foreign);
        assertThatThrownBy(() -> sample.call("cold0", 4))
                .isInstanceOf(ColdStoreException.class)
                .hasMessageContaining("cannot be defined");
        // The thread that defined it may be slow to say so: who is interrupted waits for it as long.
        Thread.currentThread().interrupt();
        long start = System.nanoTime();
        assertThatThrownBy(() -> sample.call("cold0", 4)).hasMessageContaining("cannot be defined");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1900));
    }

    @Test
    void anExitTakesAsManyArgumentsAsItSays() {
        Class<?>[] slots = new Class<?>[Cold.MAX_SLOTS];
        Arrays.fill(slots, int.class);
        var site = Cold.link(MethodHandles.lookup(), "m", MethodType.methodType(int.class, slots), "none", "0|x");
        Object[] arguments = new Object[Cold.MAX_SLOTS];
        Arrays.fill(arguments, 1);
        assertThatThrownBy(() -> site.dynamicInvoker().invokeWithArguments(arguments))
                .isInstanceOf(ColdStoreException.class);
    }

    @Test
    void aClassLoaderThatFailsIsReportedAndItsCallCanBeRepeated() throws Throwable {
        Sample sample = Sample.of(TWICE);
        AtomicBoolean broken = new AtomicBoolean(true);
        ClassLoader loader = new ClassLoader(ColdTest.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, sample.hotClass, 0, sample.hotClass.length);
            }

            @Override
            public java.net.URL getResource(String path) {
                if (broken.get()) {
                    throw new IllegalStateException("closed");
                }
                return sample.loader.getResource(path);
            }
        };
        MethodHandles.Lookup hot = MethodHandles.privateLookupIn(loader.loadClass("app.Hot"), MethodHandles.lookup());
        var cold = hot.findStatic(hot.lookupClass(), "cold0", MethodType.methodType(int.class, int.class));
        assertThatThrownBy(() -> cold.invoke(4))
                .isInstanceOf(ColdStoreException.class)
                .hasMessageContaining("closed");
        broken.set(false);
        assertThat((int) cold.invoke(4)).isEqualTo(12);
    }
}
