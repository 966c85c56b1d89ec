package dev.whittle.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whittles jars to what small programs do with them, and gives the same jars to other tools. */
@Command(
        name = "sizes",
        mixinStandardHelpOptions = true,
        description = "Compares what is left of jars, and what it takes to get there, with ProGuard and R8.")
final class Sizes implements Callable<Integer> {
    private static final long RUN_MINUTES = 5;

    @Option(names = "--jars", split = ",", paramLabel = "NAME", description = "Only those whose name begins so.")
    private List<String> names = List.of();

    @Option(names = "--tools", split = ",", paramLabel = "TOOL", description = "Only these: whittle, proguard, r8.")
    private List<String> tools = List.of();

    @Option(
            names = "--limit",
            paramLabel = "MINUTES",
            defaultValue = "15",
            description = "Longer no tool works on a jar (default: ${DEFAULT-VALUE}).")
    private long limit;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where the results go (default: benchmarks/results, or a new folder unless all is compared).")
    private @Nullable Path out;

    private final PrintStream console = System.err;

    Sizes() {}

    @Override
    public Integer call() throws IOException {
        Tool tool = Tool.find();
        List<Shrinker> by = shrinkers(tool);
        List<SizeTarget> targets = targets(tool);
        boolean all = names.isEmpty() && tools.isEmpty();
        Path results = Files.createDirectories(
                out != null ? out : all ? Path.of("benchmarks/results") : Files.createTempDirectory("sizes"));
        Path work = Files.createTempDirectory("sizes-work");
        console.println("working in " + work);
        Conditions conditions = Conditions.now(List.of(Jdk.running()), false);
        List<SizeRow> rows = new ArrayList<>();
        for (SizeTarget target : targets) {
            Path folder = Files.createDirectories(work.resolve(target.name()));
            Path program = folder.resolve("program");
            target.compile(program);
            Path profile = folder.resolve("small.wprof");
            List<Object> record = new ArrayList<>(List.of("record", "-o", profile, "--", Tool.java()));
            record.addAll(target.command(target.jar(), program, target.main()));
            tool.run(folder.resolve("record.log"), record.toArray());
            for (Shrinker shrinker : by) {
                SizeRow row = row(target, shrinker, tool, profile, program, folder);
                rows.add(row);
                say(row);
                Files.writeString(results.resolve("sizes.md"), SizePage.text(conditions.ended(), rows));
                Files.writeString(results.resolve("sizes.json"), SizePage.json(conditions.ended(), rows));
            }
        }
        console.println("wrote " + results.resolve("sizes.json") + " and sizes.md");
        boolean differ = rows.stream()
                .anyMatch(r -> r.tool() == Shrinker.WHITTLE && !r.outcome().equals("both"));
        return differ ? 1 : 0;
    }

    private List<Shrinker> shrinkers(Tool tool) {
        List<Shrinker> chosen = Stream.of(Shrinker.values())
                .filter(s -> tools.isEmpty() || tools.contains(s.name().toLowerCase(Locale.ROOT)))
                .toList();
        if (chosen.size() < tools.size()) {
            throw BenchException.usage("There are whittle, proguard and r8, and no others.");
        }
        chosen.forEach(s -> {
            if (s.jars(tool).isEmpty()) {
                throw BenchException.usage(
                        s.title() + " is not there: run ./benchmark sizes, which fetches it, or leave it out.");
            }
        });
        return chosen;
    }

    private List<SizeTarget> targets(Tool tool) {
        List<SizeTarget> all = SizeTarget.all(Libraries.find(), tool);
        List<SizeTarget> chosen = all.stream()
                .filter(t -> names.isEmpty() || names.stream().anyMatch(t.name()::startsWith))
                .toList();
        if (chosen.isEmpty()) {
            throw BenchException.usage("There is no such jar: choose among "
                    + all.stream().map(SizeTarget::name).collect(Collectors.joining(", ")) + ".");
        }
        return chosen;
    }

    private SizeRow row(SizeTarget target, Shrinker by, Tool tool, Path profile, Path program, Path above)
            throws IOException {
        Path folder = Files.createDirectories(above.resolve(by.name().toLowerCase(Locale.ROOT)));
        Path output = folder.resolve(String.valueOf(target.jar().getFileName()));
        Path log = folder.resolve("log");
        JarSize before = JarSize.of(target.jar());
        Watched ran = Watched.run(by.command(target, tool, profile, output, Shrinker.API), log, limit);
        if (ran.exit() != 0) {
            return new SizeRow(
                    target.name(), by, before, JarSize.NONE, JarSize.NONE, JarSize.NONE, 0, ran, 0, false, false);
        }
        JarSize all = JarSize.of(output);
        JarSize hot = by == Shrinker.WHITTLE ? JarSize.ofWhatWas(output, target.jar()) : all;
        Path beside = found(folder, "-cold-[0-9a-f]+\\.jar");
        Path store = found(folder, "\\.wcs");
        return new SizeRow(
                target.name(),
                by,
                before,
                hot,
                all.minus(hot),
                beside == null ? JarSize.NONE : JarSize.of(beside),
                store == null ? 0 : Files.size(store),
                ran,
                SizeRow.verifying(Files.readString(log)),
                same(target, output, program, target.main(), folder),
                same(target, output, program, target.other(), folder));
    }

    private static @Nullable Path found(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> String.valueOf(f.getFileName()).matches(".*" + ending))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program with the jar as it was and with what became of it. */
    static boolean same(SizeTarget target, Path jar, Path program, List<String> words, Path folder) throws IOException {
        return output(target, target.jar(), program, words, folder.resolve("before.txt"))
                .equals(output(target, jar, program, words, folder.resolve("after.txt")));
    }

    private static String output(SizeTarget target, Path jar, Path program, List<String> words, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(Tool.java()));
        command.addAll(target.command(jar, program, words));
        return Watched.run(command, log, RUN_MINUTES).exit() + " " + Files.readString(log);
    }

    private void say(SizeRow row) {
        console.printf(
                Locale.ROOT,
                "%s, %s: %s; bytecode %+.1f %%, class files %+.1f %%, store %,d; %.1f s, %.1f of these for proofs, %d MB%n",
                row.target(),
                row.tool().title(),
                row.made() ? "same output: " + row.outcome() : row.outcome(),
                -100 * row.code(),
                -100 * row.classes(),
                row.store(),
                row.ran().seconds(),
                row.verifying(),
                row.ran().peak() >> 20);
    }
}
