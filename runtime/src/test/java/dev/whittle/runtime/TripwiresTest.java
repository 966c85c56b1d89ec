package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.writing.StoreWriter;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cold code that somebody wants to know of, or will not have. */
class TripwiresTest {
    private static final String BODY = """
            public static void main(String[] a) throws Exception {
              System.out.println(dev.whittle.runtime.Switch.OFF);
              for (int i = 0; i < 2; i++) {
                try { System.out.println("first " + cold0(4)); }
                catch (dev.whittle.runtime.ColdDeniedException e) { System.out.println("denied " + e.fragment() + " by " + e.rule()); }
                try { System.out.println("second " + cold1(4)); }
                catch (dev.whittle.runtime.ColdDeniedException e) { System.out.println("denied " + e.fragment() + " by " + e.rule()); }
              }
              if (a.length > 0) {
                Object server = Class.forName("java.lang.management.ManagementFactory").getMethod("getPlatformMBeanServer").invoke(null);
                Object name = Class.forName("javax.management.ObjectName").getConstructor(String.class).newInstance("dev.whittle:type=ColdCode");
                java.lang.reflect.Method get = Class.forName("javax.management.MBeanServerConnection")
                    .getMethod("getAttribute", name.getClass(), String.class);
                for (String word : a) { System.out.println(word + " " + get.invoke(server, name, word)); }
              }
            }
            static int cold0(int x) { return 3 * x; }
            static int cold1(int x) { return 5 * x; }
            """;

    @TempDir
    Path folder;

    private Path jar;

    /** The first is needed whatever the facts are, the second where one of two does not hold. */
    @BeforeEach
    void jar() throws Exception {
        Sample sample = Sample.of(BODY);
        StoreFormat store = StoreFormat.parse(sample.store);
        List<StoreFormat.Raw> fragments = new ArrayList<>();
        for (StoreFormat.Entry entry : store.entries()) {
            String origin =
                    entry.method() + "(I)I 0 0123456789abcdef" + (entry.id() == 1 ? " @net.mac,net%2Crev+2" : "");
            fragments.add(new StoreFormat.Raw(entry.id(), entry.className(), origin, store.fragment(entry)));
        }
        Map<String, byte[]> classes = new HashMap<>(ForkedProgramTest.runtime());
        classes.put(Sample.HOT, sample.hotClass);
        jar = JarBuilder.write(
                folder.resolve("app.jar"),
                classes,
                Map.of(Sample.STORE, StoreWriter.write(Sample.BUILD, fragments)),
                "app.Hot");
    }

    private JvmFork.Result run(String policy, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.txt"), policy);
        List<String> words = new ArrayList<>(
                List.of("-Dwhittle.policy=" + file, "-Dwhittle.jmx=" + (arguments.length > 0), "-jar", jar.toString()));
        words.addAll(List.of(arguments));
        return JvmFork.run(words.toArray(String[]::new));
    }

    @Test
    void whatIsAllowedIsNotTold() throws IOException {
        JvmFork.Result result = run("# all is well\n\nallow all\ndeny all\n");
        assertThat(result.out().lines()).containsExactly("false", "first 12", "second 20", "first 12", "second 20");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "deny class app.Hot, 12",
        "deny class app.H*t, 12",
        "deny class **, 12",
        "deny class *, ''",
        "deny class app.Hottest, ''",
        "deny package app, 12",
        "deny package app.**, ''",
        "deny method app.Hot.cold0, 1",
        "deny method app.*.cold?, ''",
        "deny fact net.mac, 2",
        "deny fact net.*, 2",
        "'deny fact net,rev 2', 2",
        "deny fact net, ''",
        "deny all, 12"
    })
    void theFirstRuleThatFitsDecides(String rule, String denied) throws IOException {
        JvmFork.Result result = run(rule + "\nallow all\n");
        List<String> expected = new ArrayList<>(List.of("false"));
        for (int i = 0; i < 2; i++) {
            String by = " by line 1: " + rule;
            expected.add(denied.contains("1") ? "denied app.Hot.cold0, fragment 0" + by : "first 12");
            expected.add(denied.contains("2") ? "denied app.Hot.cold1, fragment 1" + by : "second 20");
        }
        assertThat(result.out().lines()).containsExactlyElementsOf(expected);
    }

    @Test
    void whatIsReportedComesBackAndIsLoggedOnce() throws IOException {
        JvmFork.Result result = run("report all");
        assertThat(result.out()).contains("first 12", "second 20");
        assertThat(result.err().lines().filter(l -> l.contains("Cold code")))
                .satisfiesExactly(
                        l -> assertThat(l)
                                .contains(
                                        "Cold code came back: app.Hot.cold0, fragment 0 (cold0(I)I 0 0123456789abcdef)",
                                        "which the recorded run never needed",
                                        "policy.txt, line 1: report all"),
                        l -> assertThat(l)
                                .contains("app.Hot.cold1", "one of these facts may not hold: net.mac, net,rev 2"));
    }

    /** Denied when it was linked, and at each of two calls. */
    @Test
    void aBeanCounts() throws IOException {
        String[] attributes = {"Loads", "Reported", "Denied"};
        assertThat(run("deny method app.Hot.cold0\nreport all", attributes)
                        .out()
                        .lines())
                .endsWith("Loads 1", "Reported 1", "Denied 3");
        assertThat(run("", attributes).out().lines()).endsWith("Loads 2", "Reported 0", "Denied 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deny", "refuse all", "deny all app", "deny class", "deny thing app.Hot", "all"})
    void aPolicyThatCannotBeReadLetsNothingBack(String line) throws IOException {
        JvmFork.Result result = run("allow all\n" + line);
        assertThat(result.out()).contains("denied app.Hot.cold0").doesNotContain("first 12", "second 20");
        assertThat(result.err())
                .contains("no cold code may come back")
                .contains("line 2 is not one of")
                .contains(line);
    }

    @Test
    void aPolicyThatIsNotThereLetsNothingBack() {
        JvmFork.Result result = JvmFork.run("-Dwhittle.policy=" + folder.resolve("none"), "-jar", jar.toString());
        assertThat(result.out()).contains("denied app.Hot.cold1");
        assertThat(result.err())
                .contains("no cold code may come back")
                .contains(folder.resolve("none").toString());
    }

    /** Off, all code is original code, and none of it comes back. */
    @Test
    void offThereIsNoPolicy() {
        JvmFork.Result result =
                JvmFork.run("-Dwhittle.off=true", "-Dwhittle.policy=" + folder.resolve("none"), "-jar", jar.toString());
        assertThat(result.out()).contains("first 12", "second 20");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aRuntimeImageWithoutBeansAndLoggersDoes() throws IOException {
        Path file = Files.writeString(folder.resolve("policy.txt"), "report all");
        JvmFork.Result result = JvmFork.run(
                "--limit-modules",
                "java.base",
                "-Dwhittle.policy=" + file,
                "-Dwhittle.jmx=true",
                "-jar",
                jar.toString());
        assertThat(result.out()).contains("first 12", "second 20");
        assertThat(result.err())
                .contains("there is no bean dev.whittle:type=ColdCode")
                .contains("Cold code came back");
    }
}
