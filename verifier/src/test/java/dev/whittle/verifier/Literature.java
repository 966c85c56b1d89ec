package dev.whittle.verifier;

import com.sun.management.OperatingSystemMXBean;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The pairs of methods in {@code pairs/*.txt}, in the style of the sets that papers on program equivalence use, and what is said of them. */
final class Literature {
    /**
     * @param millis wall time, for people: nothing is asserted of it
     * @param busy processor time of the whole process meanwhile, which says more on a machine that does other things, too
     */
    record Judged(Verdict verdict, long millis, long busy) {}

    private static long busy() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
                ? os.getProcessCpuTime() / 1_000_000
                : 0;
    }

    private Literature() {}

    /** Compares each pair of a file in whose name something is seen. */
    static Map<String, Judged> judged(String file, Predicate<String> wanted) {
        Map<String, String> before = new TreeMap<>();
        Map<String, String> after = new TreeMap<>();
        for (String block : text(file).split("(?m)^== ")) {
            String[] lines = block.split("\n", 2);
            String name = lines[0].strip();
            if (lines.length == 2 && wanted.test(name)) {
                String[] sides = lines[1].split("(?m)^--$");
                before.put("demo." + name, source(name, sides[0]));
                // A line further down: lines do not count.
                after.put("demo." + name, "\n" + source(name, sides[1]));
            }
        }
        if (before.isEmpty()) {
            return Map.of();
        }
        Map<String, byte[]> a = InMemoryCompiler.compile(before);
        Map<String, byte[]> b = InMemoryCompiler.compile(after);
        Map<String, Judged> verdicts = new TreeMap<>();
        before.keySet().forEach(name -> {
            String owner = name.replace('.', '/');
            MethodId id = new MethodId(owner, "f", descriptor(a.get(owner)));
            long start = System.nanoTime();
            long used = busy();
            Verdict verdict = Solvers.compare(new PairVerifier.Pair(id, of(owner, a), owner, of(owner, b), Map.of()));
            verdicts.put(
                    name.substring("demo.".length()),
                    new Judged(verdict, (System.nanoTime() - start) / 1_000_000, busy() - used));
        });
        return verdicts;
    }

    static String source(String name, String body) {
        return "package demo; import java.util.*; public class " + name + " { " + body + " }";
    }

    private static Map<String, byte[]> of(String owner, Map<String, byte[]> all) {
        Map<String, byte[]> own = new TreeMap<>();
        all.forEach((name, bytes) -> {
            if (name.equals(owner) || name.startsWith(owner + "$")) {
                own.put(name, bytes);
            }
        });
        return own;
    }

    private static String descriptor(byte[] bytes) {
        return ClassFiles.parse(bytes).methods.stream()
                .filter(m -> m.name.equals("f"))
                .findFirst()
                .orElseThrow()
                .desc;
    }

    private static String text(String file) {
        try (InputStream in = Literature.class.getResourceAsStream("/pairs/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long count(Map<String, Judged> all, Class<? extends Verdict> kind) {
        return all.values().stream().filter(j -> kind.isInstance(j.verdict())).count();
    }

    /** Prints how many have which verdict, and what is said of those that are not decided; with {@code times}, all and how long they took. */
    static void show(PrintStream out, String what, Map<String, Judged> all, boolean times) {
        out.println(what + ": " + count(all, Verdict.Proved.class) + " proved, " + count(all, Verdict.Tested.class)
                + " tested, " + count(all, Verdict.Counterexample.class) + " with a counterexample, "
                + count(all, Verdict.Unsupported.class) + " open, of " + all.size());
        all.forEach((name, j) -> {
            boolean decided = j.verdict() instanceof Verdict.Proved || j.verdict() instanceof Verdict.Counterexample;
            if (times || !decided) {
                out.println("  " + name + (times ? " (" + j.millis() + " ms, " + j.busy() + " busy)" : "") + ": "
                        + j.verdict());
            }
        });
        if (times) {
            out.println("  longest: "
                    + all.values().stream().mapToLong(Judged::millis).max().orElse(0) + " ms a pair, "
                    + all.values().stream().mapToLong(Judged::busy).max().orElse(0) + " busy");
        }
    }

    /** For people: {@code Literature NAME...} judges the pairs of these names, or all. */
    public static void main(String[] names) {
        List<String> wanted = List.of(names);
        for (String file : List.of("equivalent", "different")) {
            show(System.out, file, judged(file + ".txt", n -> wanted.isEmpty() || wanted.contains(n)), true);
        }
    }
}
