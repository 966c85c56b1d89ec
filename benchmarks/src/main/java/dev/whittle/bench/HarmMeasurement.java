package dev.whittle.bench;

import dev.whittle.bench.Measurement.Variant;
import dev.whittle.bench.Score.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a library before and after. The two run by turns, and each second round the other one first, so that neither gains by its place.
 * Where the first rounds look like harm, as many are run again and all of them count: the more is claimed, the more it is looked at.
 */
final class HarmMeasurement {
    /** A ratio below this is looked at again. */
    private static final double DOUBT = 0.985;

    private final Measurement jvms;
    private final int rounds;
    private final Path folder;

    /** @param folder takes what JMH says */
    HarmMeasurement(boolean quick, Path folder) {
        this.rounds = quick ? 1 : 3;
        this.jvms = new Measurement(
                quick ? new Measurement.Effort(1, 300, 1, 3, 100) : new Measurement.Effort(3, 1000, 1, 3, 200), folder);
        this.folder = folder;
    }

    /** @throws BenchException if the two give different results */
    static long requireEqual(Workload workload, LibraryBuild build) {
        long expected = checksum(build.originalPath(), workload.type());
        Operation.requireEqual(
                workload.name() + " of " + build.whittled(), expected, checksum(build.whittledPath(), workload.type()));
        return expected;
    }

    private static long checksum(List<Path> jars, String type) {
        try (Operation operation = Operation.load(jars, type)) {
            return operation.checksum();
        }
    }

    /** @param checksum what {@link #requireEqual} returned */
    Cell measure(Workload workload, LibraryBuild build, long checksum, Jdk jdk) {
        Variant original = new Variant(build.originalPath(), workload.type(), checksum);
        Variant whittled = new Variant(build.whittledPath(), workload.type(), checksum);
        List<List<Sample>> first = new ArrayList<>();
        List<List<Sample>> second = new ArrayList<>();
        Cell cell = null;
        for (int most = rounds; cell == null || most <= 2 * rounds; most += rounds) {
            while (first.size() < most) {
                round(workload, original, whittled, jdk, first, second);
            }
            cell = new Cell(workload.name(), "", Mode.C2, jdk.feature(), true, Score.of(first), Score.of(second));
            if (cell.ratio().value() >= DOUBT) {
                break;
            }
        }
        return cell;
    }

    private void round(
            Workload workload,
            Variant original,
            Variant whittled,
            Jdk jdk,
            List<List<Sample>> first,
            List<List<Sample>> second) {
        int round = first.size();
        String log = workload.name() + "-" + jdk.feature() + "-" + round;
        if (round % 2 == 0) {
            first.add(jvms.run(original, Mode.C2, jdk, folder.resolve(log + "-original.jmh")));
            second.add(jvms.run(whittled, Mode.C2, jdk, folder.resolve(log + "-whittled.jmh")));
        } else {
            List<Sample> after = jvms.run(whittled, Mode.C2, jdk, folder.resolve(log + "-whittled.jmh"));
            first.add(jvms.run(original, Mode.C2, jdk, folder.resolve(log + "-original.jmh")));
            second.add(after);
        }
    }
}
