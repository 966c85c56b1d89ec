package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workloads as they are measured, and one of them all the way through the tool's own jars. */
class WorkloadsTest {
    private static final int SOME = 60;

    @TempDir
    Path folder;

    static Stream<Workload> workloads() {
        return Workloads.all().stream();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void aWorkloadGivesTheSameEachTimeAndNotOneResultAlone(Workload workload) {
        Libraries libraries = Libraries.find();
        List<Path> jars = Stream.concat(
                        Stream.of(libraries.jar(workload.library())), libraries.besides(workload.library()).stream())
                .toList();
        try (Operation first = Operation.load(jars, workload.type());
                Operation second = Operation.load(jars, workload.type())) {
            long[] results = results(first.operation());
            assertThat(results(second.operation())).isEqualTo(results);
            assertThat(results).doesNotContain(0);
        }
    }

    private static long[] results(LongSupplier operation) {
        return Stream.generate(operation::getAsLong)
                .limit(SOME)
                .mapToLong(r -> r)
                .toArray();
    }

    @Test
    void thereAreEnoughAndEachHasItsOwnName() {
        assertThat(workloads().map(Workload::name)).doesNotHaveDuplicates();
        assertThat(workloads().map(Workload::type)).doesNotHaveDuplicates().hasSizeGreaterThan(HarmResults.ENOUGH);
    }

    @Test
    void aWhittledLibraryIsProvedAndGivesTheSame() {
        Workload workload =
                workloads().filter(w -> w.name().equals("csv")).findFirst().orElseThrow();
        LibraryBuild build = LibraryBuild.make(workload, Libraries.find(), Tool.find(), List.of(), folder);
        assertThat(build.inPlace() + build.whole()).isPositive();
        assertThat(build.reverted()).isZero();
        assertThat(build.kept()).isNotEmpty();
        assertThat(build.whittledPath().subList(1, build.whittledPath().size()))
                .isEqualTo(build.originalPath().subList(1, build.originalPath().size()));
        assertThat(HarmMeasurement.requireEqual(workload, build)).isNotZero();
    }

    @Test
    void whatIsLeftOfAJarIsMeasuredAndItsProgramsPrintTheSame() {
        int exit = Main.run("sizes", "--jars", "commons-codec", "--tools", "whittle", "--out", folder.toString());
        assertThat(exit).isZero();
        assertThat(folder.resolve("sizes.md"))
                .content()
                .contains("| commons-codec-1.22.0 | as released |")
                .contains("| both |")
                .contains("no ProGuard");
        assertThat(folder.resolve("sizes.json")).content().contains("\"otherPrintsTheSame\" : true");
    }
}
