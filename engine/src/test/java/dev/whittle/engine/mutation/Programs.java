package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.demo.Main;
import dev.whittle.model.FactValue;
import dev.whittle.testkit.InMemoryCompiler;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The programs that are whittled and mutated. */
final class Programs {
    private Programs() {}

    static final Map<String, byte[]> ARITHMETIC = InMemoryCompiler.compile(Map.of("app.Sums", """
            package app;
            class Sums {
                int n; int m; long big; double real; static int total; byte small; char letter;
                int chain(int a, int b, int c) {
                    int d = a * 3 - b; int e = (a >> 2) + (c >>> 1);
                    if (a < b) { n += d; m = e; return d - e; }
                    if (b == c) { m -= a; return n ^ m; }
                    small = (byte) (a + c); letter = (char) (b * 7);
                    if (a > 100) { total += a; return (short) (a * b); }
                    n = d; m = e;
                    return small + letter - d % 7;
                }
                long longs(long a, long b, int s) {
                    long x = a - b; long y = a << s;
                    if (a > b) { big = y; return x ^ y; }
                    if (s == 3) { big += x; n++; return (int) x; }
                    if (y <= 0L) { big = x; return y - x; }
                    big ^= y & 0xffL;
                    return x - y;
                }
                double reals(double a, double b, float c) {
                    double x = a - b * 2.0;
                    if (a < b) { real = x; return a - x; }
                    if (c > 1.5f) { real -= c; return b / 3.0; }
                    real += x;
                    return x - a;
                }
                int loop(int[] data, int from, int to) {
                    int sum = 0; int odd = 0;
                    for (int i = from; i < to; i++) {
                        int v = data[i];
                        if (v < 0) { data[i] = -v; n++; continue; }
                        if ((v & 1) != 0) { odd += v; } else { sum -= v; }
                        if (sum > 1000) { m = sum; break; }
                    }
                    return sum * 31 - odd;
                }
                int nested(int a, int b) {
                    int s = 0;
                    while (a > 0) { int t = b; while (t > a) { s += t - a; t -= 2; if (s == 77) { n = t; return s; } } a--; }
                    if (s < 0) { m = s; return -1; }
                    return s;
                }
                int table(int k, int a) {
                    switch (k) { case 1: a += 5; break; case 2: n = a; return 2; case 3: a -= 9; case 4: m++; break;
                        default: return n - a; }
                    switch (a) { case -100: return 3; case 50: n--; return 4; case 7000: m--; break; default: a ^= 3; }
                    return a;
                }
                static void fill(long[] to, byte[] from, int at) {
                    if (at < 0) { total--; return; }
                    to[at] = from[at] * 5L; from[at] = (byte) (at + 1);
                    if (to.length == 3) { to[0] = 9L; to[1] = 8L; total += 2; }
                }
            }
            """));

    static final Map<String, byte[]> EFFECTS =
            InMemoryCompiler.compile(Map.of("app.Wire", """
            package app;
            public interface Wire { void put(int reg, int value); int get(int reg); void flush(int reg, int value); }
            """, "app.Bus", """
            package app;
            public class Bus implements Wire {
                public int last; public int count;
                public void put(int reg, int value) { last = reg * 31 + value; count++; }
                public void flush(int reg, int value) { last = reg - value; count--; }
                public int get(int reg) { return last ^ reg; }
            }
            """, "app.Gate", """
            package app;
            import java.util.function.IntUnaryOperator;
            class Gate {
                private final Wire wire; private int state; private int other; private Object lock = new Object(); volatile int seen;
                Gate(Wire wire) { this.wire = wire; }
                void send(int a, int b) {
                    wire.put(1, a); wire.put(2, b); state = a; other = b;
                    if (a == b) { wire.flush(3, a); state++; return; }
                    if (a > 9000) { wire.put(4, wire.get(a)); other--; }
                    wire.flush(5, state);
                }
                int guarded(int a, int b) {
                    int r = 0;
                    try { r = a / b; state = r; wire.put(7, r); if (r > 50) { other = r; r--; } }
                    catch (ArithmeticException e) { state = -1; r = a; }
                    finally { seen = r; }
                    if (r < 0) { wire.put(8, r); return -r; }
                    return r;
                }
                int locked(int a, Object o) {
                    int r = a;
                    state = a;
                    synchronized (lock) { other += a; if (a > 20) { r = other; wire.put(9, r); } state--; }
                    if (o == null) { other = 0; return r - 1; }
                    if (a < -7) { seen = a; return seen; }
                    return r;
                }
                int lambda(int a) {
                    IntUnaryOperator op = x -> x * 3 - 1;
                    int v = op.applyAsInt(a);
                    if (a < 0) { IntUnaryOperator other = x -> x - 5; state = other.applyAsInt(v); return state; }
                    if (a == 12) { state += helper(a, v); return v; }
                    return helper(v, a);
                }
                private int helper(int a, int b) { if (a < b) { return a - b; } return b * 2 - a; }
                private int helped(int a, int b) { return a & b; }
                int cast(Object o, Object p) {
                    if (o instanceof String s) { state = s.length(); return state + 1; }
                    if (o == p) { other++; return 7; }
                    if (o instanceof Integer i) { state -= i; return (Integer) p; }
                    return ((Bus) p).count;
                }
                Gate build(Wire w, int a) {
                    if (a < 0) { throw new IllegalArgumentException("negative " + a); }
                    Gate g = new Gate(w);
                    if (a == 4) { g.state = a; g.other = -a; return g; }
                    g.other = a; g.state = other;
                    return g;
                }
            }
            """));

    static final Map<String, byte[]> FACTS = InMemoryCompiler.compile(Map.of("app.Mac", """
            package app; public enum Mac { OLD, NEW, NEXT }
            """, "app.Card", """
            package app;
            import dev.whittle.annotations.HwBranch;
            public class Card {
                @HwBranch("c.mac") private Mac mac; @HwBranch("c.flags") private int flags; @HwBranch("c.mode") private long mode;
                @HwBranch("c.fast") private boolean fast; @HwBranch("c.wide") private int wide;
                int count; int errors; int reg;
                Card(Mac mac, int flags, long mode, boolean fast, int wide) {
                    this.mac = mac; this.flags = flags; this.mode = mode; this.fast = fast; this.wide = wide;
                }
                void rebind(Mac mac, int flags) { this.mac = mac; this.flags = flags; }
                void tune(long mode, boolean fast, int wide) { this.mode = mode; this.fast = fast; this.wide = wide; }
                private boolean has(int f) { return (flags & f) != 0; }
                void io(int v) { reg = v; count += 2; }
                int send(int port, long offset, int word) {
                    int sum = mac == Mac.NEW ? word << 1 : ~word;
                    if (fast) { sum -= 7; count = sum; } else { errors++; }
                    io(sum);
                    if (mode > 1L) { sum += 3; } else { count++; }
                    if (port == 1) { sum ^= 5; }
                    if (offset != 8L) { sum = -sum; }
                    if (wide == 32) { reg = sum; } else { reg = word; io(word); }
                    return has(4) ? sum : sum * 31;
                }
                int receive(int a, int b) {
                    if (wide > 16) { reg = a; } else { reg = b; }
                    if (a < b) { errors += a; return a - b; }
                    if (flags == 6) { count = a; return b; }
                    int r = fast ? a : b;
                    if (mac == Mac.OLD) { r -= b; }
                    return r;
                }
                int other(Card card, int word) { return card.fast ? word - 1 : -word; }
                int drain(int[] ring) {
                    int r = 0;
                    for (int i = 0; i < ring.length; i++) {
                        if (fast) { r += ring[i]; } else { r -= ring[i]; }
                        if (ring[i] == -5) { errors++; io(r); }
                    }
                    return r;
                }
            }
            """));

    static final Map<String, byte[]> PORTS = InMemoryCompiler.compile(Map.of(
            "app.Port",
            """
            package app;
            public interface Port { int put(int a, long b); int get(int a); default int rest(int a) { return a; } }
            """,
            "app.Ring",
            """
            package app;
            public class Ring implements Port {
                public int sum;
                public int put(int a, long b) { sum += a; return sum - (int) b; }
                public int get(int a) { return a ^ sum; }
            }
            """,
            "app.Wide",
            """
            package app;
            public class Wide extends Ring {
                public int get(int a) { return a - sum; }
                public int rest(int a) { sum--; return a + 1; }
            }
            """,
            "app.Line",
            """
            package app;
            public final class Line implements Port {
                public int seen; public Port next;
                public int put(int a, long b) { seen = a; return a * (int) b; }
                public int get(int a) { return seen == a ? 1 : a; }
                public int rest(int a) { return seen; }
            }
            """,
            "app.Shape",
            """
            package app;
            public abstract class Shape { public int size; public abstract int area(int n); public int grow(int n) { return size += n; } }
            """,
            "app.Disk",
            """
            package app;
            public class Disk extends Shape { public int area(int n) { return 3 * n * n; } }
            """,
            "app.Box",
            """
            package app;
            public class Box extends Shape {
                public int area(int n) { return n * size; }
                public int grow(int n) { size -= n; return n; }
            }
            """,
            "app.Poll",
            """
            package app;
            class Poll {
                private Port port; int got; int lost;
                Poll(Port port) { this.port = port; }
                int poll(int n, int from) {
                    int r = 0;
                    for (int i = 0; i < (n & 7); i++) {
                        r += port.put(i, from);
                        if (r > 50) { lost++; r -= port.get(i); }
                        got = r;
                    }
                    return r;
                }
                int both(Port a, Port b, int n) {
                    int r = a.put(n, got++) + b.put(n, lost--);
                    if (n > 3) { return a.get(r); }
                    try { r = b.rest(r) / (n & 1); } catch (ArithmeticException e) { got = -1; r = a.rest(n); }
                    return r;
                }
                int shapes(Shape s, Shape t, int n) {
                    int r = s.area(n);
                    if (n < 0) { lost = r; return s.grow(n); }
                    got = s.grow(r) - t.area(n);
                    return got + t.size;
                }
                Object ask(Object o, int n) {
                    if (o instanceof Port p) { got = p.get(n); return p; }
                    return o instanceof Shape s ? s.grow(n) : port;
                }
            }
            """));

    /** @param rounds how many profiles the program is whittled with */
    static List<Twin> fixed(long seed, int rounds) {
        List<Twin> twins = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            twins.add(Twin.withReceivers("receivers", PORTS, seed + i, 4));
        }
        return twins;
    }

    /** Where a class comes from. */
    static Path source(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, byte[]> demo() {
        Map<String, byte[]> classes = new TreeMap<>();
        for (JarContents.Entry e : JarContents.read(source(Main.class)).entries()) {
            if (e.isClass()) {
                classes.put(ClassFiles.parse(e.bytes()).name, e.bytes());
            }
        }
        return classes;
    }

    /** @param rounds how many profiles each program is whittled with */
    static List<Twin> twins(long seed, int rounds) {
        Map<String, byte[]> demo = demo();
        List<Twin> twins = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            long s = seed + i;
            twins.add(Twin.of("arithmetic", ARITHMETIC, s, 5, Map.of("table#0", new FactValue.OfInt(1))));
            twins.add(Twin.of("effects", EFFECTS, s, 5, Map.of()));
            twins.add(Twin.of(
                    "facts", FACTS, s, 4, Map.of("send#0", new FactValue.OfInt(1), "send#1", new FactValue.OfLong(8))));
            twins.add(Twin.of("demo", demo, s, 4, Map.of()));
        }
        return twins;
    }
}
