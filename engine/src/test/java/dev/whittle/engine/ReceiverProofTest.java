package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Profile;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.transformer.pass.Transformer;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Calls that are made on one class: those that find the same method are proved, and no others. */
@Tag("any-jvm")
class ReceiverProofTest {
    private static final Map<String, String> PROGRAM = Map.of("app.Poll", """
            package app;
            public class Poll {
                interface Port { int take(int a, long b); default int idle() { return 0; } int kind(); }
                interface Sized { int size(); }
                static class Fast implements Port {
                    public int take(int a, long b) { return a + (int) b; }
                    public int kind() { return 1; }
                    int take(int a, int b) { return -1; }
                }
                static class Faster extends Fast { public int take(int a, long b) { return 7; } }
                static final class Slow implements Port {
                    public int take(int a, long b) { return a * (int) b; }
                    public int kind() { return 2; }
                }
                static abstract class Base implements Sized { public abstract int step(int a); public abstract Object clone(); }
                static class Left extends Base {
                    public int step(int a) { return a - 1; }
                    public int size() { return 3; }
                    public int hashCode() { return 5; }
                    public Object clone() { return this; }
                }
                interface Gone { }
                static class Right extends Base implements Gone { public int step(int a) { return a + 1; } public int size() { return 4; } public int hashCode() { return 6; } public Object clone() { return null; } }
                static class Other { public int step(int a) { return 0; } }
                private Port port;
                private int seen;
                int run(int n, Base base) {
                    int sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += port.take(i, seen++);
                        sum += port.kind();
                        sum = base.step(sum) + base.size();
                        sum += ((Sized) base).hashCode();
                        if (base.clone() == null) { return sum; }
                    }
                    return sum;
                }
            }
            """);
    private static final MethodId RUN = new MethodId("app/Poll", "run", "(ILapp/Poll$Base;)I");

    /** Other receivers of each call. */
    private List<String> seldom = List.of("app/Seldom", "*");

    private final Map<String, byte[]> classes = new TreeMap<>(InMemoryCompiler.compile(PROGRAM));

    /** @param receivers what each call saw, in the order of the calls */
    private Plan plan(String... receivers) {
        List<Profile.ClassProfile> profiles = new ArrayList<>();
        classes.forEach((name, bytes) -> {
            List<Profile.MethodProfile> methods = new ArrayList<>();
            for (MethodNode method : ClassFiles.parse(bytes).methods) {
                methods.add(new Profile.MethodProfile(
                        method.name, method.desc, 1, List.of(), List.of(), List.of(), seen(method, receivers)));
            }
            profiles.add(new Profile.ClassProfile(name, Digests.of(bytes), true, methods));
        });
        Profile profile = new Profile(List.of("test"), profiles, new TreeMap<>());
        return Planner.plan(
                "test",
                classes,
                c -> true,
                profile,
                m -> Optional.empty(),
                List.of(),
                Map.of(),
                new PlanSettings(0.99, 0));
    }

    private List<Profile.ReceiverCount> seen(MethodNode method, String... receivers) {
        List<Profile.ReceiverCount> counts = new ArrayList<>();
        if (method.name.equals("run")) {
            var code = Cfg.of(method).instructions();
            int call = 0;
            for (int i = 0; i < code.size(); i++) {
                if (code.get(i) instanceof MethodInsnNode) {
                    counts.add(new Profile.ReceiverCount(i, "app/Poll$" + receivers[call++], 1_000_000));
                    int at = i;
                    seldom.forEach(s -> counts.add(new Profile.ReceiverCount(at, s, 1)));
                }
            }
        }
        return counts;
    }

    private static List<Plan.Directive> directives(Plan plan) {
        return method(plan).directives();
    }

    private static Plan.MethodPlan method(Plan plan) {
        return plan.methods().stream()
                .filter(m -> m.method().equals(RUN))
                .findFirst()
                .orElseThrow();
    }

    private Verdict verdict(Plan plan, Consumer<MethodNode> change) {
        Map<String, byte[]> hot = new TreeMap<>(classes);
        Map<Integer, byte[]> fragments = new HashMap<>();
        List<Certificate> certificates = new ArrayList<>();
        for (TransformedClass c : Transformer.transform(classes, plan, "b0")) {
            assertThat(c.refused()).isEmpty();
            hot.put(c.name(), c.name().equals("app/Poll") ? changed(c.bytes(), change) : c.bytes());
            c.fragments().forEach(f -> fragments.put(f.id(), f.classBytes()));
            certificates.addAll(c.certificates());
        }
        return Verifier.verify(new VerificationInput("b0", classes, hot, fragments, certificates, List.of(), Map.of()))
                .verdicts()
                .get(RUN);
    }

    private static byte[] changed(byte[] bytes, Consumer<MethodNode> change) {
        ClassNode node = ClassFiles.parse(bytes);
        node.methods.stream().filter(m -> m.name.equals("run")).forEach(change);
        return ClassFiles.write(node);
    }

    @Test
    void callsAreFixedAndProved() {
        Plan plan = plan("Fast", "Slow", "Left", "Right", "Left", "Left");
        assertThat(directives(plan)).hasSize(6).allMatch(d -> d instanceof Plan.Directive.FixReceiver);
        assertThat(verdict(plan, m -> {})).isInstanceOf(Verdict.Proved.class);
    }

    /** HotSpot inlines the methods of two classes by itself: a test would only cost. */
    @Test
    void aCallOfOneOrTwoClassesStays() {
        Plan plan = plan("Fast", "Slow", "Left", "Right", "Left", "Left");
        assertThat(directives(plan)).hasSize(6);
        seldom = List.of("app/Poll$Slow");
        assertThat(directives(plan("Fast", "Slow", "Left", "Right", "Left", "Left")))
                .isEmpty();
        seldom = List.of();
        assertThat(directives(plan("Fast", "Slow", "Left", "Right", "Left", "Left")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Poll", "Port", "Base", "Other", "Left", "Missing"})
    void aProfileThatNamesAnotherClassFixesNothing(String wrong) {
        Plan plan = plan(wrong, wrong, "Other", "Port", "Port", "Port");
        assertThat(directives(plan)).isEmpty();
        assertThat(method(plan).kept()).hasSize(6).allMatch(k -> k.what().equals("devirtualise"));
    }

    @Test
    void aClassThatMayNotLoadIsNotNamed() {
        ClassNode later = ClassFiles.parse(classes.get("app/Poll$Left"));
        later.version = Opcodes.V21;
        classes.put("app/Poll$Left", ClassFiles.write(later));
        classes.remove("app/Poll$Gone");
        Plan plan = plan("Fast", "Slow", "Left", "Right", "Left", "Left");
        assertThat(directives(plan)).hasSize(2);
        assertThat(method(plan).kept())
                .extracting(Plan.Keep::reason)
                .containsExactly(
                        "app/Poll$Left is a class file of a later version",
                        "app/Poll$Right needs app/Poll$Gone, which is not in the program",
                        "app/Poll$Left is a class file of a later version",
                        "app/Poll$Left is a class file of a later version");
    }

    /** What is seen of a wrong class's code must not be proved: neither a test of another class nor one less. */
    @Test
    void eachTestIsNeeded() {
        Plan plan = plan("Fast", "Slow", "Left", "Right", "Left", "Left");
        int[] tests = new int[1];
        verdict(plan, m -> tests[0] = asked(m).size());
        assertThat(tests[0]).isEqualTo(6);
        // The last two ask of the same object what was asked before.
        for (int i = 0; i < tests[0] - 2; i++) {
            int which = i;
            assertThat(verdict(plan, m -> {
                        TypeInsnNode test = asked(m).get(which);
                        m.instructions.remove(test.getNext());
                        m.instructions.set(test, new InsnNode(Opcodes.POP));
                    }))
                    .as("without test %d", i)
                    .isNotInstanceOf(Verdict.Proved.class);
            assertThat(verdict(plan, m -> asked(m).get(which).desc = "app/Poll$Other"))
                    .as("another class at %d", i)
                    .isNotInstanceOf(Verdict.Proved.class);
            assertThat(verdict(plan, m -> {
                        JumpInsnNode leave = (JumpInsnNode) asked(m).get(which).getNext();
                        leave.setOpcode(Opcodes.IFNE);
                    }))
                    .as("the other way at %d", i)
                    .isNotInstanceOf(Verdict.Proved.class);
        }
    }

    @Test
    void aCallOfAnotherMethodOfThatClassIsNotProved() {
        Plan plan = plan("Fast", "Slow", "Left", "Right", "Left", "Left");
        assertThat(verdict(plan, m -> call(m, "app/Poll$Left").name = "size")).isNotInstanceOf(Verdict.Proved.class);
        assertThat(verdict(plan, m -> {
                    MethodInsnNode call = call(m, "app/Poll$Right");
                    call.setOpcode(Opcodes.INVOKESPECIAL);
                    call.owner = "app/Poll$Base";
                }))
                .isNotInstanceOf(Verdict.Proved.class);
        assertThat(verdict(plan, m -> call(m, "app/Poll$Left").owner = "app/Poll$Right"))
                .isNotInstanceOf(Verdict.Proved.class);
        // The class above is a subtype of what the original names, too, and known of the object: this finds the same
        // method.
        assertThat(verdict(plan, m -> call(m, "app/Poll$Left").owner = "app/Poll$Base"))
                .isInstanceOf(Verdict.Proved.class);
    }

    /** Asking for a class that may be missing may throw, even where nothing is done with the answer. */
    @Test
    void aNewQuestionForAMissingClassIsNotProved() {
        Plan plan = plan("Fast", "Slow", "Left", "Right", "Left", "Left");
        for (String asked : List.of("app/Missing", "app/Poll$Left")) {
            Verdict verdict = verdict(plan, m -> {
                AbstractInsnNode test = asked(m).get(0).getPrevious();
                m.instructions.insertBefore(test, new InsnNode(Opcodes.DUP));
                m.instructions.insertBefore(test, new TypeInsnNode(Opcodes.INSTANCEOF, asked));
                m.instructions.insertBefore(test, new InsnNode(Opcodes.POP));
            });
            assertThat(verdict instanceof Verdict.Proved).as(asked).isEqualTo(!asked.endsWith("Missing"));
        }
    }

    private static List<TypeInsnNode> asked(MethodNode method) {
        List<TypeInsnNode> found = new ArrayList<>();
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof TypeInsnNode n && n.getOpcode() == Opcodes.INSTANCEOF) {
                found.add(n);
            }
        }
        return found;
    }

    private static MethodInsnNode call(MethodNode method, String owner) {
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof MethodInsnNode n && n.owner.equals(owner)) {
                return n;
            }
        }
        throw new AssertionError("no call on " + owner);
    }
}
