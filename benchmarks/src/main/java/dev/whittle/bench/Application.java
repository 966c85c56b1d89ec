package dev.whittle.bench;

import dev.whittle.bench.StartTimes.Sharing;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Programs with all that they need in one jar: whittled, shrunk by other tools, and with the archives that the JVM makes of them. */
@Command(
        name = "application",
        mixinStandardHelpOptions = true,
        description =
                "Measures how programs with their libraries start and what they load, beside ProGuard, R8 and the JVM's archives.")
final class Application implements Callable<Integer> {
    private static final long MINUTES = 15;

    @Mixin
    private SuiteOptions options = new SuiteOptions();

    @Option(names = "--programs", split = ",", paramLabel = "NAME", description = "Only those whose library begins so.")
    private List<String> names = List.of("oshi-core", "h2");

    private final PrintStream console = System.err;

    Application() {}

    @Override
    public Integer call() throws IOException {
        Tool tool = Tool.find();
        List<Jdk> jdks = options.jdks();
        Path results = options.results("application");
        Path work = Files.createTempDirectory("application-work");
        console.println("working in " + work);
        Conditions conditions = Conditions.now(jdks, options.quick());
        Map<String, List<AppTimes.Made>> made = new LinkedHashMap<>();
        List<AppTimes> all = new ArrayList<>();
        boolean same = true;
        for (SizeTarget library : targets(tool)) {
            Path folder = Files.createDirectories(work.resolve(library.name()));
            String main = library.main().get(0);
            String title = main + " with " + library.name();
            List<AppTimes.Made> jars = made(library, main, tool, folder);
            made.put(title, jars);
            same &= jars.get(1).small() && jars.get(1).other();
            for (Jdk jdk : jdks) {
                for (Sharing sharing : Sharing.values()) {
                    AppTimes times =
                            AppTimes.measure(title, jars, main, jdk, sharing, options.quick() ? 3 : 15, folder);
                    all.add(times);
                    times.variants().forEach(v -> say(times, v));
                    Conditions now = conditions.ended();
                    Files.writeString(results.resolve("application.md"), AppPage.text(now, made, all));
                    Files.writeString(results.resolve("application.json"), AppPage.json(now, made, all));
                }
            }
        }
        console.println("wrote " + results.resolve("application.json") + " and application.md");
        return same ? 0 : 1;
    }

    private List<SizeTarget> targets(Tool tool) {
        List<SizeTarget> chosen = SizeTarget.all(Libraries.find(), tool).stream()
                .filter(t -> t.source() != null
                        && names.stream().anyMatch(n -> t.name().startsWith(n + "-")))
                .toList();
        if (chosen.size() < names.size()) {
            throw BenchException.usage("There is no program for each of " + names
                    + ": run ./benchmark application, which fetches what it needs, or name others with --programs.");
        }
        return chosen;
    }

    /** The jar of the program as it is, and what becomes of it. */
    private List<AppTimes.Made> made(SizeTarget library, String main, Tool tool, Path folder) throws IOException {
        Path classes = folder.resolve("program");
        library.compile(classes);
        Path original = Files.createDirectories(folder.resolve("original")).resolve("app.jar");
        List<Path> needs = Stream.concat(Stream.of(library.jar()), library.besides().stream())
                .toList();
        AppJar.write(classes, needs, main, original);
        SizeTarget app = new SizeTarget(main, original, List.of(), List.of(main), List.of(main, "other"), null);
        Path profile = folder.resolve("app.wprof");
        tool.run(folder.resolve("record.log"), "record", "-o", profile, "--", Tool.java(), "-cp", original, main);
        List<AppTimes.Made> made = new ArrayList<>();
        made.add(new AppTimes.Made("as it was", original, 0, true, true));
        made.add(by(Shrinker.WHITTLE, List.of(), "", app, tool, profile, folder));
        for (Shrinker rival : List.of(Shrinker.PROGUARD, Shrinker.R8)) {
            if (rival.jars(tool).isEmpty()) {
                throw BenchException.usage(
                        rival.title() + " is not there: run ./benchmark application, which fetches it.");
            }
            made.add(
                    by(rival, Shrinker.program(Shrinker.main(main)), ", only `main` kept", app, tool, profile, folder));
            made.add(by(rival, Shrinker.program(Shrinker.PUBLIC), ", the public API kept", app, tool, profile, folder));
        }
        return List.copyOf(made);
    }

    private AppTimes.Made by(
            Shrinker by, List<String> rules, String how, SizeTarget app, Tool tool, Path profile, Path above)
            throws IOException {
        Path folder = Files.createTempDirectory(above, by.name().toLowerCase(Locale.ROOT));
        Path output = folder.resolve("app.jar");
        Watched ran = Watched.run(by.command(app, tool, profile, output, rules), folder.resolve("log"), MINUTES);
        if (ran.exit() != 0) {
            console.println(by.title() + how + " ended with " + ran.exit() + ": see " + folder.resolve("log"));
            return new AppTimes.Made(by.title() + how, null, 0, false, false);
        }
        long elsewhere = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                boolean kept = file.toString().endsWith(".wcs")
                        || String.valueOf(file.getFileName()).startsWith("app-cold-");
                elsewhere += kept ? Files.size(file) : 0;
            }
        }
        boolean small = Sizes.same(app, output, above, app.main(), folder);
        boolean other = Sizes.same(app, output, above, app.other(), folder);
        console.printf(
                Locale.ROOT,
                "%s, %s%s: %,d -> %,d bytes, %.1f s, prints the same: %s, %s%n",
                app.name(),
                by.title(),
                how,
                Files.size(app.jar()),
                Files.size(output),
                ran.seconds(),
                small,
                other);
        return new AppTimes.Made(by.title() + how, output, elsewhere, small, other);
    }

    private void say(AppTimes times, AppTimes.Variant variant) {
        console.printf(
                Locale.ROOT,
                "%s, JDK %d, %s, %s: %.0f ms, %.2f times; %d classes, %d KB of metaspace%n",
                times.program(),
                times.jdk().feature(),
                times.sharing().title(),
                variant.made().title(),
                variant.millis().median(),
                times.timesOriginal(variant).value(),
                variant.classes(),
                variant.metaspace() >> 10);
    }
}
