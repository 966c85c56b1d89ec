package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.demo.nic.HotPlug;
import dev.whittle.demo.nic.PlugRounds;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Hot-plug torture: eight threads bind and unbind devices of five models while packets flow and facts change. The program, which is the demo's
 * driver and a class whose facts are not final, is recorded with one model bound, and whittled; the device, and what is expected, are
 * not part of it. Here a sample of 4,000 binds runs. All 100,000, from another seed: {@code mvn verify -pl acceptance -am
 * -Dtest=HotPlugTest -Dsurefire.failIfNoSpecifiedTests=false -Dwhittle.test.args="-Dwhittle.binds=100000 -Dwhittle.binds.seed=7"},
 * with {@code -Dwhittle.binds.recorded=I82574L} to record another model.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotPlugTest {
    private static final String ROOM = "dev/whittle/demo/nic/";
    private static final int BINDS = Integer.getInteger("whittle.binds", 4000);
    private static final long SEED = Long.getLong("whittle.binds.seed", 1);
    private static final String RECORDED = "recorded=" + System.getProperty("whittle.binds.recorded", "I82540EM");

    @TempDir
    static Path folder;

    private Path program;
    private Path harness;
    private Path whittled;

    @BeforeAll
    void recordAndWhittle() throws IOException {
        Map<String, byte[]> driver = new TreeMap<>();
        for (JarContents.Entry entry : JarContents.read(Tools.demo()).entries()) {
            if (entry.isClass() && entry.name().matches("dev/whittle/demo/(device|nic)/.*")) {
                driver.put(entry.name().replace(".class", ""), entry.bytes());
            }
        }
        Map<String, byte[]> around = new TreeMap<>();
        Path classes = Path.of(HotPlug.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        try (Stream<Path> files = Files.list(classes.resolve(ROOM))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = ROOM + file.getFileName().toString().replace(".class", "");
                boolean subject = name.matches(".*/Tariff(\\$.*)?");
                (subject ? driver : around).put(name, Files.readAllBytes(file));
            }
        }
        program = JarBuilder.write(folder.resolve("program.jar"), driver, Map.of(), null);
        harness = JarBuilder.write(folder.resolve("harness.jar"), around, Map.of(), null);
        Path profile = folder.resolve("program.wprof");
        String path = program + java.io.File.pathSeparator + harness;
        Recorded.ok(Tools.whittle(
                "record",
                "--hot",
                "0",
                "-o",
                profile,
                "--",
                JvmFork.java(),
                "-cp",
                path,
                HotPlug.class.getName(),
                RECORDED,
                "alone=true",
                "binds=400"));
        whittled = folder.resolve("whittled.jar");
        Recorded.ok(Tools.whittle("transform", program, "--class-path", harness, "--profile", profile, "-o", whittled));
    }

    /** Three tenths of the binds in one round, so that all is compiled when the guards break, and the rest in ever shorter ones. */
    private Map<String, Long> plug(Path jar, int binds, String... words) {
        String rounds = "1x" + binds * 3 / 10 + ",4x" + binds / 10 + "," + Math.max(1, binds / 4000) + "x"
                + (binds * 3 / 10) / Math.max(1, binds / 4000);
        JvmFork.Result run = JvmFork.run(Stream.concat(
                        Stream.of(
                                "-cp",
                                harness.toString(),
                                PlugRounds.class.getName(),
                                jar.toString(),
                                harness.toString(),
                                rounds,
                                Long.toString(SEED)),
                        Stream.of(words))
                .toArray(String[]::new));
        System.out.println(jar.getFileName() + ": " + run.out().strip());
        assertThat(run.out()).as(run.err()).startsWith("hot-plug: ");
        Map<String, Long> sums = new HashMap<>();
        for (String word : run.out().strip().substring("hot-plug: ".length()).split(" ")) {
            sums.put(word.substring(0, word.indexOf('=')), Long.parseLong(word.substring(word.indexOf('=') + 1)));
        }
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(sums.get("wrong") == 0 ? 0 : 1);
        return sums;
    }

    @Test
    void noResultOfTheOriginalIsWrong() {
        Map<String, Long> sums = plug(program, BINDS, RECORDED);
        assertThat(sums).containsEntry("binds", (long) BINDS).containsEntry("wrong", 0L);
        assertThat(sums).containsEntry("loads", 0L).containsEntry("broken", 0L);
        assertThat(sums.get("received")).isGreaterThan(10L * BINDS);
        assertThat(sums.get("sent")).isGreaterThan(3L * BINDS);
        assertThat(sums.get("handed")).isGreaterThan(BINDS / 10L);
        assertThat(sums.get("changes")).isGreaterThan(BINDS / 20L);
    }

    @Test
    void noResultOfTheWhittledProgramIsWrongWhileGuardsBreak() throws IOException {
        Map<String, Long> sums = plug(whittled, BINDS, RECORDED);
        assertThat(sums).containsEntry("binds", (long) BINDS).containsEntry("wrong", 0L);
        // Each round breaks the guards of what differs between the models and of what changes, where not each place
        // asks its object.
        assertThat(sums.get("broken")).isGreaterThanOrEqualTo(10 * sums.get("rounds"));
        assertThat(sums.get("loads")).isGreaterThanOrEqualTo(40 * sums.get("rounds"));
        Path report = Path.of(whittled.toString().replace(".jar", ".report.json"));
        assertThat(Tools.json(report).path("totals").path("proved").asInt()).isGreaterThanOrEqualTo(50);
        assertThat(Tools.json(report).path("totals").path("eliminated").asInt()).isGreaterThanOrEqualTo(75);
    }

    /** As long as only the recorded model is bound, the hot code serves it: no guard breaks, and little comes back. */
    @Test
    void theRecordedModelIsServedByHotCode() {
        Map<String, Long> sums = plug(whittled, 1000, RECORDED, "alone=true");
        assertThat(sums).containsEntry("wrong", 0L).containsEntry("broken", 0L);
        assertThat(sums.get("loads")).isLessThan(10 * sums.get("rounds"));
    }

    @Test
    void aProgramWhoseGuardsWereTakenOutIsFoundWrong() {
        Path torn = withoutGuards();
        Map<String, Long> sums = plug(torn, 400, RECORDED);
        assertThat(sums).containsEntry("broken", 0L);
        assertThat(sums.get("wrong")).isGreaterThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "length", "tag", "checksum", "lost", "counter", "code"})
    void aDamagedResultIsFoundWrong(String damage) throws InterruptedException {
        long[] sums = HotPlug.round("binds=300", "damage=" + damage);
        assertThat(sums[6]).isPositive();
        assertThat(HotPlug.round("binds=300")[6]).isZero();
    }

    /** The whittled program, but nothing looks at what is written to a fact, and each object is marked as if it had all of them. */
    private Path withoutGuards() {
        Map<String, byte[]> classes = new TreeMap<>();
        Map<String, byte[]> resources = new TreeMap<>();
        int taken = 0;
        for (JarContents.Entry entry : JarContents.read(whittled).entries()) {
            if (!entry.isClass()) {
                if (!entry.name().endsWith("/") && !entry.name().equals("META-INF/MANIFEST.MF")) {
                    resources.put(entry.name(), entry.bytes());
                }
                continue;
            }
            ClassNode node = ClassFiles.parse(entry.bytes());
            int here = node.methods.stream().mapToInt(HotPlugTest::takeOut).sum();
            if (node.name.equals("dev/whittle/runtime/Marks")) {
                node.methods.forEach(HotPlugTest::markAlways);
                here += node.methods.size();
            }
            taken += here;
            classes.put(node.name, here == 0 ? entry.bytes() : ClassFiles.write(node));
        }
        assertThat(taken).isGreaterThanOrEqualTo(15);
        return JarBuilder.write(folder.resolve("torn.jar"), classes, resources, null);
    }

    private static void markAlways(MethodNode method) {
        if (method.name.equals("add")) {
            int bit = (Type.getArgumentsAndReturnSizes(method.desc) >> 2) - 2;
            method.instructions.clear();
            method.tryCatchBlocks.clear();
            method.localVariables = null;
            method.instructions.add(new VarInsnNode(Opcodes.ILOAD, 0));
            method.instructions.add(new VarInsnNode(Opcodes.ILOAD, bit));
            method.instructions.add(new InsnNode(Opcodes.IOR));
            method.instructions.add(new InsnNode(Opcodes.IRETURN));
        }
    }

    private static int takeOut(MethodNode method) {
        int taken = 0;
        for (AbstractInsnNode node : List.of(method.instructions.toArray())) {
            if (node instanceof InvokeDynamicInsnNode dynamic
                    && dynamic.bsm.getOwner().equals("dev/whittle/runtime/Facts")
                    && dynamic.bsm.getName().equals("write")) {
                int size = Type.getArgumentTypes(dynamic.desc)[0].getSize();
                method.instructions.set(node, new InsnNode(size == 2 ? Opcodes.POP2 : Opcodes.POP));
                taken++;
            }
        }
        return taken;
    }
}
