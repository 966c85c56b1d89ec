package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole programs in JVMs of their own, with the runtime copied into their jar as {@code transform} does it. */
class ForkedProgramTest {
    private static final String BODY = """
            public static void main(String[] a) throws Throwable {
              java.lang.invoke.MethodHandles.Lookup own = java.lang.invoke.MethodHandles.lookup();
              java.lang.invoke.MethodType test = java.lang.invoke.MethodType.methodType(boolean.class);
              java.lang.invoke.MethodType write = java.lang.invoke.MethodType.methodType(void.class, int.class);
              System.out.println("off " + dev.whittle.runtime.Switch.OFF);
              java.lang.invoke.CallSite guard = dev.whittle.runtime.Facts.guard(own, "holds", test, "build0", "app/Hot.mac");
              System.out.println("holds " + (boolean) guard.getTarget().invokeExact());
              if (a.length > 0) {
                dev.whittle.runtime.Facts.write(own, "wrote", write, "build0", "app/Hot.mac", "I:1").getTarget().invokeExact(2);
                System.out.println("holds " + (boolean) guard.getTarget().invokeExact());
                System.out.println("cold " + cold0(4));
              }
            }
            static int cold0(int x) { return 3 * x; }
            """;

    @TempDir
    Path folder;

    private Sample sample;

    @BeforeEach
    void compile() throws ClassNotFoundException {
        sample = Sample.of(BODY);
    }

    @Test
    void aJarWithItsStoreInsideRunsAlone() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        Path report = folder.resolve("cold.json");
        JvmFork.Result result = JvmFork.run("-Dwhittle.report=" + report, "-jar", jar.toString(), "go");
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines()).containsExactly("off false", "holds true", "holds false", "cold 12");
        assertThat(report)
                .hasContent("{\n  \"coldLoads\": 1,\n  \"fragments\": [\"app.Hot.cold0, fragment 0\"],\n"
                        + "  \"invalidatedFacts\": [\"app/Hot.mac\"]\n}\n");
    }

    /** To load the class of an event takes a quarter of a second in a process without a recorder. */
    @Test
    void withoutARecorderNothingOfItIsLoadedWhenCodeComesBackOrAGuardBreaks() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        JvmFork.Result result = JvmFork.run("-Xlog:class+load", "-jar", jar.toString(), "go");
        assertThat(result.out()).contains("cold 12", "dev.whittle.runtime.ColdEvents ", " jdk.jfr.FlightRecorder ");
        assertThat(result.out().lines())
                .noneMatch(l -> l.contains("jdk.jfr.Event ") || l.contains("dev.whittle.runtime.ColdLoadEvent "));
    }

    @Test
    void whatIsRehearsedIsLoadedBeforeTheProgramGoesOn() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        for (String rehearse : List.of("false", "true")) {
            JvmFork.Result result =
                    JvmFork.run("-Dwhittle.rehearse=" + rehearse, "-Xlog:class+load", "-jar", jar.toString(), "go");
            List<String> lines = result.out().lines().toList();
            int digests = lines.indexOf(lines.stream()
                    .filter(l -> l.contains("sun.security.provider.SHA2 "))
                    .findFirst()
                    .orElseThrow());
            assertThat(lines).contains("holds true", "holds false", "cold 12");
            assertThat(digests < lines.indexOf("off false")).isEqualTo(rehearse.equals("true"));
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void aProgramThatStaysHotHasItsReportToo() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        Path report = folder.resolve("cold.json");
        JvmFork.run("-Dwhittle.report=" + report, "-jar", jar.toString());
        assertThat(report).hasContent("{\n  \"coldLoads\": 0,\n  \"fragments\": [],\n  \"invalidatedFacts\": []\n}\n");
    }

    @Test
    void offMakesEachGuardFalseFromTheStart() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        Path report = folder.resolve("cold.json");
        JvmFork.Result result =
                JvmFork.run("-Dwhittle.off=true", "-Dwhittle.report=" + report, "-jar", jar.toString(), "go");
        assertThat(result.out().lines()).containsExactly("off true", "holds false", "holds false", "cold 12");
        assertThat(Files.readString(report)).contains("\"invalidatedFacts\": []");
    }

    @Test
    void aStoreBesideTheJarIsFoundAndAMissingOneNamed() throws Exception {
        Path jar = jar(Map.of("META-INF/whittle/build0/sidecar", "my app.wcs\n".getBytes(StandardCharsets.UTF_8)));
        JvmFork.Result missing = JvmFork.run("-jar", jar.toString(), "go");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err())
                .contains("ColdStoreException")
                .contains("app.Hot.cold0, fragment 0")
                .contains(folder.resolve("my app.wcs").toString())
                .contains("-Dwhittle.store=FILE");
        Files.write(folder.resolve("my app.wcs"), sample.store);
        assertThat(JvmFork.run("-jar", jar.toString(), "go").out()).contains("cold 12");
        Path moved = Files.move(folder.resolve("my app.wcs"), folder.resolve("elsewhere"));
        assertThat(JvmFork.run("-Dwhittle.store=" + moved, "-jar", jar.toString(), "go")
                        .out())
                .contains("cold 12");
    }

    /**
     * Each frame on the way back from an overflow tries again with a little more of the stack, so that linking fails at one place after the other.
     * What failed for want of stack must do where there is some.
     */
    @ParameterizedTest
    @ValueSource(strings = {"first", "another before", "guard"})
    void whatIsLinkedWhereTheStackEndsIsNotLostForEver(String kind) throws Exception {
        sample = Sample.of("""
                static int tries;
                static String kind;
                static java.lang.invoke.MethodHandles.Lookup own = java.lang.invoke.MethodHandles.lookup();
                static java.lang.invoke.MethodType test = java.lang.invoke.MethodType.methodType(boolean.class);
                static int link(int n) {
                  if (kind.equals("guard")) {
                    dev.whittle.runtime.Facts.guard(own, "holds", test, "build0", "app/Hot.mac");
                    return n;
                  }
                  return cold0(n);
                }
                static int down(int n) {
                  try {
                    return down(n + 1);
                  } catch (StackOverflowError e) {
                    tries++;
                    return link(n);
                  }
                }
                public static void main(String[] a) throws Throwable {
                  System.out.println(dev.whittle.runtime.Switch.OFF);
                  kind = a[0];
                  if (kind.equals("another before")) {
                    cold1(1);
                  }
                  int found = down(0);
                  System.out.println("overflow " + (found > 0 && tries > 1));
                  System.out.println("cold " + cold0(4) + " " + cold1(4));
                  java.lang.invoke.CallSite guard = dev.whittle.runtime.Facts.guard(own, "holds", test, "build0", "app/Hot.mac");
                  System.out.println("holds " + (boolean) guard.getTarget().invokeExact());
                }
                static int cold0(int x) { return 3 * x; }
                static int cold1(int x) { return 5 * x; }
                """);
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        for (int stack = 400; stack < 1000; stack += 37) {
            JvmFork.Result result = JvmFork.run("-Xss" + stack + "k", "-jar", jar.toString(), kind);
            assertThat(result.err()).as("stack " + stack).isEmpty();
            assertThat(result.out().lines()).containsExactly("false", "overflow true", "cold 12 20", "holds true");
        }
    }

    /** No hook can be added any more, and there is no bean in a runtime image without its module: neither may fail what asked for the switch. */
    @Test
    void whatIsFirstUsedWhileTheJvmEndsWorks() throws Exception {
        sample = Sample.of("""
                public static void main(String[] a) {
                  Runtime.getRuntime().addShutdownHook(new Thread(Hot::late));
                }
                static void late() {
                  System.out.println("off " + dev.whittle.runtime.Switch.OFF);
                  System.out.println("cold " + cold0(4));
                }
                static int cold0(int x) { return 3 * x; }
                """);
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        Path report = folder.resolve("cold.json");
        JvmFork.Result result = JvmFork.run(
                "--limit-modules",
                "java.base",
                "-Dwhittle.report=" + report,
                "-Dwhittle.jmx=true",
                "-Dwhittle.learn=",
                "-Dwhittle.policy=",
                "-jar",
                jar.toString());
        assertThat(result.out().lines()).containsExactly("off false", "cold 12");
        assertThat(result.err().lines())
                .satisfiesExactly(
                        l -> assertThat(l).startsWith("whittle: there is no report " + report + " ("),
                        l -> assertThat(l).startsWith("whittle: there is no bean dev.whittle:type=ColdCode ("));
        assertThat(report).doesNotExist();
    }

    /** As where a program closes a plugin's loader first and has the plugin tidy up then. */
    @Test
    void codeComesBackAfterItsLoaderWasClosed() throws Throwable {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        Path directory = folder.resolve("classes");
        put(directory.resolve(Sample.HOT + ".class"), sample.hotClass);
        put(directory.resolve(Sample.STORE), sample.store);
        for (Path from : List.of(jar, directory)) {
            URLClassLoader loader = new URLClassLoader(
                    new URL[] {from.toUri().toURL()}, getClass().getClassLoader());
            Method cold = loader.loadClass("app.Hot").getDeclaredMethod("cold0", int.class);
            cold.setAccessible(true);
            loader.close();
            assertThat(loader.getResource(Sample.STORE)).isNull();
            assertThat(cold.invoke(null, 4)).as(from.toString()).isEqualTo(12);
        }
    }

    @Test
    void aStoreBesideADirectoryOfClassesIsFound() throws Exception {
        Path root = folder.resolve("classes");
        Map<String, byte[]> entries = new HashMap<>(runtime());
        entries.put(Sample.HOT, sample.hotClass);
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            put(root.resolve(entry.getKey() + ".class"), entry.getValue());
        }
        put(root.resolve("META-INF/whittle/build0/sidecar"), "app.wcs".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("app.wcs"), sample.store);
        assertThat(JvmFork.run("-cp", root.toString(), "app.Hot", "go").out()).contains("cold 12");
    }

    @Test
    void aSidecarMayNotNameAFileElsewhere() throws Exception {
        Path jar = jar(Map.of("META-INF/whittle/build0/sidecar", "../app.wcs".getBytes(StandardCharsets.UTF_8)));
        assertThat(JvmFork.run("-jar", jar.toString(), "go").err())
                .contains("ColdStoreException")
                .contains("does not hold the name of a file");
    }

    @Test
    void aRuntimeImageWithoutFlightRecorderDoes() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        JvmFork.Result result = JvmFork.run("--limit-modules", "java.base", "-jar", jar.toString(), "go");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("cold 12");
    }

    @Test
    void aRecordingShowsWhatCameBack() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        Path recording = folder.resolve("run.jfr");
        JvmFork.run("-XX:StartFlightRecording:filename=" + recording, "-jar", jar.toString(), "go");
        List<RecordedEvent> loads = RecordingFile.readAllEvents(recording).stream()
                .filter(e -> e.getEventType().getName().equals("dev.whittle.ColdLoad"))
                .toList();
        assertThat(loads).hasSize(1);
        assertThat(loads.get(0).getString("build")).isEqualTo("build0");
        assertThat(loads.get(0).getString("fragment")).isEqualTo("app.Hot.cold0, fragment 0");
    }

    @Test
    void aRecordingShowsTheGuardThatFailed() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        Path recording = folder.resolve("run.jfr");
        JvmFork.run("-XX:StartFlightRecording:filename=" + recording, "-jar", jar.toString(), "go");
        List<RecordedEvent> failed = RecordingFile.readAllEvents(recording).stream()
                .filter(e -> e.getEventType().getName().equals("dev.whittle.GuardFailed"))
                .toList();
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).getString("build")).isEqualTo("build0");
        assertThat(failed.get(0).getString("fact")).isEqualTo("app/Hot.mac");
        assertThat(failed.get(0).getString("expected")).isEqualTo("I:1");
        assertThat(failed.get(0).getString("actual")).isEqualTo("I:2");
        assertThat(failed.get(0).getString("writer")).isEqualTo("app.Hot");
        assertThat(failed.get(0).getStackTrace().getFrames())
                .anyMatch(f -> f.getMethod().getType().getName().equals("app.Hot")
                        && f.getMethod().getName().equals("main"));
    }

    @Test
    void whatIsLearnedIsWrittenWhenItComes() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        Path learned = folder.resolve("learned.txt");
        JvmFork.Result result =
                JvmFork.run("--limit-modules", "java.base", "-Dwhittle.learn=" + learned, "-jar", jar.toString(), "go");
        assertThat(result.err()).isEmpty();
        assertThat(Files.readAllLines(learned).stream().filter(l -> !l.isEmpty()))
                .satisfiesExactly(
                        l -> assertThat(l).startsWith("whittle-learned-1\tbegin\t"),
                        l -> assertThat(l).startsWith("whittle-learned-1\tfact\tbuild0\tapp/Hot.mac\tI:1\tI:2\t"),
                        l -> assertThat(l).startsWith("whittle-learned-1\tcold\tbuild0\tapp/Hot\tcold0\t"));
    }

    @Test
    void offNothingIsLearned() throws Exception {
        Path jar = jar(Map.of(Sample.STORE, sample.store));
        Path learned = folder.resolve("learned.txt");
        JvmFork.run("-Dwhittle.off=true", "-Dwhittle.learn=" + learned, "-jar", jar.toString(), "go");
        assertThat(learned).doesNotExist();
    }

    @Test
    void theRuntimeStaysUnderSixtyKilobytes() throws Exception {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(jar)) {
            Map<String, byte[]> shipped = runtime();
            // It says nothing to a program.
            shipped.remove("dev/whittle/runtime/package-info");
            for (Map.Entry<String, byte[]> entry : shipped.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey() + ".class"));
                zip.write(entry.getValue());
            }
        }
        assertThat(jar.size()).isBetween(5_000, 60_000);
    }

    private Path jar(Map<String, byte[]> resources) throws IOException, URISyntaxException {
        Map<String, byte[]> classes = new HashMap<>(runtime());
        classes.put(Sample.HOT, sample.hotClass);
        return JarBuilder.write(folder.resolve("app whittled.jar"), classes, resources, "app.Hot");
    }

    static Map<String, byte[]> runtime() throws IOException, URISyntaxException {
        Path root = Path.of(
                Switch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.list(root.resolve("dev/whittle/runtime"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                try (InputStream in = Files.newInputStream(file)) {
                    classes.put("dev/whittle/runtime/" + name, in.readAllBytes());
                }
            }
        }
        return classes;
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
