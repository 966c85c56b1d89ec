package dev.whittle.verifier;

import dev.whittle.testkit.InMemoryCompiler;
import java.util.Map;

/** A small driver that the tests whittle by hand. */
final class Card {
    static final String NAME = "demo/Card";

    private static final String SOURCE = """
            package demo;
            public class Card {
                public enum Mac { A, B }
                private final Mac mac;
                private int width;
                volatile int reg;
                volatile int tail;
                int[] ring = new int[8];
                int count;
                int last;
                Card(Mac mac, int width) { this.mac = mac; this.width = width; }
                void rebind(int width) { this.width = width; }
                int rx(int status, int len) {
                    if (status < 0) {
                        count = count + 1;
                        return -1;
                    }
                    if (mac == Mac.B) {
                        reg = 7;
                    }
                    ring[status & 7] = len;
                    last = status;
                    reg = len;
                    tail = status;
                    if (width == 64) {
                        reg = 9;
                    }
                    return len - 4;
                }
                static int sum(int[] a, int n) {
                    int s = 0;
                    for (int i = 0; i < n; i++) {
                        if (a[i] < 0) {
                            s = s * 31;
                        }
                        s += a[i];
                    }
                    return s;
                }
                int guarded(int x) {
                    try {
                        poke(x);
                        if (x > 1000) {
                            return 3;
                        }
                        reg = x;
                    } catch (IllegalStateException e) {
                        last = x;
                        return -7;
                    }
                    return reg;
                }
                int locked(int x) {
                    if (x > 1000) {
                        return 5;
                    }
                    synchronized (this) {
                        count += x;
                        poke(count);
                        return count;
                    }
                }
                int poke(int v) {
                    if (v == 77) {
                        throw new IllegalStateException("no");
                    }
                    tail = v;
                    return mix(v, count);
                }
                static int mix(int a, int b) {
                    return a * 31 - b;
                }
                long wide(long a, int b, double c) {
                    if (b == 3) {
                        return a / b;
                    }
                    return a * 2 + (long) c;
                }
                int chain(int a, int b) {
                    int r = 1;
                    if (a > 5) {
                        r = 2;
                    }
                    last = r;
                    if (b < 9) {
                        r += 3;
                    }
                    return r + mix(a, b);
                }
                int twice(int x) {
                    int r = 0;
                    if (width == 64) {
                        r = 1;
                    }
                    poke(x);
                    if (width == 64) {
                        r += 2;
                    }
                    return r;
                }
                int choose(int k) {
                    switch (k) {
                        case 0: return mix(k, 1);
                        case 1: reg = 4; return 11;
                        default: return poke(k);
                    }
                }
            }
            """;

    private Card() {}

    static Hand hand() {
        return new Hand(CLASSES.get());
    }

    private static final java.util.function.Supplier<Map<String, byte[]>> CLASSES =
            new java.util.function.Supplier<>() {
                private Map<String, byte[]> classes;

                @Override
                public synchronized Map<String, byte[]> get() {
                    if (classes == null) {
                        classes = InMemoryCompiler.compile(Map.of("demo.Card", SOURCE), "-g", "--release", "17");
                    }
                    return classes;
                }
            };
}
