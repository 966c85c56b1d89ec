package dev.whittle.bench;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One operation of one jar, reached through an interface of the JDK alone. The driver of the suite sets the parameters. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OperationBenchmark {
    /** The jar, original or whittled; perhaps more of them, as a class path has them. */
    @Param("")
    public String jar = "";

    /** The class whose {@code getAsLong} is measured. */
    @Param("")
    public String type = "";

    /** What many operations have to return. */
    @Param("0")
    public String checksum = "0";

    /** Milliseconds of processor time to warm up for, which a busy machine does not shorten as it shortens JMH's own warm-up. */
    @Param("0")
    public int warm;

    private LongSupplier operation = () -> 0;

    /** Loads the operation, checks what it returns in this JVM, and begins to warm it up. */
    @Setup
    public void load() {
        List<Path> jars =
                Arrays.stream(jar.split(File.pathSeparator)).map(Path::of).toList();
        operation = Operation.load(jars, type).operation();
        Operation.requireEqual(type + " of " + jar, Long.parseLong(checksum), Operation.checksum(operation));
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(warm);
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
            Operation.checksum(operation);
        }
    }

    /** The operation. */
    @Benchmark
    public long operate() {
        return operation.getAsLong();
    }
}
