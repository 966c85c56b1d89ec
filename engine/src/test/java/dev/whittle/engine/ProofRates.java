package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Verdict;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import dev.whittle.verifier.VerificationSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Measures how many rewritten methods of libraries are proved, with a random profile and exits that cost nothing. Not run with the tests;
 * docs/proof-rates.md has the command. Class files older than nests are made what a compiler for Java 11 makes, since of older ones
 * nothing is whittled.
 */
class ProofRates {
    /** Seeds 1 to this. */
    private static final int SEEDS = Integer.getInteger("whittle.seeds", 1);

    private static final int SLOWEST = 5;

    private record Judged(MethodId method, Verdict verdict, long nanos) {}

    @ParameterizedTest
    @CsvSource({"commons-lang3-3.20.0, 500", "commons-codec-1.22.0, 100", "netty-buffer-4.1.128.Final, 100"})
    void library(String name, int least) throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            measure(name, least, seed);
        }
    }

    private static void measure(String name, int least, int seed) throws Exception {
        Map<String, byte[]> classes =
                raised(ProgramInput.read(onClassPath(name)).classes());
        Map<String, byte[]> library = new TreeMap<>();
        for (Path path : classPath().toList()) {
            if (path.getFileName().toString().startsWith("netty-common-")) {
                library.putAll(ProgramInput.library(List.of(path)));
            }
        }
        Plan plan = Planner.plan(
                "rates",
                classes,
                c -> true,
                Profiles.random(classes, seed),
                m -> Optional.empty(),
                List.of(),
                Map.of(),
                new PlanSettings(0.99, 0));
        List<Judged> judged = new ArrayList<>();
        VerificationSession session = new VerificationSession((m, v, nanos) -> judged.add(new Judged(m, v, nanos)));
        long start = System.nanoTime();
        Rewriting.Result result = new Rewriting(
                        classes, library, new TreeMap<>(), "b0", Require.PROVED, Progress.silent(), session::verify)
                .run(plan);
        double seconds = (System.nanoTime() - start) / 1e9;
        String text = table(name + ", seed " + seed, plan, result, judged, seconds);
        System.out.println(text);
        Files.writeString(Path.of("target", "proof-rates-" + name + "-" + seed + ".md"), text);
        assertThat(result.verdicts().values()).allMatch(v -> v instanceof Verdict.Proved);
        assertThat(inside(plan)).hasSizeGreaterThanOrEqualTo(least);
    }

    private static List<MethodId> inside(Plan plan) {
        return plan.methods().stream()
                .filter(m -> !m.directives().isEmpty()
                        && m.directives().stream().noneMatch(d -> d instanceof Directive.MoveWhole))
                .map(Plan.MethodPlan::method)
                .toList();
    }

    private static String table(String name, Plan plan, Rewriting.Result result, List<Judged> judged, double seconds) {
        Map<MethodId, Judged> first = new TreeMap<>();
        judged.forEach(j -> first.putIfAbsent(j.method(), j));
        List<Judged> inside =
                inside(plan).stream().filter(first::containsKey).map(first::get).toList();
        List<Judged> open = inside.stream()
                .filter(j -> !(j.verdict() instanceof Verdict.Proved))
                .toList();
        long refused = inside(plan).size() - inside.size();
        List<Certificate> shipped = result.classes().stream()
                .flatMap(c -> c.certificates().stream())
                .toList();
        long whole = shipped.stream().filter(Certificate::movedWhole).count();
        long back = inside(plan).stream().filter(result.reverted()::containsKey).count();
        List<Long> times = inside.stream().map(Judged::nanos).sorted().toList();
        List<String> lines = new ArrayList<>();
        lines.add("| " + name + " | |");
        lines.add("|---|---|");
        lines.add("| rewritten inside | " + inside.size() + " |");
        lines.add("| of them proved as planned | " + (inside.size() - open.size()) + " ("
                + percent(inside.size() - open.size(), inside.size()) + ") |");
        lines.add("| of them proved after a weaker plan | " + (open.size() - back) + " |");
        lines.add("| of them put back | " + back + " |");
        lines.add("| plan refused by the transformer | " + refused + " |");
        lines.add("| moved whole, in the end | " + whole + " |");
        lines.add(String.format(Locale.ROOT, "| transformed and verified, all rounds | %.1f s |", seconds));
        lines.add("| median, 99th percentile, longest of a method | " + millis(times, 0.5) + ", " + millis(times, 0.99)
                + ", " + millis(times, 1) + " |");
        lines.add("");
        lines.add("| not proved as planned: reason | methods | one of them |");
        lines.add("|---|---|---|");
        Map<String, List<Judged>> reasons = new TreeMap<>();
        open.forEach(j -> reasons.computeIfAbsent(kind(j.verdict()), k -> new ArrayList<>())
                .add(j));
        reasons.entrySet().stream()
                .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
                .forEach(e -> lines.add("| " + e.getKey() + " | " + e.getValue().size() + " | "
                        + e.getValue().get(0).method() + " |"));
        lines.add("");
        lines.add("| kept hot by the planner: reason | methods | one of them |");
        lines.add("|---|---|---|");
        Map<String, List<MethodId>> kept = new TreeMap<>();
        for (Plan.MethodPlan m : plan.methods()) {
            if (m.directives().isEmpty() && !m.kept().isEmpty()) {
                String why = shape(m.kept().get(0).reason());
                kept.computeIfAbsent(why, k -> new ArrayList<>()).add(m.method());
            }
        }
        kept.entrySet().stream()
                .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
                .forEach(e -> lines.add("| " + e.getKey() + " | " + e.getValue().size() + " | "
                        + e.getValue().get(0) + " |"));
        lines.add("");
        inside.stream()
                .sorted(Comparator.comparingLong(j -> -j.nanos()))
                .limit(SLOWEST)
                .forEach(j -> lines.add("slow: " + j.nanos() / 1_000_000 + " ms " + j.method()));
        open.forEach(j -> lines.add("open: " + j.method() + ": " + reason(j.verdict())));
        return String.join("\n", lines) + "\n";
    }

    private static String reason(Verdict verdict) {
        if (verdict instanceof Verdict.Tested t) {
            return t.reason();
        }
        return verdict instanceof Verdict.Unsupported u ? u.reason() : verdict.toString();
    }

    /** A reason without what is special to one method. */
    private static String kind(Verdict verdict) {
        return verdict.getClass().getSimpleName() + ": " + shape(reason(verdict));
    }

    private static String shape(String reason) {
        String shape = reason.replaceAll("invokespecial of \\w+", "invokespecial of ..")
                .replaceAll("\\S+ at \\d+ cannot be resolved", ".. cannot be resolved")
                .replaceAll("of the type \\S+,", "of the type ..,")
                .replaceAll("\\[.*]", "[]")
                .replaceAll("\\d+", "N");
        String text = shape.replaceAll("(does) .* (where)", "$1 .. $2").replace('|', '/');
        return text.substring(0, Math.min(text.length(), 140));
    }

    private static String percent(long part, long all) {
        return String.format(Locale.ROOT, "%.1f %%", all == 0 ? 0 : 100.0 * part / all);
    }

    private static String millis(List<Long> sorted, double share) {
        int at = (int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size()));
        return sorted.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f ms", sorted.get(at) / 1e6);
    }

    private static Map<String, byte[]> raised(Map<String, byte[]> classes) {
        Map<String, byte[]> result = new TreeMap<>();
        classes.forEach((name, bytes) -> result.put(name, raised(bytes)));
        return result;
    }

    /** What a compiler for Java 11 would have made of it: its version, and calls of its own private methods. */
    private static byte[] raised(byte[] bytes) {
        if (ClassFiles.major(bytes) >= ClassFiles.NESTS) {
            return bytes;
        }
        ClassNode node = ClassFiles.parse(bytes);
        node.version = ClassFiles.NESTS;
        Set<String> own = node.methods.stream()
                .filter(m -> (m.access & Opcodes.ACC_PRIVATE) != 0 && !m.name.startsWith("<"))
                .map(m -> m.name + m.desc)
                .collect(Collectors.toSet());
        boolean itf = (node.access & Opcodes.ACC_INTERFACE) != 0;
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof MethodInsnNode call
                        && call.getOpcode() == Opcodes.INVOKESPECIAL
                        && call.owner.equals(node.name)
                        && own.contains(call.name + call.desc)) {
                    call.setOpcode(itf ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL);
                }
            }
        }
        return ClassFiles.write(node);
    }

    private static Path onClassPath(String name) {
        return classPath()
                .filter(p -> p.getFileName().toString().equals(name + ".jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not there: run with -Plibraries"));
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of);
    }
}
