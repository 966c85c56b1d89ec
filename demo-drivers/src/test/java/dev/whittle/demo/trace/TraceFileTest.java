package dev.whittle.demo.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraceFileTest {
    @ParameterizedTest
    @MethodSource("dev.whittle.demo.Runs#models")
    void aShippedTraceIsSmallAndComesBackFromItsBytes(String model) {
        Trace trace = Trace.shipped(model);
        byte[] file = trace.encode();
        assertThat(file.length).isLessThan(200_000);
        Trace again = Trace.decode(file);
        assertThat(again.model()).isEqualTo(model).isEqualTo(trace.model());
        assertThat(again.frames()).isEqualTo(trace.frames());
        assertThat(again.events()).isEqualTo(trace.events());
        assertThat(again.encode()).isEqualTo(file);
    }

    @Test
    void anyFlippedBitIsNoticed() {
        byte[] file = Trace.shipped("82574l").encode();
        for (int at = 0; at < file.length; at += at < 64 ? 1 : 251) {
            byte[] damaged = file.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            assertThatThrownBy(() -> Trace.decode(damaged)).as("byte %d", at).isInstanceOf(TraceException.class);
        }
    }

    @Test
    void anyCutIsNoticed() {
        byte[] file = Trace.shipped("82540em").encode();
        for (int length = 0; length < file.length; length += 97) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> Trace.decode(cut)).as("%d bytes", length).isInstanceOf(TraceException.class);
        }
        byte[] longer = Arrays.copyOf(file, file.length + 1);
        assertThatThrownBy(() -> Trace.decode(longer))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("too many");
    }

    @Test
    void anotherVersionIsNamed() {
        byte[] file = Trace.shipped("82540em").encode();
        file[5] = 9;
        assertThatThrownBy(() -> Trace.decode(file))
                .hasMessage("The trace has version 9, this program reads version 1: record it again.");
    }

    @Test
    void aModelWithoutATraceIsNamed() {
        assertThatThrownBy(() -> Trace.shipped("8139")).hasMessageContaining("/traces/8139.wtrc");
    }

    @Test
    void eventsThatEndEarlyAreNoticed() {
        EventWriter writer = new EventWriter();
        writer.word(EventKind.REGISTER_READ, 0x3818, 0xdeadbeef);
        byte[] events = writer.toByteArray();
        EventReader whole = new EventReader(events);
        whole.next();
        assertThat(whole.value).isEqualTo(0xdeadbeef);
        assertThat(whole.place).isEqualTo(0x3818);
        EventReader cut = new EventReader(Arrays.copyOf(events, events.length - 1));
        assertThatThrownBy(cut::next).isInstanceOf(TraceException.class);
    }
}
