package dev.whittle.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.whittle.model.BadInputException;
import dev.whittle.model.FactValue;
import dev.whittle.model.Learned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnedFileTest {
    private static final String BEGIN = "\n" + line("begin");
    private static final String COLD = line("cold\tb1\tapp/Hot\trx(I)I 4 0123456789abcdef");
    private static final String FACT = line("fact\tb1\tapp/Hot.mac\tE:A\tE:B");

    /** A line as the runtime writes it. */
    private static String line(String fields) {
        String text = "whittle-learned-1\t" + fields;
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "\t" + String.format("%08x", crc.getValue()) + "\n";
    }

    private static Learned read(String text) {
        return LearnedFile.fromText(text, "learned.txt");
    }

    @Test
    void whatRunsWroteIsReadEachOnce() {
        Learned learned = read(BEGIN + COLD + FACT + COLD + BEGIN + FACT);
        assertThat(learned.places())
                .containsExactly(new Learned.Place("b1", "app/Hot", "rx(I)I", 4, "0123456789abcdef"));
        assertThat(learned.values())
                .containsExactly(new Learned.Value("b1", "app/Hot.mac", "E:A", new FactValue.OfEnum("B")));
        assertThat(learned.torn()).isZero();
        assertThat(read(BEGIN).places()).isEmpty();
    }

    @Test
    void namesAreWhatTheyWere() {
        Learned learned =
                read(BEGIN + line("cold\tb\\u0009\ta\\u00e4 b\tm \\u005c 3 (LA 4 b;)V 65535 0123456789abcdef"));
        assertThat(learned.places())
                .containsExactly(new Learned.Place("b\t", "a\u00e4 b", "m \\ 3 (LA 4 b;)V", 65535, "0123456789abcdef"));
    }

    /** The last line, or the last of a run that another one followed. */
    @Test
    void aLineThatAKillCutShortIsPassedOver() {
        for (int length = 1; length < COLD.length(); length++) {
            String cut = COLD.substring(0, length);
            boolean whole = length == COLD.length() - 1;
            assertThat(read(BEGIN + FACT + cut).torn()).as(cut).isEqualTo(whole ? 0 : 1);
            assertThat(read(BEGIN + FACT + cut + BEGIN + FACT).values()).hasSize(1);
        }
        assertThatThrownBy(() -> read(BEGIN + COLD.substring(0, 30) + "\n" + FACT))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void whereNoWhittledMethodRanItSaysSo() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no whittled method ran");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin\tmore",
                "cold\tb1\tapp/Hot",
                "cold\tb1\tapp/Hot\trx(I)I",
                "cold\tb1\tapp/Hot\trx(I)I 4 0123456789ABCDEF",
                "cold\tb1\tapp/Hot\trx(I)I -4 0123456789abcdef",
                "cold\tb1\tapp/Hot\trx(I)I 999999 0123456789abcdef",
                "fact\tb1\tapp/Hot.mac\tI:1\tI:x",
                "fact\tb1\tapp/Hot.mac\tI:1\tX:1",
                "fact\tb1\tapp/Hot.mac\tI:1\t",
                "warm\tb1",
                "",
                "cold\tb1\tapp\\Hot\trx(I)I 4 0123456789abcdef",
                "cold\tb1\tapp\\u12\trx(I)I 4 0123456789abcdef"
            })
    void whatIsNoLineIsOneSentence(String fields) {
        assertThatThrownBy(() -> read(BEGIN + line(fields) + COLD))
                .isInstanceOf(BadInputException.class)
                .hasMessageMatching("The learned file learned.txt cannot be used at line 3: [^\n]*\\.");
    }

    @Test
    void anotherVersionIsSaid() {
        assertThatThrownBy(() -> read(BEGIN.replace("learned-1", "learned-2") + COLD))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("another version");
    }

    /** Each flipped bit is found, but in the very last line, where it may look like one that was cut short. */
    @Test
    void damageIsFound() {
        byte[] whole = (BEGIN + COLD + FACT).getBytes(StandardCharsets.US_ASCII);
        int last = whole.length - FACT.length();
        for (int bit = 8; bit < last * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            String text = new String(flipped, StandardCharsets.ISO_8859_1);
            Throwable thrown = catchThrowable(() -> read(text));
            assertThat(thrown).as("bit %s of byte %s", bit % 8, bit / 8).isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void noiseIsRefusedWithoutAFault() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? BEGIN : "");
            int length = random.nextInt(200);
            for (int c = 0; c < length; c++) {
                text.append("whitle-arnd1\t\n\\u0 4fcoldb\u00ff".charAt(random.nextInt(26)));
            }
            text.append("\nx\n");
            assertThatThrownBy(() -> read(text.toString())).isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void filesThatAreNoneOrTooLargeAreRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("learned.txt");
        assertThatThrownBy(() -> LearnedFile.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("There is no learned file");
        assertThatThrownBy(() -> LearnedFile.read(folder)).isInstanceOf(BadInputException.class);
        Files.writeString(file, BEGIN + COLD);
        assertThat(LearnedFile.read(file).places()).hasSize(1);
        Files.write(file, List.of(BEGIN, COLD.repeat(80_000)));
        assertThatThrownBy(() -> LearnedFile.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("larger than 5 MiB");
        Files.write(file, new byte[] {(byte) 0xff, '\n'});
        assertThatThrownBy(() -> LearnedFile.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("UTF-8");
    }
}
