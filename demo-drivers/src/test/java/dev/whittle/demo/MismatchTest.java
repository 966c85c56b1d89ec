package dev.whittle.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.demo.device.DeviceAccess;
import dev.whittle.demo.device.Machine;
import dev.whittle.demo.trace.Trace;
import dev.whittle.demo.trace.TraceMismatchException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A replay must notice anything the driver does otherwise than the recorded one did. */
class MismatchTest {
    /** Changes the arguments of the call to {@code method} that has this number; null arguments drop the call. */
    private record Change(String method, int number, java.util.function.UnaryOperator<Object[]> change) {}

    @ParameterizedTest
    @MethodSource("dev.whittle.demo.Runs#models")
    void aChangedRegisterWriteIsNamed(String model) {
        var change = new Change("write", 40, words -> new Object[] {words[0], (int) words[1] ^ 4});
        assertThatThrownBy(() -> replay(model, change))
                .isInstanceOf(TraceMismatchException.class)
                .hasMessageMatching("access \\d+: register write at 0x[0-9a-f]+ of the " + model
                        + " trace expects [0-9a-f]{8}, got [0-9a-f]{8}");
    }

    @Test
    void aRegisterWriteElsewhereIsNamed() {
        var change = new Change("write", 3, words -> new Object[] {(int) words[0] + 4, words[1]});
        assertThatThrownBy(() -> replay("82540em", change))
                .isInstanceOf(TraceMismatchException.class)
                .hasMessageContaining("expects register write at 0x", "got register write at 0x");
    }

    @Test
    void aChangedByteOfAFrameInMemoryIsNamed() {
        var change = new Change("put", 5, words -> {
            byte[] data = ((byte[]) words[1]).clone();
            data[(int) words[2] + 9] ^= 1;
            return new Object[] {words[0], data, words[2], words[3]};
        });
        assertThatThrownBy(() -> replay("82574l", change))
                .isInstanceOf(TraceMismatchException.class)
                .hasMessageMatching(
                        "access \\d+: memory write at 0x20[0-9a-f]+ of the 82574l trace expects [0-9a-f]{2} in byte 9, got [0-9a-f]{2}");
    }

    @Test
    void aChangedByteOfADescriptorIsNamed() {
        var change = new Change("putLong", 150, words -> new Object[] {words[0], (long) words[1] ^ 1L << 24});
        assertThatThrownBy(() -> replay("82545em", change))
                .isInstanceOf(TraceMismatchException.class)
                .hasMessageContaining("memory write at 0x10", "in byte 3");
    }

    @Test
    void aWriteLeftOutIsNamedAtTheNextAccess() {
        var change = new Change("write", 20, words -> null);
        assertThatThrownBy(() -> replay("82544gc", change)).isInstanceOf(TraceMismatchException.class);
    }

    @Test
    void theIndexIsThatOfTheChangedAccess() {
        AtomicInteger accesses = new AtomicInteger();
        AtomicInteger changedAt = new AtomicInteger(-1);
        var change = new Change("write", 25, words -> {
            changedAt.set(accesses.get() - 1);
            return new Object[] {words[0], (int) words[1] ^ 1};
        });
        assertThatThrownBy(() -> Replays.run(Trace.shipped("82540em"), m -> wrap(m, change, accesses)))
                .isInstanceOfSatisfying(
                        TraceMismatchException.class, e -> assertThat(e.index()).isEqualTo(changedAt.get()));
    }

    @Test
    void aProgramThatStopsEarlyIsToldWhatIsMissing() {
        Trace trace = Trace.shipped("82540em");
        assertThatThrownBy(() -> new dev.whittle.demo.trace.ReplayMachine(trace).close())
                .isInstanceOf(TraceMismatchException.class)
                .hasMessage(
                        "access 0: the 82540em trace expects configuration read at 0x0, got the end of the program");
    }

    private static void replay(String model, Change change) {
        Replays.run(Trace.shipped(model), machine -> wrap(machine, change, new AtomicInteger()));
    }

    private static Machine wrap(Machine machine, Change change, AtomicInteger accesses) {
        AtomicInteger calls = new AtomicInteger();
        InvocationHandler handler = (proxy, method, words) -> {
            accesses.incrementAndGet();
            Object[] changed = words;
            if (method.getName().equals(change.method()) && calls.getAndIncrement() == change.number()) {
                changed = change.change().apply(words);
                if (changed == null) {
                    return null;
                }
            }
            try {
                return method.invoke(machine.access(), changed);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        DeviceAccess access = (DeviceAccess) Proxy.newProxyInstance(
                MismatchTest.class.getClassLoader(), new Class<?>[] {DeviceAccess.class}, handler);
        return new Machine() {
            @Override
            public DeviceAccess access() {
                return access;
            }

            @Override
            public dev.whittle.demo.device.Wire wire() {
                return machine.wire();
            }

            @Override
            public String backend() {
                return machine.backend();
            }

            @Override
            public void close() {
                machine.close();
            }
        };
    }
}
