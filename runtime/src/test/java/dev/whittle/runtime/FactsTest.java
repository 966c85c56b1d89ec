package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    enum Mac {
        A,
        AB
    }

    private static MethodHandle guard(String key) {
        return Facts.guard(LOOKUP, "holds", MethodType.methodType(boolean.class), "b", key)
                .dynamicInvoker();
    }

    private static MethodHandle write(String key, Class<?> type, String expected) {
        return Facts.write(LOOKUP, "wrote", MethodType.methodType(void.class, type), "b", key, expected)
                .dynamicInvoker();
    }

    @Test
    void aGuardHoldsUntilAnotherValueIsWrittenAndNeverAgain() throws Throwable {
        MethodHandle holds = guard("C.int");
        MethodHandle wrote = write("C.int", int.class, "I:5");
        wrote.invoke(5);
        assertThat((boolean) holds.invoke()).isTrue();
        wrote.invoke(6);
        assertThat((boolean) holds.invoke()).isFalse();
        wrote.invoke(5);
        assertThat((boolean) holds.invoke()).isFalse();
        assertThat((boolean) guard("C.int").invoke()).as("linked later").isFalse();
        assertThat((boolean) guard("C.other").invoke()).as("another fact").isTrue();
        assertThat(Facts.invalidated()).contains("C.int").doesNotContain("C.other");
    }

    @Test
    void eachKindOfValueIsCompared() throws Throwable {
        write("K.z", boolean.class, "I:1").invoke(true);
        write("K.b", byte.class, "I:-1").invoke((byte) -1);
        write("K.c", char.class, "I:65535").invoke('\uffff');
        write("K.j", long.class, "J:4294967296").invoke(1L << 32);
        write("K.e", Mac.class, "E:A").invoke(Mac.A);
        write("K.n", Mac.class, "N:").invoke((Mac) null);
        for (String key : List.of("K.z", "K.b", "K.c", "K.j", "K.e", "K.n")) {
            assertThat((boolean) guard(key).invoke()).as(key).isTrue();
        }
        write("K.z", boolean.class, "I:1").invoke(false);
        write("K.b", byte.class, "I:-1").invoke((byte) 1);
        write("K.c", char.class, "I:65535").invoke('a');
        write("K.j", long.class, "J:4294967296").invoke(0L);
        write("K.e", Mac.class, "E:A").invoke(Mac.AB);
        write("K.n", Mac.class, "N:").invoke(Mac.A);
        for (String key : List.of("K.z", "K.b", "K.c", "K.j", "K.e", "K.n")) {
            assertThat((boolean) guard(key).invoke()).as(key).isFalse();
        }
        write("K.e2", Mac.class, "E:A").invoke((Mac) null);
        assertThat((boolean) guard("K.e2").invoke()).isFalse();
    }

    /** What folding rests on: who got hold of an object that was published after another value was written sees the guard broken. */
    @Test
    void noThreadGetsTheNewObjectAndStillSeesTheGuard() throws Throwable {
        for (int round = 0; round < 30; round++) {
            String key = "T.mac" + round;
            MethodHandle holds = guard(key);
            MethodHandle wrote = write(key, int.class, "I:1");
            AtomicReference<Integer> published = new AtomicReference<>(1);
            AtomicInteger wrong = new AtomicInteger();
            AtomicBoolean stop = new AtomicBoolean();
            CountDownLatch running = new CountDownLatch(4);
            Thread[] readers = new Thread[4];
            for (int i = 0; i < readers.length; i++) {
                readers[i] = new Thread(() -> {
                    running.countDown();
                    while (!stop.get()) {
                        int seen = published.getPlain();
                        try {
                            if ((boolean) holds.invokeExact() && seen != 1) {
                                wrong.incrementAndGet();
                            }
                        } catch (Throwable e) {
                            wrong.incrementAndGet();
                        }
                    }
                });
                readers[i].start();
            }
            running.await();
            wrote.invoke(2);
            published.setPlain(2);
            Thread.sleep(2);
            stop.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(wrong.get()).isZero();
        }
    }

    @Test
    void anExpectationThatCannotBeReadIsMetByNoValue() throws Throwable {
        int number = 0;
        for (String expected : List.of("", "I", "I:", "I:x", "I:99999999999", "E:5", "?:5")) {
            String key = "M.bad" + number++;
            write(key, int.class, expected).invoke(5);
            assertThat((boolean) guard(key).invoke()).as(expected).isFalse();
        }
        write("M.enum", Mac.class, "I:5").invoke(Mac.A);
        assertThat((boolean) guard("M.enum").invoke()).isFalse();
    }

    @Test
    void noWriterGoesOnBeforeTheGuardIsBroken() throws Throwable {
        for (int round = 0; round < 200; round++) {
            String key = "W.mac" + round;
            MethodHandle holds = guard(key);
            MethodHandle wrote = write(key, int.class, "I:1");
            AtomicInteger wrong = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(4);
            Thread[] writers = new Thread[4];
            for (int i = 0; i < writers.length; i++) {
                int value = 2 + i;
                writers[i] = new Thread(() -> {
                    try {
                        start.await();
                        wrote.invoke(value);
                        if ((boolean) holds.invokeExact()) {
                            wrong.incrementAndGet();
                        }
                    } catch (Throwable e) {
                        wrong.incrementAndGet();
                    }
                });
                writers[i].start();
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(wrong.get()).isZero();
        }
    }
}
