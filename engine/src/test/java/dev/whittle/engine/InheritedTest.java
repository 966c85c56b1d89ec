package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.Certificate;
import dev.whittle.model.Fragment;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What only a subclass may do with what it inherits does the same in cold code, and what is not certain to stays where it is. */
class InheritedTest {
    private static final String BASE = """
            package base;
            public class Base {
                protected static long made = 7;
                protected int count = 3;
                protected volatile double load = 0.5;
                protected String[] names = {"a", "b"};
                protected static String shout(String word) { return word.toUpperCase(java.util.Locale.ROOT) + made; }
                protected String say(long a, Object b, double c) { return "base " + a + b + c + count; }
                protected void fail(String why) { throw new IllegalStateException(why); }
                protected final int own() { return 40 + count; }
                public String plain() { return "base plain"; }
                @Override public String toString() { return "base " + count; }
                @Override protected Object clone() throws CloneNotSupportedException { count++; return super.clone(); }
            }
            """;

    private static final String SUB = """
            package sub;
            interface Face { default String greet() { return "face"; } }
            public class Sub extends base.Base implements Face, Cloneable {
                @Override protected String say(long a, Object b, double c) { return "sub " + super.say(a, b, c); }
                @Override public String plain() { return super.plain() + "!"; }
                @Override public String toString() { return "sub of " + super.toString(); }
                @Override public int hashCode() { return super.hashCode() == System.identityHashCode(this) ? 1 : 2; }
                @Override public String greet() { return Face.super.greet() + " greets"; }
                int counted() { count++; count += 5; return this.count; }
                double loaded() { load = load * 2; return load + names.length; }
                long statics() { made += 3; return made + shout("x").length(); }
                String virtual(boolean twice) { Sub me = this; return me.say(1L << 40, null, -0.0) + (twice ? own() : 0); }
                Object copied() throws CloneNotSupportedException { return super.clone() != super.clone() ? count : -1; }
                String failed() {
                    try { fail("why"); return "no"; } catch (IllegalStateException e) {
                        return e.getMessage() + e.getCause() + e.getStackTrace()[0].getMethodName();
                    }
                }
                int other(Sub other) { return other.count; }
                String nothing(Sub other) {
                    try { return other.say(1, "", 2); } catch (NullPointerException e) { return "null"; }
                }
                static final class Trouble extends RuntimeException {
                    @Override public synchronized Throwable fillInStackTrace() { return super.fillInStackTrace(); }
                }
                static Object call(Sub sub, String word) throws Exception {
                    switch (word) {
                        case "say": return sub.say(2, "b", 1.5);
                        case "plain": return sub.plain();
                        case "toString": return sub.toString();
                        case "hashCode": return sub.hashCode();
                        case "greet": return sub.greet();
                        case "counted": return sub.counted();
                        case "loaded": return sub.loaded();
                        case "statics": return sub.statics();
                        case "virtual": return sub.virtual(true);
                        case "copied": return sub.copied();
                        case "failed": return sub.failed();
                        case "other": return sub.other(new Sub());
                        case "nothing": return sub.nothing(null);
                        default: return new Trouble().getStackTrace()[0].getMethodName();
                    }
                }
                public static void main(String[] words) throws Exception {
                    Sub sub = new Sub();
                    for (String word : words) { System.out.println(word + ": " + call(sub, word)); }
                }
            }
            """;

    private static final Set<String> MOVED = new TreeSet<>(Set.of(
            "say",
            "plain",
            "toString",
            "hashCode",
            "greet",
            "counted",
            "loaded",
            "statics",
            "virtual",
            "copied",
            "nothing",
            "failed"));

    private final Map<String, byte[]> program =
            new TreeMap<>(InMemoryCompiler.compile(Map.of("base.Base", BASE, "sub.Sub", SUB)));

    @TempDir
    Path folder;

    private Profile profile() {
        return new Profile(
                List.of("test"),
                Profiles.eachMethod(Profiles.taken(program, Map.of()), InheritedTest::counted),
                new TreeMap<>());
    }

    private static Profile.MethodProfile counted(Profile.MethodProfile m) {
        boolean hot = Set.of("main", "call", "<init>", "<clinit>").contains(m.name());
        return new Profile.MethodProfile(
                m.name(), m.descriptor(), hot ? 1 : 0, List.of(), List.of(), List.of(), List.of());
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
        return Transformer.transform(program, plan, "b0").stream()
                .filter(c -> c.name().equals("sub/Sub"))
                .findFirst()
                .orElseThrow();
    }

    /** Whittles the program into {@code out.jar}. */
    private Outcome transform(Path jar, StoreMode mode) throws IOException {
        JarBuilder.write(jar, program, Map.of(), null);
        Path profile = folder.resolve("app.wprof");
        ProfileFile.write(profile, profile());
        Path out = folder.resolve("out.jar");
        Request request = new Request(jar, List.of(), profile, null, Filter.all(), out, false, Require.PROVED, mode);
        return new Whittle(Progress.silent(), new PlanSettings(0.99, 0), VerificationSession::new)
                .transform(request, null, false);
    }

    private static Set<String> moved(List<Certificate> certificates) {
        Set<String> names = new TreeSet<>();
        certificates.stream()
                .filter(c -> !c.method().owner().startsWith("base/"))
                .forEach(c -> names.add(c.method().name()));
        return names;
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreMode.class,
            names = {"EMBEDDED", "RESIDENT"})
    void itRunsAsBefore(StoreMode mode) throws IOException {
        Path jar = folder.resolve("app.jar");
        Outcome outcome = transform(jar, mode);
        assertThat(outcome.report().totals().reverted()).isZero();
        assertThat(moved(outcome.certificate().certificates())).isEqualTo(MOVED);
        JvmFork.Result before = run(jar);
        assertThat(before.out())
                .contains("say: sub base 2b1.53", "copied: 11", "failed: whynullfail", "greet: face greets");
        assertThat(run(folder.resolve("out.jar"))).isEqualTo(before);
    }

    private JvmFork.Result run(Path jar) throws IOException {
        return JvmFork.run(
                "-cp",
                jar.toString(),
                "sub.Sub",
                "say",
                "plain",
                "toString",
                "hashCode",
                "greet",
                "counted",
                "loaded",
                "statics",
                "virtual",
                "copied",
                "failed",
                "other",
                "nothing",
                "trouble",
                "say");
    }

    /** Verdicts on the methods of the class, with other code in the fragment that they share. */
    private Map<String, Verdict> verdicts(Consumer<InvokeDynamicInsnNode> change) {
        TransformedClass whittled = whittle();
        Fragment fragment = whittled.fragments().get(0);
        assertThat(fragment.origin()).isEqualTo(Fragment.shared("sub/Sub"));
        ClassNode node = ClassFiles.parse(fragment.classBytes());
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof InvokeDynamicInsnNode site
                        && site.bsm.getOwner().equals("dev/whittle/runtime/Inherited")
                        && method.name.equals("plain")) {
                    change.accept(site);
                }
            }
        }
        byte[] bytes = ClassFiles.write(node);
        ClassNode hot = ClassFiles.parse(whittled.bytes());
        for (MethodNode method : hot.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof InvokeDynamicInsnNode exit
                        && exit.bsm.getOwner().equals("dev/whittle/runtime/Cold")) {
                    exit.bsmArgs = new Object[] {"b0", fragment.id() + "|" + Digests.base64(bytes)};
                }
            }
        }
        Map<String, byte[]> after = new TreeMap<>(program);
        after.put("sub/Sub", ClassFiles.write(hot));
        List<Certificate> certificates = whittled.certificates();
        Map<String, Verdict> verdicts = new TreeMap<>();
        Verifier.verify(new VerificationInput(
                        "b0", program, after, Map.of(fragment.id(), bytes), certificates, List.of(), Map.of()))
                .verdicts()
                .forEach((m, v) -> verdicts.put(m.name(), v));
        return verdicts;
    }

    @Test
    void eachIsProved() {
        assertThat(verdicts(site -> {}))
                .hasSize(MOVED.size())
                .allSatisfy((m, v) -> assertThat(v).as(m).isInstanceOf(Verdict.Proved.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind", "owner", "heir", "name", "type", "bootstrap", "more"})
    void anotherCallSiteIsNotProved(String what) {
        Map<String, Verdict> verdicts = verdicts(site -> {
            switch (what) {
                case "kind" -> site.bsmArgs[0] = Opcodes.H_INVOKEVIRTUAL;
                case "owner" -> site.bsmArgs[2] = Type.getObjectType("sub/Sub");
                case "heir" -> site.bsmArgs[1] = Type.getObjectType("base/Base");
                case "name" -> site.name = "toString";
                case "type" -> site.desc = "(Lbase/Base;)Ljava/lang/String;";
                case "bootstrap" ->
                    site.bsm = new org.objectweb.asm.Handle(
                            Opcodes.H_INVOKESTATIC, "dev/whittle/runtime/Inherited", "bind", site.bsm.getDesc(), false);
                default -> site.bsmArgs = new Object[] {site.bsmArgs[0], site.bsmArgs[1], site.bsmArgs[2], 1};
            }
        });
        assertThat(verdicts.get("plain")).isNotInstanceOf(Verdict.Proved.class);
        assertThat(verdicts)
                .hasSize(MOVED.size())
                .allSatisfy(
                        (m, v) -> assertThat(v).as(m + " shares its fragment").isNotInstanceOf(Verdict.Proved.class));
    }

    /** A site of the program's own that looks like one of these is none: in another class it would have the rights of that. */
    @Test
    void whatTheProgramLinksSoItselfStays() {
        ClassNode node = ClassFiles.parse(program.get("sub/Sub"));
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions.toArray()) {
                if (method.name.equals("plain") && insn.getOpcode() == Opcodes.INVOKESPECIAL) {
                    method.instructions.set(
                            insn,
                            new InvokeDynamicInsnNode(
                                    "plain",
                                    "(Lsub/Sub;)Ljava/lang/String;",
                                    new org.objectweb.asm.Handle(
                                            Opcodes.H_INVOKESTATIC,
                                            "dev/whittle/runtime/Inherited",
                                            "link",
                                            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;ILjava/lang/Class;Ljava/lang/Class;)Ljava/lang/invoke/CallSite;",
                                            false),
                                    Opcodes.H_INVOKESPECIAL,
                                    Type.getObjectType("sub/Sub"),
                                    Type.getObjectType("base/Base")));
                }
            }
        }
        program.put("sub/Sub", ClassFiles.write(node));
        assertThat(moved(whittle().certificates())).contains("say").doesNotContain("plain");
    }

    /** A parameter that is written is not this object any more. */
    @Test
    void theReceiverIsLookedAt() {
        ClassNode node = ClassFiles.parse(program.get("sub/Sub"));
        for (MethodNode method : node.methods) {
            if (method.name.equals("plain")) {
                method.instructions.insert(new VarInsnNode(Opcodes.ASTORE, 0));
                method.instructions.insert(new org.objectweb.asm.tree.InsnNode(Opcodes.ACONST_NULL));
            }
        }
        program.put("sub/Sub", ClassFiles.write(node));
        assertThat(moved(whittle().certificates())).contains("say").doesNotContain("plain");
    }

    /** Compilers other than javac hand the protected method itself to a lambda: a nest member may not name it. */
    @Test
    void handlesOfProtectedMembersStay() throws IOException {
        program.putAll(InMemoryCompiler.compile(Map.of("base.Base", BASE, "sub.Sub", """
                package sub;
                public class Sub extends base.Base {
                    int own(java.util.function.IntSupplier s) { return s.getAsInt(); }
                    int handed() { return own(this::own); }
                    String plainly() { return super.plain(); }
                    static Object call(Sub sub) { return sub.plainly() + sub.handed(); }
                    public static void main(String[] words) { System.out.println(call(new Sub())); }
                }
                """)));
        ClassNode node = ClassFiles.parse(program.get("sub/Sub"));
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof InvokeDynamicInsnNode site && method.name.equals("handed")) {
                    site.bsmArgs[1] =
                            new org.objectweb.asm.Handle(Opcodes.H_INVOKEVIRTUAL, "sub/Sub", "own", "()I", false);
                }
            }
        }
        program.put("sub/Sub", ClassFiles.write(node));
        Path jar = folder.resolve("app.jar");
        Outcome outcome = transform(jar, StoreMode.EMBEDDED);
        JvmFork.Result before = JvmFork.run("-cp", jar.toString(), "sub.Sub");
        assertThat(before.out()).isEqualToIgnoringNewLines("base plain43");
        assertThat(JvmFork.run("-cp", folder.resolve("out.jar").toString(), "sub.Sub"))
                .isEqualTo(before);
        assertThat(moved(outcome.certificate().certificates()))
                .contains("plainly")
                .doesNotContain("handed");
    }
}
