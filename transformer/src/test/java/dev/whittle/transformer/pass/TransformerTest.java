package dev.whittle.transformer.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import dev.whittle.model.TransformedClass;
import dev.whittle.runtime.Cold;
import dev.whittle.testkit.ByteLoader;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransformerTest {
    private static final String MIXED = """
            package app;
            import java.util.*;
            public class Mixed {
                static int calls;
                static int next() { return ++calls; }
                static String run(int a, long b, double d, String s) {
                    StringBuilder out = new StringBuilder();
                    long sum = b;
                    int[] data = {3, 1, 2};
                    for (int i = 0; i < a; i++) {
                        if (i % 3 == 0) {
                            sum += next();
                        } else if (i % 5 == 0) {
                            out.append(i).append(s);
                        } else {
                            try {
                                sum += data[i % 4] / (i - 7);
                            } catch (ArithmeticException e) {
                                out.append(e.getMessage());
                            } finally {
                                sum ^= 1;
                            }
                        }
                        switch (i) {
                            case 2: out.append("two"); break;
                            case 9: return out + "nine";
                            default: d += 0.5;
                        }
                    }
                    String local = s == null ? null : s + a;
                    Runnable r = () -> out.append(local);
                    r.run();
                    return out.append(join(out.length(), sum > 10 ? "big" : "small")).append(d).toString();
                }
                static String join(int n, String w) { return w + n + (n > 3 ? w.length() : w.charAt(n)); }
                synchronized long locked(long v) { if (v > 3) { return v * 2; } return v; }
                static long locks(long v) { return new Mixed().locked(v); }
            }
            """;

    /** Whatever the profile says, the program does the same, in cold code too. */
    @Test
    void anyProfileGivesTheSameBehaviour() throws Exception {
        int rewritten = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Whittled w = new Whittled(Map.of("app.Mixed", MIXED), (m, at) -> random.nextInt(3), Map.of());
            for (TransformedClass c : w.transformed) {
                rewritten += c.certificates().size();
            }
            ByteLoader before = w.original();
            ByteLoader after = w.whittled();
            for (int a = 0; a < 12; a++) {
                for (String s : new String[] {"x", null}) {
                    Object[] arguments = {a, (long) a * a, 0.25, s};
                    assertThat(Whittled.outcome(after, "app.Mixed", "run", arguments))
                            .as("seed %s, run(%s, %s)", seed, a, s)
                            .isEqualTo(Whittled.outcome(before, "app.Mixed", "run", arguments));
                }
                assertThat(Whittled.outcome(after, "app.Mixed", "locks", (long) a))
                        .isEqualTo(Whittled.outcome(before, "app.Mixed", "locks", (long) a));
            }
        }
        assertThat(rewritten).isGreaterThan(150);
    }

    private static Map<String, String> helpers(String modifier) {
        return Map.of("app.Dev", """
                package app;
                public class Dev {
                    final int flags; final long mode;
                    Dev(int flags, long mode) { this.flags = flags; this.mode = mode; }
                    %s boolean has(int f) { return (flags & f) != 0; }
                    int rx(int word) {
                        int sum = has(1) ? word : -word;
                        sum += mode == 3L ? 5 : 9;
                        return has(2) ? sum * 3 : sum;
                    }
                    static int of(int flags, int word) { return new Dev(flags, flags).rx(word); }
                    static int other(int word) { return new Other().rx(word) + of(1, word); }
                }
                """.formatted(modifier), "app.Other", """
                package app;
                final class Other extends Dev {
                    Other() { super(1, 1); }
                    boolean has(int f) { return f == 2; }
                }
                """);
    }

    /** A helper that a subclass overrides is another method for its objects: nothing follows from the body here. */
    @Test
    void onlyHelpersThatNobodyCanOverrideAreFollowed() throws Exception {
        for (String modifier : new String[] {"private", ""}) {
            Whittled w = new Whittled(
                    helpers(modifier),
                    (m, at) -> m.equals("app/Dev.rx")
                                    && java.util.Set.of("3:1", "14:0", "23:0").contains(at)
                            ? 0
                            : 1L,
                    Map.of("app/Dev.flags:I", new FactValue.OfInt(1), "app/Dev.mode:J", new FactValue.OfLong(1)));
            boolean followed = w.plan.toString().contains("FoldBranch[ordinal=3,");
            assertThat(w.plan.toString()).contains("facts=[test.mode]");
            ByteLoader before = w.original();
            ByteLoader after = w.whittled();
            for (int i = 0; i < 8; i++) {
                assertThat(Whittled.outcome(after, "app.Dev", "other", i))
                        .isEqualTo(Whittled.outcome(before, "app.Dev", "other", i));
                assertThat(Whittled.outcome(after, "app.Dev", "of", 7 - i, i))
                        .isEqualTo(Whittled.outcome(before, "app.Dev", "of", 7 - i, i));
            }
            assertThat(followed).as(w.plan.toString()).isEqualTo(modifier.equals("private"));
        }
    }

    private static final Map<String, String> DEVICE = Map.of(
            "app.Mac", "package app; public enum Mac { A, B }",
            "app.Hw", """
                    package app;
                    final class Hw {
                        final Mac mac; final int width; final boolean fast;
                        Hw(Mac mac, int width, boolean fast) { this.mac = mac; this.width = width; this.fast = fast; }
                    }
                    """,
            "app.Driver", """
                    package app;
                    public class Driver {
                        final Hw hw; int count;
                        Driver(Hw hw) { this.hw = hw; }
                        int io(int r) { return r * 3; }
                        int rx(int word) {
                            final Hw hw = this.hw;
                            int length;
                            if (hw.mac == Mac.B) { length = word >>> 8; } else { length = word & 0xff; }
                            if (hw.fast) { length += io(1); } else { length -= io(2); }
                            if (hw.width >= 64 && length > 3) { count++; }
                            return length + count;
                        }
                        static Driver of(boolean b) { return new Driver(b ? new Hw(Mac.B, 32, false) : new Hw(Mac.A, 64, true)); }
                        static String once(boolean b, int word) { return of(b).rx(word) + "/" + of(b).rx(word + 1); }
                        static String swap(int word) {
                            Driver a = of(false);
                            String s = "" + a.rx(word);
                            Driver b = of(true);
                            return s + b.rx(word) + a.rx(word);
                        }
                    }
                    """);

    private static Whittled device(FactValue mac) {
        return device(mac, 1);
    }

    private static Whittled device(FactValue mac, int fast) {
        return new Whittled(
                DEVICE,
                (m, at) -> m.equals("app/Driver.rx") && at.contains(":") ? 0 : 1,
                Map.of(
                        "app/Hw.mac:Lapp/Mac;",
                        mac,
                        "app/Hw.width:I",
                        new FactValue.OfInt(64),
                        "app/Hw.fast:Z",
                        new FactValue.OfInt(fast)));
    }

    @Test
    void foldsHardwareBranchesAndComesBackWhenTheDeviceIsExchanged() throws Exception {
        Whittled w = device(new FactValue.OfEnum("A"));
        long folds = w.plan.methods().stream()
                .flatMap(m -> m.directives().stream())
                .filter(d -> d instanceof Plan.Directive.FoldBranch)
                .count();
        assertThat(folds).isEqualTo(3);
        assertThat(w.refusals()).isZero();
        for (String call : new String[] {"once", "swap"}) {
            for (int word : new int[] {0, 5, 700, -1}) {
                Object[] arguments = call.equals("once") ? new Object[] {false, word} : new Object[] {word};
                assertThat(Whittled.outcome(w.whittled(), "app.Driver", call, arguments))
                        .isEqualTo(Whittled.outcome(w.original(), "app.Driver", call, arguments));
            }
        }
        assertThat(Cold.loads()).isPositive();
    }

    private static java.util.Set<String> folded(Whittled w) {
        return w.plan.methods().stream()
                .flatMap(m -> m.directives().stream())
                .filter(d -> d instanceof Plan.Directive.FoldBranch)
                .flatMap(d -> ((Plan.Directive.FoldBranch) d).facts().stream())
                .map(f -> f.name())
                .collect(java.util.stream.Collectors.toSet());
    }

    /** Nothing would ever meet its guard: it would only cost what is proved of the method beside it. */
    @Test
    void aFactWithAValueThatItsFieldCannotHaveIsNotFolded() throws Exception {
        assertThat(folded(device(new FactValue.OfEnum("A"), 1))).containsOnly("test.mac", "test.fast", "test.width");
        Whittled boolean56 = device(new FactValue.OfEnum("A"), 56);
        assertThat(folded(boolean56)).containsOnly("test.mac", "test.width");
        assertThat(boolean56.plan.facts())
                .filteredOn(f -> f.use() instanceof Plan.FactUse.NotFolded)
                .extracting(f -> f.field().name() + ": " + ((Plan.FactUse.NotFolded) f.use()).reason())
                .containsOnly("fast: the recorded value I:56 is none of its type boolean");
        assertThat(folded(device(new FactValue.OfEnum("C"), 1))).containsOnly("test.fast", "test.width");
        assertThat(folded(device(new FactValue.OfNull(), 1))).containsOnly("test.fast", "test.width");
        assertThat(Whittled.outcome(boolean56.whittled(), "app.Driver", "swap", 77))
                .isEqualTo(Whittled.outcome(boolean56.original(), "app.Driver", "swap", 77));
    }

    @Test
    void factsThatWereNeverTrueDoNoHarm() throws Exception {
        Whittled w = device(new FactValue.OfEnum("B"));
        assertThat(Whittled.outcome(w.whittled(), "app.Driver", "swap", 77))
                .isEqualTo(Whittled.outcome(w.original(), "app.Driver", "swap", 77));
    }

    @Test
    void equalInputGivesEqualBytes() {
        Whittled a = device(new FactValue.OfEnum("A"));
        Whittled b = device(new FactValue.OfEnum("A"));
        assertThat(a.plan).isEqualTo(b.plan);
        for (int i = 0; i < a.transformed.size(); i++) {
            assertThat(a.transformed.get(i).bytes())
                    .isEqualTo(b.transformed.get(i).bytes());
            assertThat(a.transformed.get(i).fragments())
                    .isEqualTo(b.transformed.get(i).fragments());
        }
    }

    @Test
    void aClassThatHoldsAMonitorOrCallsItsCallerStaysWhereItMust() {
        Whittled w = new Whittled(
                Map.of("app.Odd", """
                        package app;
                        public class Odd {
                            int f(Object o, int a) { synchronized (o) { if (a > 3) { return a * 31; } return a; } }
                            Object g() { return java.lang.invoke.MethodHandles.lookup(); }
                            Object h(Odd other) throws CloneNotSupportedException { return other.clone(); }
                        }
                        """), (m, at) -> m.endsWith(".f") && at.equals("entry") ? 1 : 0, Map.of());
        assertThat(w.plan.methods())
                .flatExtracting(Plan.MethodPlan::kept)
                .extracting(Plan.Keep::reason)
                .anyMatch(r -> r.contains("monitor is held"))
                .anyMatch(r -> r.contains("caller-sensitive"))
                .anyMatch(r -> r.contains("protected member java/lang/Object.clone"));
        assertThat(w.transformed).isEmpty();
    }

    private static final String LOCKS = """
            package app;
            public class Locks {
                static final Object A = new Object();
                static final Object B = new Object();
                static String run(int a) {
                    int n = a;
                    if (a == 11) { n = a * 1000; }
                    try {
                        synchronized (A) {
                            if (a == 1) { n += 100; n ^= 3; }
                            for (int i = 0; i < a; i++) {
                                synchronized (B) {
                                    if (i == 5) { n += i; continue; }
                                    if (a == 7 && i == 3) { throw new IllegalStateException("seven"); }
                                }
                                if (i == 9) { return "nine" + n; }
                            }
                            if (a == 2) { n *= 31; }
                        }
                    } catch (IllegalStateException e) {
                        n = -n;
                    }
                    if (a == 4) { n = n * 17 + 5; }
                    return "n" + n + Thread.holdsLock(A) + Thread.holdsLock(B);
                }
            }
            """;

    /** Cold code under a monitor stays, the rest of the method goes; locks are as they were whatever the profile says. */
    @Test
    void anExitUnderAMonitorCostsOnlyItself() throws Exception {
        int left = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Whittled w = new Whittled(
                    Map.of("app.Locks", LOCKS), (m, at) -> at.equals("entry") ? 1 : random.nextInt(2), Map.of());
            assertThat(w.refusals()).isZero();
            assertThat(w.plan.methods())
                    .flatExtracting(Plan.MethodPlan::kept)
                    .filteredOn(k -> k.reason().contains("monitor"))
                    .allMatch(k -> k.ordinal() > 0 && k.what().equals("outline"));
            left += w.transformed.stream().mapToInt(c -> c.fragments().size()).sum();
            for (int a = 0; a < 12; a++) {
                assertThat(Whittled.outcome(w.whittled(), "app.Locks", "run", a))
                        .as("seed %s, run(%s)", seed, a)
                        .isEqualTo(Whittled.outcome(w.original(), "app.Locks", "run", a));
            }
        }
        // Cold ways that part with nothing visible between share a fragment.
        assertThat(left).as("fragments").isGreaterThan(60);
    }

    /** Whatever the plan says: legality is enforced where the rewrite is made. */
    @Test
    void aPlanThatLeavesUnderAMonitorIsRefused() {
        Whittled w = new Whittled(Map.of("app.Locks", LOCKS), (m, at) -> 1, Map.of());
        Plan.Note note = new Plan.Note("by hand", "", "");
        int refused = 0;
        for (Plan.MethodPlan method : w.plan.methods()) {
            if (method.method().name().equals("run")) {
                var node = ClassFiles.parse(w.classes.get("app/Locks")).methods.stream()
                        .filter(m -> m.name.equals("run"))
                        .findFirst()
                        .orElseThrow();
                for (int decision : dev.whittle.bytecode.Cfg.of(node).decisions()) {
                    var edited = new Plan.MethodPlan(
                            method.method(),
                            method.digest(),
                            java.util.List.of(new Plan.Directive.OutlineEdge(decision, 0, note)),
                            java.util.List.of());
                    var plan = new Plan(Plan.VERSION, "test", java.util.List.of(), java.util.List.of(edited));
                    for (TransformedClass c : Transformer.transform(w.classes, plan, "b0")) {
                        refused += (int) c.refused().stream()
                                .filter(r -> r.reason().contains("a monitor is held"))
                                .count();
                    }
                }
            }
        }
        assertThat(refused).isEqualTo(7);
    }

    @Test
    void aProfileOfAnotherBuildChangesNothing() {
        Whittled w = device(new FactValue.OfEnum("A"));
        byte[] other = ClassFiles.write(ClassFiles.parse(w.classes.get("app/Driver")));
        assertThat(Stream.of(other).noneMatch(b -> java.util.Arrays.equals(b, w.classes.get("app/Driver"))))
                .isTrue();
        var changed = new java.util.TreeMap<>(w.classes);
        changed.put("app/Driver", other);
        assertThat(Transformer.transform(changed, w.plan, "b0"))
                .filteredOn(c -> c.name().equals("app/Driver"))
                .allMatch(c -> c.certificates().isEmpty() && !c.refused().isEmpty());
    }
}
