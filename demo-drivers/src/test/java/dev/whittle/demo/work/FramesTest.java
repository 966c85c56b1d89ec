package dev.whittle.demo.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.demo.nic.Packet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the demo expects of the wire is checked here against the protocols' own rules. */
class FramesTest {
    @Test
    void aFrameOnTheWireHasAChecksumThatSumsUpToAllOnes() {
        int checked = 0;
        for (int number = 0; number < 256; number++) {
            Packet packet = Frames.toSend(number);
            if (packet.transportStart() == 0) {
                continue;
            }
            byte[] frame =
                    Frames.onWire(new Packet(packet.data(), 0, 0, packet.transportStart(), packet.checksumOffset()));
            assertThat(transportSum(frame)).as("frame %d", number).isEqualTo(0xffff);
            assertThat(transportSum(packet.data()))
                    .as("frame %d before", number)
                    .isNotEqualTo(0xffff);
            checked++;
        }
        assertThat(checked).isEqualTo(96);
    }

    @Test
    void receivedFramesHaveRightChecksumsToo() {
        for (int number = 1; number < 256; number += 2) {
            byte[] frame = Frames.toReceive(number);
            if (frame[12] == 8 && frame[13] == 0) {
                assertThat(transportSum(frame)).as("frame %d", number).isEqualTo(0xffff);
            }
        }
    }

    @Test
    void aTagStandsAfterTheSourceAddress() {
        byte[] frame = HexFormat.of().parseHex("0200000000015254001234560800beef");
        assertThat(HexFormat.of().formatHex(Frames.withTag(frame, 0xa02a)))
                .isEqualTo("020000000001525400123456" + "8100a02a" + "0800beef");
    }

    @Test
    void onlyZerosMayFollowAShortFrame() {
        byte[] expected = {1, 2, 3};
        byte[] padded = new byte[60];
        System.arraycopy(expected, 0, padded, 0, 3);
        assertThat(Frames.sameOnWire(expected, expected.clone())).isTrue();
        assertThat(Frames.sameOnWire(expected, padded)).isTrue();
        assertThat(Frames.sameOnWire(expected, new byte[] {1, 2})).isFalse();
        assertThat(Frames.sameOnWire(expected, new byte[] {1, 2, 4})).isFalse();
        padded[40] = 1;
        assertThat(Frames.sameOnWire(expected, padded)).isFalse();
        assertThat(Frames.sameOnWire(expected, java.util.Arrays.copyOf(expected, 61)))
                .isFalse();
    }

    @Test
    void noTwoFramesAreTheSame() {
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < 256; number++) {
            assertThat(seen.add(HexFormat.of().formatHex(Frames.onWire(Frames.toSend(number)))))
                    .isTrue();
            assertThat(seen.add(HexFormat.of().formatHex(Frames.toReceive(number))))
                    .isTrue();
        }
    }

    /** The transport's words and the pseudo header's, summed with end-around carry (RFC 1071, 793, 768). */
    private static int transportSum(byte[] frame) {
        int sum = (frame[23] & 0xff) + frame.length - 34;
        for (int i = 26; i < frame.length; i++) {
            sum += (frame[i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }
}
