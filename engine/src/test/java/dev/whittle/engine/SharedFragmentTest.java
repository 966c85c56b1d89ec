package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.Certificate;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Profile;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.Verdict;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import dev.whittle.transformer.pass.Transformer;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationSession;
import dev.whittle.verifier.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Methods of a class that moved whole come back together, each is told by its own name, and nothing else can come with them. */
class SharedFragmentTest {
    private final Set<String> cold = new HashSet<>(Set.of("twice", "name", "area"));

    @TempDir
    Path folder;

    private final Map<String, byte[]> program = new TreeMap<>(InMemoryCompiler.compile(Map.of("app.Tool", """
                    package app;
                    public class Tool {
                        private int base = 5;
                        private int twice(int a) { return a + base + a; }
                        static String name(String unused) { return "tool"; }
                        long area(long a, Object unused, int b) { return a * b + base; }
                        static Object proxy(ClassLoader loader, java.lang.reflect.InvocationHandler handler) {
                            return java.lang.reflect.Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, handler);
                        }
                        public static void main(String[] arguments) {
                            for (String word : arguments) {
                                Tool tool = new Tool();
                                Object said = word.equals("twice") ? (Object) tool.twice(4)
                                        : word.equals("name") ? name(null) : (Object) tool.area(3, null, 9);
                                System.out.println(said);
                            }
                        }
                    }
                    """)));

    private Profile profile() {
        return new Profile(
                List.of("test"),
                Profiles.eachMethod(Profiles.taken(program, Map.of()), this::entered),
                new TreeMap<>());
    }

    private Profile.MethodProfile entered(Profile.MethodProfile m) {
        return new Profile.MethodProfile(
                m.name(), m.descriptor(), cold.contains(m.name()) ? 0 : 1, List.of(), List.of(), List.of(), List.of());
    }

    private TransformedClass whittle() {
        Plan plan = Planner.plan(
                "test",
                program,
                c -> true,
                profile(),
                m -> Optional.empty(),
                List.of(),
                Map.of(),
                new PlanSettings(0.99, 0));
        return Transformer.transform(program, plan, "b0").get(0);
    }

    /** Verdicts on the three methods, with another class in place of their fragment, which the exits pin. */
    private Map<MethodId, Verdict> verdicts(Consumer<ClassNode> change) {
        TransformedClass whittled = whittle();
        Fragment fragment = whittled.fragments().get(0);
        ClassNode node = ClassFiles.parse(fragment.classBytes());
        change.accept(node);
        byte[] bytes = ClassFiles.write(node);
        ClassNode hot = ClassFiles.parse(whittled.bytes());
        for (MethodNode method : hot.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof InvokeDynamicInsnNode exit
                        && exit.bsm.getName().equals("link")) {
                    exit.bsmArgs = new Object[] {"b0", fragment.id() + "|" + Digests.base64(bytes)};
                }
            }
        }
        return Verifier.verify(new VerificationInput(
                        "b0",
                        program,
                        Map.of("app/Tool", ClassFiles.write(hot)),
                        Map.of(fragment.id(), bytes),
                        whittled.certificates(),
                        List.of(),
                        Map.of()))
                .verdicts();
    }

    @Test
    void theyShareOneFragmentAndEachIsProved() {
        TransformedClass whittled = whittle();
        assertThat(whittled.fragments())
                .singleElement()
                .satisfies(f -> assertThat(f.origin()).isEqualTo(Fragment.shared("app/Tool")));
        assertThat(whittled.certificates()).hasSize(3).allMatch(Certificate::movedWhole);
        assertThat(verdicts(n -> {}))
                .hasSize(3)
                .allSatisfy((m, v) -> assertThat(v).isInstanceOf(Verdict.Proved.class));
    }

    /** The JVM would run it or refuse the class for it, and with the class the methods that are right. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "another method",
                "an initialiser",
                "a method twice",
                "a method of an object",
                "other code",
                "another type",
                "an empty range",
                "a local twice",
                "a wrong stack map",
                "a field"
            })
    void nothingElseComesWithThem(String what) {
        Map<MethodId, Verdict> verdicts = verdicts(node -> {
            MethodNode twice = node.methods.stream()
                    .filter(m -> m.name.equals("twice"))
                    .findFirst()
                    .orElseThrow();
            switch (what) {
                case "another method" -> node.methods.add(empty("more"));
                case "an initialiser" -> node.methods.add(empty("<clinit>"));
                case "a method twice" -> node.methods.add(copy(twice));
                case "a method of an object" -> twice.access &= ~Opcodes.ACC_STATIC;
                case "other code" -> add(twice);
                case "another type" -> twice.desc = "(Ljava/lang/Object;I)I";
                case "an empty range" -> {
                    LabelNode here = new LabelNode();
                    twice.instructions.insert(here);
                    twice.tryCatchBlocks.add(new TryCatchBlockNode(here, here, here, null));
                }
                case "a local twice" -> twice.localVariables.addAll(List.copyOf(twice.localVariables));
                case "a wrong stack map" ->
                    twice.instructions.insertBefore(
                            result(twice),
                            new FrameNode(Opcodes.F_NEW, 1, new Object[] {"java/lang/String"}, 1, new Object[] {
                                Opcodes.INTEGER
                            }));
                case "a field" -> node.visitField(Opcodes.ACC_STATIC, "more", "I", null, null);
                default -> throw new IllegalArgumentException(what);
            }
        });
        assertThat(verdicts).hasSize(3).allSatisfy((m, v) -> assertThat(v).isNotInstanceOf(Verdict.Proved.class));
    }

    private static AbstractInsnNode result(MethodNode method) {
        return java.util.stream.Stream.of(method.instructions.toArray())
                .filter(n -> n.getOpcode() == Opcodes.IRETURN)
                .findFirst()
                .orElseThrow();
    }

    private static void add(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn.getOpcode() == Opcodes.IADD) {
                method.instructions.set(insn, new InsnNode(Opcodes.ISUB));
            }
        }
    }

    private static MethodNode empty(String name) {
        MethodNode method = new MethodNode(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, name, "()V", null, null);
        method.instructions.add(new InsnNode(Opcodes.RETURN));
        return method;
    }

    private static MethodNode copy(MethodNode method) {
        MethodNode copy = new MethodNode(method.access, method.name, method.desc, null, null);
        method.accept(copy);
        return copy;
    }

    /** The platform asked who makes a proxy while it had security managers, and the verifier knows. */
    @Test
    void oneThatMayNotMoveCostsTheOthersNothing() throws IOException {
        cold.add("proxy");
        Outcome outcome = transform();
        assertThat(outcome.report().totals().reverted())
                .isEqualTo(Runtime.version().feature() < 24 ? 1 : 0);
        assertThat(outcome.certificate().certificates())
                .extracting(c -> c.method().name())
                .contains("twice", "name", "area");
    }

    @Test
    void eachMethodIsToldByItsOwnName() throws IOException {
        transform();
        Path learned = folder.resolve("learned");
        Path report = folder.resolve("report.json");
        JvmFork.Result result = JvmFork.run(
                "-Dwhittle.learn=" + learned,
                "-Dwhittle.report=" + report,
                "-cp",
                folder.resolve("out.jar").toString(),
                "app.Tool",
                "area",
                "name",
                "area",
                "twice");
        told(result, report, learned);
    }

    private Outcome transform() throws IOException {
        Path jar = folder.resolve("tool.jar");
        JarBuilder.write(jar, program, Map.of(), null);
        Path profile = folder.resolve("tool.wprof");
        ProfileFile.write(profile, profile());
        Path out = folder.resolve("out.jar");
        Request request = new Request(
                jar, List.of(), profile, null, Filter.all(), out, false, Require.PROVED, StoreMode.EMBEDDED);
        return new Whittle(Progress.silent(), new PlanSettings(0.99, 0), VerificationSession::new)
                .transform(request, null, false);
    }

    private static void told(JvmFork.Result result, Path report, Path learned) throws IOException {
        assertThat(result.out().split("\\R")).containsExactly("32", "tool", "32", "13");
        assertThat(Files.readString(report)).contains("\"coldLoads\": 1,").contains("app.Tool.area, fragment");
        Map<String, Integer> told = new HashMap<>();
        for (String line : Files.readAllLines(learned)) {
            String[] parts = line.split("\t");
            if (parts.length > 4 && parts[1].equals("cold")) {
                told.merge(parts[4].replaceAll(" [0-9a-f]{16}$", ""), 1, Integer::sum);
            }
        }
        assertThat(told)
                .isEqualTo(Map.of(
                        "area(JLjava/lang/Object;I)J 0",
                        1,
                        "name(Ljava/lang/String;)Ljava/lang/String; 0",
                        1,
                        "twice(I)I 0",
                        1));
    }
}
