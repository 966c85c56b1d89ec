package dev.whittle.formats;

import dev.whittle.formats.internal.PlainJson;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the demo: what a run of the driver says, what the whole came to, and how long each stage took. */
public final class DemoCodec {
    private DemoCodec() {}

    /**
     * What one run of the driver says of itself; further fields are left to people.
     *
     * @param framesEqualAfterSwap absent where no device was exchanged
     */
    public record Run(
            String backend,
            String device,
            boolean framesEqual,
            @Nullable Boolean framesEqualAfterSwap) {}

    /** @throws dev.whittle.model.BadInputException if the file cannot be read or is not a run's result */
    public static Run readRun(Path file) {
        return PlainJson.read(file, Run.class, "result of a run", "run the demo again");
    }

    private record Cold(long coldLoads) {}

    /** Reads the file that a whittled program writes for {@code -Dwhittle.report}. */
    public static long readColdLoads(Path file) {
        return PlainJson.read(file, Cold.class, "report of the whittled program", "run the demo again")
                .coldLoads();
    }

    public static void writeResult(Path file, DemoResult result) {
        PlainJson.write(file, result, "result");
    }

    public static DemoResult readResult(Path file) {
        return PlainJson.read(file, DemoResult.class, "result", "run the demo again");
    }

    /** @param seconds by stage, in the order in which they ran */
    public static void writeTiming(Path file, Map<String, Double> seconds) {
        PlainJson.write(file, seconds, "timing");
    }
}
