package dev.whittle.coldstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodId;
import dev.whittle.runtime.StoreFormat;
import dev.whittle.runtime.writing.StoreWriter;
import dev.whittle.testkit.InMemoryCompiler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdStoreTest {
    private static final Map<String, ClassDigest> ORIGINALS =
            Map.of("net/Driver", new ClassDigest("0123456789abcdef".repeat(4)));

    private static final int COUNT = 12;

    /** Class files that look like fragments of one driver: alike, and each a little different. */
    private static List<Fragment> fragments() {
        Map<String, String> sources = new TreeMap<>();
        for (int i = 0; i < COUNT; i++) {
            sources.put(
                    "net.Driver$whittle$" + i,
                    "package net; final class Driver$whittle$" + i
                            + " { static int receive(java.util.List<String> q, int n) {"
                            + " for (int i = 0; i < n; i++) q.add(\"frame \" + (i * " + (i + 7)
                            + ")); return q.size() + " + i
                            + "; } }");
        }
        Map<String, byte[]> classes = InMemoryCompiler.compile(sources);
        List<Fragment> fragments = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            String name = "net/Driver$whittle$" + i;
            MethodId origin = new MethodId("net/Driver", "receive", "(Ljava/util/List;I)I");
            fragments.add(new Fragment(i, name, origin, i, classes.get(name)));
        }
        return fragments;
    }

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        StoreFormat store = StoreFormat.parse(ColdStoreWriter.write("b1", ORIGINALS, fragments()));
        assertThat(store.build()).isEqualTo("b1");
        assertThat(store.entries()).hasSize(COUNT);
        for (Fragment fragment : fragments()) {
            StoreFormat.Entry entry = store.entries().get(fragment.id());
            assertThat(entry.id()).isEqualTo(fragment.id());
            assertThat(entry.className()).isEqualTo(fragment.className());
            assertThat(entry.method())
                    .isEqualTo("receive(Ljava/util/List;I)I " + fragment.resume() + " 0123456789abcdef");
            assertThat(store.fragment(entry)).isEqualTo(fragment.classBytes());
        }
    }

    @Test
    void anEmptyStoreIsAStore() throws IOException {
        byte[] store = ColdStoreWriter.write("b1", ORIGINALS, List.of());
        assertThat(StoreFormat.parse(store).entries()).isEmpty();
        assertThat(ColdStoreChecker.check(store)).isEmpty();
    }

    @Test
    void theOrderOfTheFragmentsDoesNotChangeTheBytes() {
        List<Fragment> reversed = fragments();
        Collections.reverse(reversed);
        assertThat(ColdStoreWriter.write("b1", ORIGINALS, reversed))
                .isEqualTo(ColdStoreWriter.write("b1", ORIGINALS, fragments()));
    }

    @Test
    void whatFragmentsShareIsStoredOnce() {
        int alone = fragments().stream()
                .mapToInt(f -> ColdStoreWriter.write("b1", ORIGINALS, List.of(f)).length)
                .sum();
        assertThat(ColdStoreWriter.write("b1", ORIGINALS, fragments())).hasSizeLessThan(alone / 3);
    }

    /** Fragments that nothing packs, so that one fills most of a block. */
    private static List<StoreFormat.Raw> large() {
        Random random = new Random(1);
        List<StoreFormat.Raw> large = new ArrayList<>();
        for (int id = 0; id < 5; id++) {
            byte[] bytes = new byte[id == 3 ? 300_000 : 50_000];
            random.nextBytes(bytes);
            ByteBuffer.wrap(bytes).putInt(0xCAFEBABE);
            large.add(new StoreFormat.Raw(id, "net/X$" + id, "m()V", bytes));
        }
        return large;
    }

    @Test
    void fragmentsFillBlocksAndALargeOneHasItsOwn() throws IOException {
        StoreFormat store = StoreFormat.parse(StoreWriter.write("b1", large()));
        assertThat(store.entries()).extracting(StoreFormat.Entry::block).containsExactly(0, 0, 1, 2, 3);
        // Back and forth, as what was unpacked last is kept.
        for (int id : new int[] {0, 4, 1, 1, 3, 2, 0}) {
            assertThat(store.fragment(store.entries().get(id)))
                    .isEqualTo(large().get(id).classFile());
        }
    }

    @Test
    void twoFragmentsOfOneIdAreRefused() {
        Fragment first = fragments().get(0);
        assertThatThrownBy(() -> ColdStoreWriter.write("b1", ORIGINALS, List.of(first, first)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fragment 0");
    }

    @Test
    void eachDamageIsReportedWithItsPlace() throws IOException {
        byte[] store = StoreWriter.write("b1", large());
        assertThat(ColdStoreChecker.check(store)).isEmpty();
        // What follows the head is not packed any smaller, so the blocks are where their fragments would be.
        int body = store.length - 500_000;
        store[body + 20_000] ^= 0x10;
        store[body + 420_000] ^= 0x10;
        List<String> damages = ColdStoreChecker.check(store);
        assertThat(damages).hasSize(3);
        assertThat(damages.get(0)).contains("block 0 (bytes ").contains("fragment 0 (net/X$0)");
        assertThat(damages.get(1)).contains("block 0 (bytes ").contains("fragment 1 (net/X$1)");
        assertThat(damages.get(2)).contains("block 2 (bytes ").contains("fragment 3 (net/X$3)");
    }

    @Test
    void noByteMayChangeAndNoneMayBeMissing() {
        byte[] store = ColdStoreWriter.write("b1", ORIGINALS, fragments().subList(0, 3));
        for (int at = 0; at < store.length; at++) {
            byte[] flipped = store.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            assertThat(ColdStoreChecker.check(flipped)).as("byte %s", at).isNotEmpty();
            assertThat(ColdStoreChecker.check(Arrays.copyOf(store, at)))
                    .as("length %s", at)
                    .hasSize(1);
        }
        assertThat(ColdStoreChecker.check(Arrays.copyOf(store, store.length + 1)))
                .hasSize(1);
    }

    @Test
    void whatIsNoClassFileIsReported() {
        byte[] store = StoreWriter.write("b1", List.of(new StoreFormat.Raw(4, "net/X", "m()V", new byte[] {1, 2, 3})));
        assertThat(ColdStoreChecker.check(store)).singleElement().asString().contains("fragment 4 (net/X)");
    }

    @Test
    void compactingKeepsIdsAndDigestsOfWhatIsReferredTo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("app.wcs");
        ColdStoreWriter.write(file, "b1", ORIGINALS, fragments());
        byte[] before = Files.readAllBytes(file);
        ColdStoreCompactor.compact(file, Set.of(3, 8, 99));
        byte[] after = Files.readAllBytes(file);
        assertThat(after).hasSizeLessThan(before.length);
        assertThat(ColdStoreChecker.check(file)).isEmpty();
        StoreFormat store = StoreFormat.parse(after);
        assertThat(store.build()).isEqualTo("b1");
        assertThat(store.entries()).extracting(StoreFormat.Entry::id).containsExactly(3, 8);
        assertThat(store.fragment(store.entries().get(1)))
                .isEqualTo(fragments().get(8).classBytes());
        assertThat(after).isEqualTo(ColdStoreCompactor.compact(before, Set.of(8, 3)));
    }

    @Test
    void aDamagedStoreIsNotCompactedAndStaysAsItWas(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("app.wcs");
        byte[] damaged = ColdStoreWriter.write("b1", ORIGINALS, fragments());
        damaged[damaged.length - 1] ^= 1;
        Files.write(file, damaged);
        assertThatThrownBy(() -> ColdStoreCompactor.compact(file, Set.of(COUNT - 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fragment 11");
        assertThat(file).hasBinaryContent(damaged);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(ColdStoreChecker.check(folder.resolve("none.wcs")))
                .singleElement()
                .asString()
                .contains("none.wcs");
    }
}
