package dev.whittle.acceptance.suites;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs a suite in a JVM of its own and writes a line for each test: what became of it, which it is, and why. It needs nothing but JUnit's
 * launcher, so that the suite's class path is the suite's.
 */
public final class SuiteMain {
    private final PrintWriter out;

    private SuiteMain(PrintWriter out) {
        this.out = out;
    }

    /** @param arguments file to write, folder of the suite's classes, and of how many test methods one is run, from the names that they have */
    public static void main(String[] arguments) throws Exception {
        int every = Integer.parseInt(arguments[2]);
        PostDiscoveryFilter sample = test -> FilterResult.includedIf(every == 1
                || !(test.getSource().orElse(null) instanceof MethodSource)
                || Math.floorMod(test.getUniqueId().toString().hashCode(), every) == 0);
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(arguments[1]))))
                .filters(ClassNameFilter.includeClassNamePatterns(ClassNameFilter.STANDARD_INCLUDE_PATTERN), sample)
                .build();
        try (PrintWriter out =
                new PrintWriter(Files.newBufferedWriter(Path.of(arguments[0]), StandardCharsets.UTF_8))) {
            LauncherFactory.create().execute(request, new SuiteMain(out).listener());
        }
        // Some suites leave threads behind.
        System.exit(0);
    }

    private TestExecutionListener listener() {
        return new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                // A class that could not be set up takes its tests with it.
                if (test.isTest() || result.getStatus() != Status.SUCCESSFUL) {
                    line(
                            result.getStatus().toString(),
                            test,
                            result.getThrowable().map(Throwable::toString).orElse(""));
                }
            }

            @Override
            public void executionSkipped(TestIdentifier test, String reason) {
                line("SKIPPED", test, reason);
            }
        };
    }

    private synchronized void line(String status, TestIdentifier test, String why) {
        out.println(status + '\t' + plain(test.getUniqueId()) + '\t' + plain(why));
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
