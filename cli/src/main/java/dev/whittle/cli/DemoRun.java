package dev.whittle.cli;

import dev.whittle.engine.Filter;
import dev.whittle.engine.Judgement;
import dev.whittle.engine.Outcome;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.StoreMode;
import dev.whittle.formats.AgentOptions;
import dev.whittle.formats.DemoCodec;
import dev.whittle.formats.DemoResult;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Folders;
import dev.whittle.model.WhittleReport;
import dev.whittle.report.Reports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The main job, end to end, on the demo's driver, which is treated as any reader's jar would be. */
final class DemoRun {
    private static final int INTERVAL_SECONDS = 30;

    private final Context context;
    private final Path folder;
    private final String device;
    private final String swapTo;
    private final String backend;
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    DemoRun(Context context, Path folder, String device, String swapTo, String backend) {
        this.context = context;
        this.folder = folder;
        this.device = device;
        this.swapTo = swapTo;
        this.backend = backend;
    }

    /** Returns true if all frames were equal and the cold code came back. */
    boolean run() throws Exception {
        Path original = context.launcher().demoJar();
        Path whittled = folder.resolve("driver-whittled.jar");
        Path profile = folder.resolve("driver.wprof");
        Folders.create(folder);

        stage("record", "Recording the driver on an " + device, () -> record(original, profile));
        Outcome transformed =
                stage("transform", "Whittling it to that device", () -> transform(original, profile, whittled));
        boolean accepted = stage("verify", "Proving it again, against the original", () -> verify(original, whittled));
        WhittleReport report =
                stage("diff", "What is gone", () -> context.stages().report(whittled));
        context.say(Reports.text(report, context.console().width()));
        Reports.writeHtml(folder.resolve("report.html"), transformed.report());

        DemoCodec.Run same = stage(
                "run", "Running the whittled driver on the " + device, () -> drive(whittled, "same", device, null));
        Path coldReport = folder.resolve("swap-cold.json");
        Files.deleteIfExists(coldReport);
        DemoCodec.Run swapped = stage(
                "swap",
                "Running it again, and exchanging the device for an " + swapTo + " while threads send",
                () -> drive(whittled, "swap", device, coldReport));
        DemoCodec.Run restarted = stage(
                "restart",
                "Starting the whittled driver on the " + swapTo,
                () -> drive(whittled, "restart", swapTo, null));

        DemoResult result = result(report.totals(), same, swapped, restarted, DemoCodec.readColdLoads(coldReport));
        DemoCodec.writeResult(folder.resolve("result.json"), result);
        DemoCodec.writeTiming(folder.resolve("timing.json"), seconds);
        context.say("\n" + DemoTable.render(result));
        return accepted && result.good();
    }

    private Integer record(Path original, Path profile) throws Exception {
        Files.deleteIfExists(profile);
        List<String> command = driver(List.of(), original, "recorded", device);
        // The whole demo is over before anything could turn hot.
        AgentOptions agent = new AgentOptions(
                        profile.toAbsolutePath(), INTERVAL_SECONDS, List.of(), List.of(), List.of())
                .with("hot", "0");
        return succeed(
                context.launcher()
                        .run(agent.insertInto(command, context.launcher().agentJar())),
                "recorded driver");
    }

    private Outcome transform(Path original, Path profile, Path whittled) {
        Request request = new Request(
                original, List.of(), profile, null, Filter.all(), whittled, true, Require.PROVED, StoreMode.EMBEDDED);
        return context.stages().transform(request, null, false);
    }

    private Boolean verify(Path original, Path whittled) {
        Judgement verified =
                context.stages().verify(List.of(original), List.of(whittled), List.of(), Require.PROVED, null);
        context.say(Reports.verdicts(
                verified.verdicts(), verified.findings(), context.console().width()));
        return verified.accepted();
    }

    private DemoCodec.Run drive(Path jar, String name, String first, @Nullable Path coldReport) throws Exception {
        List<String> command =
                driver(coldReport == null ? List.of() : List.of("-Dwhittle.report=" + coldReport), jar, name, first);
        if (coldReport != null) {
            command.addAll(List.of("--swap-to", swapTo));
        }
        // Frames that differ are a result to show, and not a reason to stop.
        int code = context.launcher().run(command);
        if (code > ExitCodes.CHECK_SAID_NO) {
            succeed(code, "whittled driver");
        }
        return DemoCodec.readRun(folder.resolve(name + ".json"));
    }

    private List<String> driver(List<String> jvmOptions, Path jar, String name, String first) throws Exception {
        Path json = folder.resolve(name + ".json");
        Files.deleteIfExists(json);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar.toString(), "--device", first, "--backend", backend));
        command.addAll(List.of("--json", json.toString()));
        command.addAll(List.of("--out", folder.resolve(name + ".frames").toString()));
        return command;
    }

    private static Integer succeed(int code, String what) {
        if (code != 0) {
            throw new BadInputException("The demo cannot go on, as the " + what + " ended with exit code " + code
                    + ": read what it printed above.");
        }
        return code;
    }

    private <T> T stage(String name, String words, Callable<T> work) throws Exception {
        context.say("\n== " + words);
        long start = System.nanoTime();
        T result = work.call();
        seconds.put(name, Math.round((System.nanoTime() - start) / 1e7) / 100.0);
        return result;
    }

    private DemoResult result(
            WhittleReport.Totals t,
            DemoCodec.Run same,
            DemoCodec.Run swapped,
            DemoCodec.Run restarted,
            long coldLoads) {
        return new DemoResult(
                device,
                swapTo,
                same.backend(),
                t.decisionPoints(),
                t.hardwareBranches(),
                t.eliminated(),
                t.guards(),
                t.hotBytesAfter(),
                t.coldBytes(),
                t.storeBytes(),
                t.proved(),
                t.tested(),
                t.reverted(),
                same.framesEqual(),
                swapped.framesEqual() && Boolean.TRUE.equals(swapped.framesEqualAfterSwap()),
                restarted.framesEqual(),
                coldLoads);
    }
}
