package dev.whittle.demo;

import dev.whittle.demo.device.DeviceModel;
import dev.whittle.demo.device.Machine;
import dev.whittle.demo.nic.NicException;
import dev.whittle.demo.qemu.QemuException;
import dev.whittle.demo.qemu.QemuMachine;
import dev.whittle.demo.trace.RecordingMachine;
import dev.whittle.demo.trace.ReplayMachine;
import dev.whittle.demo.trace.Trace;
import dev.whittle.demo.trace.TraceException;
import dev.whittle.demo.trace.TraceMismatchException;
import dev.whittle.demo.work.FrameLog;
import dev.whittle.demo.work.WorkException;
import dev.whittle.demo.work.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The demo's command line. */
public final class Main {
    private static final int DEFAULT_FRAMES = 256;

    private final Arguments arguments;
    private final List<RecordingMachine> recorders = new ArrayList<>();

    private Main(Arguments arguments) {
        this.arguments = arguments;
    }

    public static void main(String[] words) {
        int status = 3;
        try {
            status = run(System.out, System.err, words);
        } catch (RuntimeException | Error e) {
            System.err.println("A fault of the demo itself:");
            e.printStackTrace();
        }
        System.exit(status);
    }

    /** Runs the demo; returns the exit status. */
    static int run(PrintStream out, PrintStream err, String... words) {
        if (List.of(words).contains("--help")) {
            out.print(Arguments.HELP);
            return 0;
        }
        try {
            return new Main(Arguments.parse(words)).run(out);
        } catch (UsageException | TraceException | QemuException e) {
            err.println(e.getMessage());
            return 2;
        } catch (TraceMismatchException e) {
            err.println("The driver did not do what was recorded: " + e.getMessage());
            return 1;
        } catch (NicException | WorkException e) {
            err.println("The device does not work: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println("A file could not be written: " + e.getMessage());
            return 2;
        }
    }

    private int run(PrintStream out) throws IOException {
        boolean qemu = useQemu();
        DeviceModel swapTo = arguments.swapTo();
        List<Workload.Stop> stops = new ArrayList<>();
        int frames = arguments.frames() == 0 ? DEFAULT_FRAMES : arguments.frames();
        for (int i = 0; i < arguments.repeat(); i++) {
            stops.add(stop(arguments.device(), qemu, frames));
        }
        if (swapTo != null) {
            stops.add(stop(swapTo, qemu, frames));
        }
        FrameLog log = new FrameLog();
        Results results = new Results(new Workload(frames, arguments.overlap(), log).run(stops), swapTo != null);
        write(arguments.out(), log.text().getBytes(StandardCharsets.UTF_8));
        write(arguments.json(), results.json().getBytes(StandardCharsets.UTF_8));
        if (!recorders.isEmpty()) {
            Trace trace = recorders.get(0).trace(arguments.device().label(), frames);
            write(arguments.record(), trace.encode());
        }
        out.print(results.summary());
        return results.good() ? 0 : 1;
    }

    private boolean useQemu() {
        return switch (arguments.backend()) {
            case QEMU -> true;
            case REPLAY -> false;
            case AUTO -> QemuMachine.available();
        };
    }

    private Workload.Stop stop(DeviceModel model, boolean qemu, int frames) {
        if (qemu) {
            return new Workload.Stop(model.label(), () -> record(QemuMachine.start(model)));
        }
        Trace trace = Trace.shipped(model.label());
        if (trace.frames() != frames) {
            throw new UsageException("The trace of the " + model.label() + " holds " + trace.frames()
                    + " frames each way: leave --frames out, or use --backend qemu.");
        }
        return new Workload.Stop(model.label(), () -> new ReplayMachine(trace));
    }

    private Machine record(Machine machine) {
        if (arguments.record() == null) {
            return machine;
        }
        RecordingMachine recorder = new RecordingMachine(machine);
        recorders.add(recorder);
        return recorder;
    }

    /** Writes a file whole or not at all. */
    private static void write(@Nullable Path file, byte[] content) throws IOException {
        if (file == null) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.write(beside, content);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
