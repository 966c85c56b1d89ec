package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Verdict;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JvmFork;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.verifier.VerificationSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures how many rewritten methods of released jars are proved, by the engine as a user runs it: with a profile of a small program and
 * with a random one, with the settings of the product and with exits that cost nothing. What was whittled runs, and does what the jar did;
 * it is verified twice, the second time from the cache of proofs. Not run with the tests; docs/proof-rates.md has the command.
 */
class ProofRates {
    private static final int SLOWEST = 5;

    /** {@code -Dwhittle.agent} names the jar of the recording agent. */
    private static final String AGENT = System.getProperty("whittle.agent", "");

    /** {@code -Dwhittle.seed} is that of the random profile. */
    private static final long SEED = Long.getLong("whittle.seed", 1);

    @TempDir
    Path folder;

    private record Judged(MethodId method, Verdict verdict, long nanos) {}

    private record Subject(Path jar, List<Path> classPath, String main, List<List<String>> runs) {}

    @ParameterizedTest
    @CsvSource({
        "commons-lang3-3.20.0, Lang3, 500",
        "commons-codec-1.22.0, Codec, 100",
        "netty-buffer-4.1.128.Final, Buffers, 100",
        "demo, '', 20"
    })
    void library(String name, String workload, int least) throws Exception {
        assumeTrue(name.contains(System.getProperty("whittle.library", "")));
        Subject subject = workload.isEmpty() ? demo() : subject(name, workload);
        Path random = folder.resolve("random.wprof");
        Map<String, byte[]> classes = ProgramInput.read(subject.jar()).classes();
        ProfileFile.write(random, Profiles.withReceivers(Profiles.random(classes, SEED), classes, SEED));
        StringBuilder text = new StringBuilder();
        int inside = 0;
        for (int exitBytes : new int[] {PlanSettings.defaults().exitBytes(), 0}) {
            if (!AGENT.isEmpty()) {
                Path recorded = folder.resolve("recorded.wprof");
                run(subject, subject.jar(), subject.runs().get(0), "-javaagent:" + AGENT + "=hot=0,out=" + recorded);
                measure(name + ", recorded", subject, recorded, exitBytes, text);
            }
            inside = measure(name + ", random", subject, random, exitBytes, text);
        }
        Files.writeString(Path.of("target", "proof-rates-" + name + ".md"), text);
        assertThat(inside).isGreaterThanOrEqualTo(least);
    }

    private int measure(String title, Subject subject, Path profile, int exitBytes, StringBuilder text)
            throws Exception {
        Path out = folder.resolve("whittled.jar");
        Request request = new Request(
                subject.jar(),
                subject.classPath(),
                profile,
                null,
                Filter.all(),
                out,
                true,
                Require.PROVED,
                StoreMode.EMBEDDED);
        List<Judged> judged = Collections.synchronizedList(new ArrayList<>());
        Whittle whittle = new Whittle(
                Progress.silent(),
                new PlanSettings(PlanSettings.defaults().explainedShare(), exitBytes),
                () -> new VerificationSession((m, v, nanos) -> judged.add(new Judged(m, v, nanos))));
        Plan plan = whittle.plan(request);
        long start = System.nanoTime();
        Outcome outcome = whittle.transform(request, plan, false);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(outcome.certificate().verdicts()).allMatch(v -> v.verdict() instanceof Verdict.Proved);
        for (List<String> run : subject.runs()) {
            assertThat(run(subject, out, run)).as(title).isEqualTo(run(subject, subject.jar(), run));
        }
        Path cache = Files.createTempDirectory(folder, "cache");
        double[] again = new double[2];
        for (int i = 0; i < 2; i++) {
            start = System.nanoTime();
            Judgement judgement = new Whittle(Progress.silent())
                    .verify(List.of(subject.jar()), List.of(out), subject.classPath(), Require.PROVED, cache);
            again[i] = (System.nanoTime() - start) / 1e9;
            assertThat(judgement.findings()).isEmpty();
            assertThat(judgement.accepted()).isTrue();
            assertThat(judgement.judged() == 0).isEqualTo(i == 1);
        }
        String found = table(title + ", exitBytes " + exitBytes, plan, outcome, judged, seconds, again);
        System.out.println(found);
        text.append(found).append('\n');
        return inside(plan).size();
    }

    private static Subject subject(String name, String workload) throws Exception {
        Path jar = onClassPath(name + ".jar");
        List<Path> beside = classPath()
                .filter(p ->
                        name.startsWith("netty") && p.getFileName().toString().startsWith("netty-common-"))
                .toList();
        String source = Files.readString(Path.of("src/test/resources/workloads", workload + ".java"));
        Path classes = Files.createTempDirectory("workload");
        for (Map.Entry<String, byte[]> c :
                InMemoryCompiler.compile(Map.of(workload, source)).entrySet()) {
            Files.write(classes.resolve(c.getKey() + ".class"), c.getValue());
        }
        List<Path> path = new ArrayList<>(beside);
        return new Subject(jar, path, classes + ":" + workload, List.of(List.of(), List.of("other")));
    }

    private Subject demo() throws Exception {
        Path jar = Path.of(dev.whittle.demo.Main.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> small = List.of("--device", "82540em", "--backend", "replay");
        List<String> exchange = List.of("--device", "82540em", "--swap-to", "82574l", "--backend", "replay");
        return new Subject(jar, List.of(), ":dev.whittle.demo.Main", List.of(small, exchange));
    }

    /** Returns what a program shows; the demo writes its frames to a file, and what it prints has its own times. */
    private String run(Subject subject, Path jar, List<String> arguments, String... options) throws Exception {
        String[] main = subject.main().split(":");
        List<String> path = new ArrayList<>(List.of(jar.toString()));
        subject.classPath().forEach(p -> path.add(p.toString()));
        List<String> words = new ArrayList<>(List.of(options));
        Path frames = folder.resolve("frames");
        Files.deleteIfExists(frames);
        boolean demo = main[0].isEmpty();
        if (!demo) {
            path.add(main[0]);
        }
        words.addAll(List.of("-cp", String.join(java.io.File.pathSeparator, path), main[1]));
        words.addAll(arguments);
        if (demo) {
            words.addAll(List.of("--out", frames.toString()));
        }
        JvmFork.Result result = JvmFork.run(words.toArray(String[]::new));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return demo ? java.util.Arrays.toString(Files.readAllBytes(frames)) : result.out();
    }

    private static List<MethodId> inside(Plan plan) {
        return plan.methods().stream()
                .filter(m -> !m.directives().isEmpty() && !m.movesWhole())
                .map(Plan.MethodPlan::method)
                .toList();
    }

    private static String table(
            String name, Plan plan, Outcome result, List<Judged> judged, double seconds, double[] again) {
        Map<MethodId, Judged> first = new TreeMap<>();
        judged.forEach(j -> first.putIfAbsent(j.method(), j));
        List<Judged> inside =
                inside(plan).stream().filter(first::containsKey).map(first::get).toList();
        List<Judged> open = inside.stream()
                .filter(j -> !(j.verdict() instanceof Verdict.Proved))
                .toList();
        long refused = inside(plan).size() - inside.size();
        List<Certificate> shipped = result.certificate().certificates();
        long whole = shipped.stream().filter(Certificate::movedWhole).count();
        Set<MethodId> stayed = shipped.stream().map(Certificate::method).collect(Collectors.toSet());
        long back = inside.stream().filter(j -> !stayed.contains(j.method())).count();
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
        lines.add(String.format(
                Locale.ROOT,
                "| verified again: anew, from the cache of proofs | %.1f s, %.1f s |",
                again[0],
                again[1]));
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

    private static Path onClassPath(String name) {
        return classPath()
                .filter(p -> p.getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not there: run with -Plibraries"));
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of);
    }
}
