package dev.whittle.profiler.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.BadInputException;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.MethodId;
import dev.whittle.model.Profile;
import dev.whittle.model.RecordedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProfileFileTest {
    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsReadBack() {
        for (long seed = 0; seed < 300; seed++) {
            Profile profile = new Profiles(seed).next();
            Path file = directory.resolve("p.wprof");
            ProfileFile.write(file, profile);
            assertThat(ProfileFile.read(file)).as("seed %d", seed).isEqualTo(profile);
        }
        assertThat(directory.toFile().list()).containsExactly("p.wprof");
    }

    @Test
    void theSameProfileGivesTheSameBytes() {
        assertThat(ProfileFile.encode(new Profiles(7).next())).isEqualTo(ProfileFile.encode(new Profiles(7).next()));
    }

    @Test
    void aProfileCutAtAnyLengthIsRefused() throws IOException {
        byte[] whole = ProfileFile.encode(new Profiles(3).next());
        assertThat(whole.length).isGreaterThan(100);
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
        refused(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void aProfileWithAnyBitFlippedIsRefused() throws IOException {
        byte[] whole = ProfileFile.encode(new Profiles(3).next());
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            refused(damaged);
        }
    }

    @Test
    void aBodyThatIsWrongUnderAGoodChecksumIsRefusedOrReadWhole() throws IOException {
        byte[] body = ProfileEncoder.encode(new Profiles(3).next());
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = body.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(directory.resolve("hostile.wprof"), sealed(damaged, ProfileFile.VERSION));
            try {
                Profile profile = ProfileFile.read(file);
                assertThat(ProfileFile.decode(ProfileFile.encode(profile))).isEqualTo(profile);
            } catch (BadInputException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(150);
    }

    /** The first version has no arguments, and no version before the third has digests of methods. */
    @Test
    void filesOfOlderVersionsAreRead() throws IOException {
        var edges = List.of(new Profile.EdgeCount(1, 0, 5), new Profile.EdgeCount(1, 1, 0));
        var method = new Profile.MethodProfile("m", "()V", 5, edges, List.of(), List.of(), List.of());
        Profile before = new Profile(
                List.of("x"),
                List.of(new Profile.ClassProfile("A", new ClassDigest("1".repeat(64)), true, List.of(method))),
                new TreeMap<>());
        ByteSink body = new ByteSink();
        body.number(4);
        for (String text : List.of("x", "A", "m", "()V")) {
            body.number(text.length());
            text.chars().forEach(body::number);
        }
        numbers(body, 1, 0, 1, 1);
        body.bytes(HexFormat.of().parseHex("1".repeat(64)), 32);
        body.oneByte(1);
        numbers(body, 1, 2, 3, 5);
        numbers(body, 2, 1, 0, 5, 1, 1, 0);
        numbers(body, 0, 0, 0);
        numbers(body, 0);
        byte[] first = body.toByteArray();
        assertThat(ProfileFile.read(Files.write(directory.resolve("1.wprof"), sealed(first, 1))))
                .isEqualTo(before);
        byte[] second = Arrays.copyOf(first, first.length + 1);
        assertThat(ProfileFile.read(Files.write(directory.resolve("2.wprof"), sealed(second, 2))))
                .isEqualTo(before);
        refused(sealed(first, 2));
        refused(sealed(second, 1));
        refused(sealed(second, 3));
    }

    private static void numbers(ByteSink out, long... values) {
        for (long value : values) {
            out.number(value);
        }
    }

    @Test
    void aFileOfAnUnknownVersionIsRefused() throws IOException {
        byte[] body = ProfileEncoder.encode(new Profiles(3).next());
        refused(sealed(body, ProfileFile.FIRST_VERSION));
        refused(sealed(body, ProfileFile.VERSION + 1));
        refused(sealed(body, 0));
    }

    @Test
    void argumentsThatDoNotFitTheDescriptorAreRefused() throws IOException {
        for (String descriptor : List.of("()V", "(J)V", "(II)V", "(Ljava/lang/Object;)V", "([I)V", "")) {
            SortedMap<MethodId, List<RecordedInput>> inputs = new TreeMap<>();
            inputs.put(
                    new MethodId("a", "b", descriptor),
                    List.of(new RecordedInput(List.of(new RecordedInput.Value.OfInt(1)))));
            refused(ProfileFile.encode(new Profile(List.of(), List.of(), new TreeMap<>(), inputs)));
        }
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = directory.resolve("none.wprof");
        assertThatThrownBy(() -> ProfileFile.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("none.wprof")
                .hasMessageContaining("record");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFolderOfAProfileMayBeALink() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        ProfileFile.write(link.resolve("p.wprof"), new Profiles(3).next());
        assertThat(ProfileFile.read(real.resolve("p.wprof"))).isEqualTo(new Profiles(3).next());
    }

    @Test
    void aPlaceThatCannotHoldTheFileIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file")).resolve("p.wprof");
        assertThatThrownBy(() -> ProfileFile.write(file, Profile.empty()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("p.wprof");
    }

    private void refused(byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("damaged.wprof"), bytes);
        assertThatThrownBy(() -> ProfileFile.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("damaged.wprof")
                .hasMessageEndingWith(".");
    }

    private static byte[] sealed(byte[] body, int version) {
        Deflater deflater = new Deflater();
        deflater.setInput(body);
        deflater.finish();
        byte[] room = new byte[body.length * 2 + 100];
        int packed = deflater.deflate(room);
        deflater.end();
        java.nio.ByteBuffer out = java.nio.ByteBuffer.allocate(ProfileFile.HEADER + packed);
        out.putInt(ProfileFile.MAGIC).putInt(version).putInt(packed).putInt(body.length);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, 16);
        crc.update(room, 0, packed);
        return out.putInt((int) crc.getValue()).put(room, 0, packed).array();
    }
}
