package dev.whittle.demo;

import dev.whittle.demo.device.DeviceModel;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param device the first device
 * @param swapTo the device to exchange it for while senders send, or null
 * @param overlap whether the second device is probed while threads still send through the first
 * @param backend where devices come from
 * @param frames frames each way on each device; 0 for what the traces hold
 * @param repeat how often the first device is bound, run and unbound
 * @param out file for every frame, or null
 * @param json file for the results, or null
 * @param record file for the trace of the run, or null
 */
record Arguments(
        DeviceModel device,
        @Nullable DeviceModel swapTo,
        boolean overlap,
        Backend backend,
        int frames,
        int repeat,
        @Nullable Path out,
        @Nullable Path json,
        @Nullable Path record) {
    static final String HELP = """
            Runs a network driver on a device, and exchanges the device under it.

              --device MODEL     82540em (default), 82544gc, 82545em or 82574l
              --swap-to MODEL    then exchange it for this one while threads go on sending
              --swap-mode MODE   sequence (default): unbind, then bind; overlap: bind while threads still send through the first
              --backend KIND     qemu, replay (of recorded traces), or auto (default): qemu where it is installed
              --frames N         frames each way on each device, a multiple of 4 (default and, for replay, fixed: 256)
              --repeat N         bind, run and unbind the first device N times (default 1)
              --out FILE         write every frame seen outside on sending and delivered on receiving
              --json FILE        write the results
              --record FILE      write the trace of one device's run (with --backend qemu)

            Exit status: 0 all frames equal, 1 not, 2 wrong usage or input, 3 a fault of the program.
            """;

    enum Backend {
        QEMU,
        REPLAY,
        AUTO
    }

    /** Reads the words of the command line; a {@link UsageException} says what is wrong with them. */
    static Arguments parse(String... words) {
        DeviceModel device = DeviceModel.I82540EM;
        DeviceModel swapTo = null;
        boolean overlap = false;
        Backend backend = Backend.AUTO;
        int frames = 0;
        int repeat = 1;
        Path out = null;
        Path json = null;
        Path record = null;
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i];
            if (i + 1 == words.length) {
                throw new UsageException("The option '" + name + "' has no value; see --help.");
            }
            String value = words[i + 1];
            switch (name) {
                case "--device" -> device = model(value);
                case "--swap-to" -> swapTo = model(value);
                case "--swap-mode" -> overlap = overlap(value);
                case "--backend" -> backend = backend(value);
                case "--frames" -> frames = number(name, value);
                case "--repeat" -> repeat = number(name, value);
                case "--out" -> out = Path.of(value);
                case "--json" -> json = Path.of(value);
                case "--record" -> record = Path.of(value);
                default -> throw new UsageException("There is no option '" + name + "'; see --help.");
            }
        }
        if (frames % 4 != 0) {
            throw new UsageException("--frames must be a multiple of 4, and " + frames + " is not.");
        }
        if (record != null && (backend != Backend.QEMU || swapTo != null || repeat != 1)) {
            throw new UsageException("--record needs --backend qemu and one run of one device.");
        }
        return new Arguments(device, swapTo, overlap, backend, frames, repeat, out, json, record);
    }

    private static DeviceModel model(String label) {
        try {
            return DeviceModel.ofLabel(label);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static boolean overlap(String value) {
        if (value.equals("overlap") || value.equals("sequence")) {
            return value.equals("overlap");
        }
        throw new UsageException("There is no swap mode '" + value + "'; choose sequence or overlap.");
    }

    private static Backend backend(String value) {
        for (Backend backend : Backend.values()) {
            if (backend.name().toLowerCase(Locale.ROOT).equals(value)) {
                return backend;
            }
        }
        throw new UsageException("There is no backend '" + value + "'; choose qemu, replay or auto.");
    }

    private static int number(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0 && number <= 1_000_000) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers out of range.
        }
        throw new UsageException(name + " must be a number from 1 to 1000000, and '" + value + "' is not.");
    }
}
