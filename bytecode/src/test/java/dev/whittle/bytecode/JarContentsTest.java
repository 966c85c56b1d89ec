package dev.whittle.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Staging;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JarContentsTest {
    @TempDir
    Path folder;

    private static JarContents sample() {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        return new JarContents(List.of(
                new JarContents.Entry("a/B.class", noise),
                new JarContents.Entry(
                        "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void equalContentsGiveEqualBytesWithTheManifestFirst() throws IOException {
        Path jar = folder.resolve("x.jar");
        Staging.write(jar, sample().toJar());
        JarContents back = JarContents.read(jar);
        assertThat(back.entries())
                .extracting(JarContents.Entry::name)
                .containsExactly("META-INF/MANIFEST.MF", "a/B.class");
        assertThat(back.find("a/B.class")).isEqualTo(sample().find("a/B.class"));
        assertThat(back.toJar()).isEqualTo(sample().toJar());
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void aDamagedJarIsBadInputAndNothingElse() throws IOException {
        byte[] good = sample().toJar();
        Path jar = folder.resolve("x.jar");
        for (int cut = 0; cut < good.length; cut += 97) {
            Files.write(jar, java.util.Arrays.copyOf(good, cut));
            assertThatThrownBy(() -> JarContents.read(jar))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("x.jar");
        }
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        Files.write(jar, flipped);
        assertThatThrownBy(() -> JarContents.read(jar))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("a/B.class");
    }

    /** What a jar says of its sizes does not matter. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJarThatUnpacksToMoreThanTheLimitIsRefusedWithTheFigure(boolean lies) throws IOException {
        Path jar = folder.resolve("bomb.jar");
        JarContents contents =
                new JarContents(List.of(new Entry("a", new byte[60_000]), new Entry("b", new byte[60_000])));
        byte[] bytes = contents.toJar();
        if (lies) {
            for (int i = 0; i + 4 < bytes.length; i++) {
                if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
                    // The size in the central directory.
                    Arrays.fill(bytes, i + 24, i + 28, (byte) 0);
                }
            }
        }
        Files.write(jar, bytes);
        assertThat(bytes.length).isLessThan(1_000);
        assertThatThrownBy(() -> JarContents.read(jar, 100_000))
                .isInstanceOf(BadInputException.class)
                .hasMessage("The jar " + jar + " unpacks to more than 100000 bytes at b; it is refused.");
        if (!lies) {
            assertThat(JarContents.read(jar, 120_000).entries()).hasSize(2);
        }
    }

    @Test
    void refusesEntriesOutsideTheJar() throws IOException {
        for (String name : List.of("../evil", "a/../../evil", "/etc/passwd", "a\\..\\evil", "../", "a/../../b/")) {
            Path jar = folder.resolve("slip.jar");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(1);
            }
            assertThatThrownBy(() -> JarContents.read(jar))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("outside");
        }
    }

    @Test
    void foldersAndTheWayOfStorageComeBack() throws IOException {
        Path jar = folder.resolve("x.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/"));
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("lib/"));
            zip.putNextEntry(stored("lib/nested.jar", new byte[] {1, 1, 1, 1}));
            zip.write(new byte[] {1, 1, 1, 1});
        }
        Path back = folder.resolve("back.jar");
        Staging.write(back, JarContents.read(jar).toJar());
        assertThat(JarContents.read(back).toJar()).isEqualTo(Files.readAllBytes(back));
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(back.toFile())) {
            assertThat(zip.stream())
                    .extracting(e -> e.getName() + ' ' + (e.getMethod() == ZipEntry.STORED))
                    .containsExactlyInAnyOrder(
                            "META-INF/ true", "META-INF/MANIFEST.MF false", "lib/ true", "lib/nested.jar true");
            assertThat(zip.getInputStream(zip.getEntry("lib/nested.jar")).readAllBytes())
                    .containsExactly(1, 1, 1, 1);
        }
        try (java.util.jar.JarInputStream stream = new java.util.jar.JarInputStream(Files.newInputStream(back))) {
            assertThat(stream.getManifest()).isNotNull();
        }
    }

    private static ZipEntry stored(String name, byte[] bytes) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        return entry;
    }

    @Test
    void emptyFoldersOfADirectoryAreFiles() throws IOException {
        Files.createDirectories(folder.resolve("classes/a/empty"));
        Files.write(folder.resolve("classes/a/x"), new byte[] {1});
        assertThat(JarContents.read(folder.resolve("classes")).entries())
                .extracting(JarContents.Entry::name)
                .containsExactly("a/empty/", "a/x");
    }

    @Test
    void missingInputIsNamed() {
        assertThatThrownBy(() -> JarContents.read(folder.resolve("no.jar")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no.jar");
    }

    @Test
    void garbageIsNotAClass() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 4) {
                System.arraycopy(new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE}, 0, bytes, 0, 4);
            }
            assertThatThrownBy(() -> ClassFiles.parse(bytes)).isInstanceOf(BadInputException.class);
        }
    }
}
