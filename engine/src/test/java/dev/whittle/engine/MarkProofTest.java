package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.Certificate;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
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
import dev.whittle.verifier.VerificationResult;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Marks of objects: what they say is believed only where they cannot say anything else. */
@Tag("any-jvm")
class MarkProofTest {
    private static final Map<String, String> PROGRAM = Map.of("app.Card", """
            package app;
            public class Card {
                enum Bus { PCI, PCIE }
                final int width; final Bus bus; final long rate;
                Card(int width, Bus bus, long rate) { this.width = width; this.bus = bus; this.rate = rate; }
                Card(int width) { this(width, Bus.PCIE, 10); }
                int send(Card other, int word) {
                    int sum = width > 32 ? word : -word;
                    if (other.bus == Bus.PCI) { sum += 3; }
                    io();
                    return other.rate == 10 ? sum : sum * 31;
                }
                void io() {}
                Card next;
                int far() { return next.width > 32 ? 1 : 0; }
            }
            """);
    private static final MethodId FAR = new MethodId("app/Card", "far", "()I");
    private static final MethodId SEND = new MethodId("app/Card", "send", "(Lapp/Card;I)I");
    private static final String MARKS = Plan.FactUse.Folded.MARKS;

    private final Map<String, byte[]> classes = new TreeMap<>(InMemoryCompiler.compile(PROGRAM));
    private Map<String, byte[]> library = Map.of();

    private Plan plan() {
        Map<FactSite.Field, FactValue> values = new TreeMap<>(java.util.Comparator.comparing(FactSite.Field::key));
        values.put(new FactSite.Field("app/Card", "width", "I"), new FactValue.OfInt(64));
        values.put(new FactSite.Field("app/Card", "bus", "Lapp/Card$Bus;"), new FactValue.OfEnum("PCIE"));
        values.put(new FactSite.Field("app/Card", "rate", "J"), new FactValue.OfLong(10));
        TreeMap<String, List<Profile.FactObservation>> seen = new TreeMap<>();
        List<FactDeclaration> declarations = new ArrayList<>();
        Map<String, Plan.FactUse> uses = new TreeMap<>();
        values.forEach((site, value) -> {
            seen.put(site.key(), List.of(new Profile.FactObservation(value, 1)));
            uses.put(site.key(), new Plan.FactUse.Folded(1, true));
            declarations.add(new FactDeclaration(new FactId(site.name()), site, "test"));
        });
        List<Profile.MethodProfile> methods = new ArrayList<>();
        for (MethodNode method : ClassFiles.parse(classes.get("app/Card")).methods) {
            List<Profile.EdgeCount> edges = new ArrayList<>();
            Cfg cfg = Cfg.of(method);
            cfg.decisions().forEach(d -> {
                for (int o = 0; o < cfg.outcomes(d); o++) {
                    edges.add(new Profile.EdgeCount(d, o, 0));
                }
            });
            methods.add(new Profile.MethodProfile(method.name, method.desc, 1, edges, List.of(), List.of(), List.of()));
        }
        Profile.ClassProfile profile =
                new Profile.ClassProfile("app/Card", Digests.of(classes.get("app/Card")), true, methods);
        return Planner.plan(
                "test",
                classes,
                c -> true,
                new Profile(List.of("test"), List.of(profile), seen),
                m -> Optional.empty(),
                declarations,
                uses,
                new PlanSettings(1, 0));
    }

    /** @param change of the whittled class */
    private VerificationResult verify(Plan plan, List<Plan.FactPlan> claims, Consumer<ClassNode> change) {
        Map<String, byte[]> hot = new TreeMap<>(classes);
        Map<Integer, byte[]> fragments = new HashMap<>();
        List<Certificate> certificates = new ArrayList<>();
        for (TransformedClass c : Transformer.transform(classes, plan, "b0")) {
            assertThat(c.refused()).isEmpty();
            ClassNode node = ClassFiles.parse(c.bytes());
            if (c.name().equals("app/Card")) {
                change.accept(node);
            }
            hot.put(c.name(), ClassFiles.write(node));
            c.fragments().forEach(f -> fragments.put(f.id(), f.classBytes()));
            certificates.addAll(c.certificates());
        }
        return Verifier.verify(new VerificationInput("b0", classes, hot, fragments, certificates, claims, library));
    }

    private VerificationResult verify(Consumer<ClassNode> change) {
        Plan plan = plan();
        return verify(plan, PlanEdits.folded(plan), change);
    }

    private static MethodNode method(ClassNode node, String name, String descriptor) {
        return node.methods.stream()
                .filter(m -> m.name.equals(name) && m.desc.startsWith(descriptor))
                .findFirst()
                .orElseThrow();
    }

    private static FieldInsnNode access(MethodNode method, int opcode) {
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof FieldInsnNode f && f.getOpcode() == opcode && f.name.equals(MARKS)) {
                return f;
            }
        }
        throw new AssertionError("no marks in " + method.name);
    }

    private static void refused(VerificationResult result) {
        assertThat(result.verdicts().get(SEND)).isNotInstanceOf(Verdict.Proved.class);
    }

    @Test
    void twoObjectsAreAskedAndTheMethodIsProved() {
        VerificationResult result = verify(node -> {
            MethodNode send = method(node, "send", "");
            int asked = 0;
            for (AbstractInsnNode n : send.instructions) {
                asked += n instanceof FieldInsnNode f && f.name.equals(MARKS) ? 1 : 0;
                assertThat(n instanceof FieldInsnNode f && !f.name.equals(MARKS) && f.getOpcode() == Opcodes.GETFIELD)
                        .as("reads of facts are gone")
                        .isFalse();
            }
            assertThat(asked).isEqualTo(2);
        });
        assertThat(result.factFindings()).isEmpty();
        assertThat(result.verdicts().get(SEND)).isInstanceOf(Verdict.Proved.class);
        assertThat(result.allProved()).isTrue();
    }

    /** The object of `far` lies in no local: its fact, and no other, has a guard for all objects, and writes that break it. */
    @Test
    void whereNoObjectCanBeAskedThereIsAGuardForAll() {
        Plan plan = plan();
        assertThat(plan.facts())
                .filteredOn(Plan.FactPlan::guarded)
                .extracting(f -> f.field().name())
                .containsExactly("width");
        assertThat(plan.facts()).allMatch(f -> f.bit() != 0);
        VerificationResult result = verify(node -> {
            int writes = 0;
            for (AbstractInsnNode n : method(node, "<init>", "(ILapp/Card$Bus;J)").instructions) {
                writes += n instanceof InvokeDynamicInsnNode ? 1 : 0;
            }
            assertThat(writes).isEqualTo(1);
        });
        assertThat(result.verdicts().get(FAR)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void aGuardThatNoWriteBreaksSaysNothing() {
        Plan plan = plan();
        List<Plan.FactPlan> marked = PlanEdits.folded(plan).stream()
                .map(f -> new Plan.FactPlan(
                        f.id(),
                        f.field(),
                        f.value(),
                        new Plan.FactUse.Folded(((Plan.FactUse.Folded) f.use()).mark(), false)))
                .toList();
        VerificationResult result = verify(plan, marked, node -> {});
        assertThat(result.verdicts().get(FAR)).isNotInstanceOf(Verdict.Proved.class);
    }

    @Test
    void aPlanThatLeavesOutAGuardThatIsNeededLosesTheMethod() {
        Plan plan = plan();
        List<Plan.FactPlan> marked = plan.facts().stream()
                .map(f -> new Plan.FactPlan(
                        f.id(),
                        f.field(),
                        f.value(),
                        new Plan.FactUse.Folded(((Plan.FactUse.Folded) f.use()).mark(), false)))
                .toList();
        Plan edited = new Plan(plan.version(), plan.input(), marked, plan.methods());
        assertThat(Transformer.transform(classes, edited, "b0").stream()
                        .flatMap(c -> c.refused().stream())
                        .toList())
                .singleElement()
                .satisfies(r -> assertThat(r.method()).isEqualTo(FAR))
                .satisfies(r -> assertThat(r.reason()).contains("needs a guard"));
    }

    @Test
    void whatOneObjectSaysHoldsForNoOther() {
        refused(verify(node -> {
            MethodNode send = method(node, "send", "");
            FieldInsnNode first = access(send, Opcodes.GETFIELD);
            AbstractInsnNode load = first.getPrevious();
            send.instructions.set(load, new VarInsnNode(Opcodes.ALOAD, ((VarInsnNode) load).var == 0 ? 1 : 0));
        }));
    }

    @Test
    void anotherQuestionIsNoAnswer() {
        // Fewer marks are asked for than facts are relied on.
        refused(verify(node -> {
            MethodNode send = method(node, "send", "");
            send.instructions.set(access(send, Opcodes.GETFIELD).getNext(), new InsnNode(Opcodes.ICONST_1));
        }));
        // Where they are not what they should be, the hot code goes on.
        refused(verify(node -> {
            MethodNode send = method(node, "send", "");
            AbstractInsnNode jump = access(send, Opcodes.GETFIELD).getNext().getNext();
            assertThat(jump.getOpcode()).isEqualTo(Opcodes.IF_ICMPNE);
            ((JumpInsnNode) jump).setOpcode(Opcodes.IF_ICMPEQ);
        }));
        // Nobody asks.
        refused(verify(node -> {
            MethodNode send = method(node, "send", "");
            FieldInsnNode read = access(send, Opcodes.GETFIELD);
            List.of(read.getPrevious(), read.getNext().getNext(), read.getNext(), read)
                    .forEach(send.instructions::remove);
        }));
    }

    @Test
    void anObjectThatMayBeNullIsNotAsked() {
        refused(verify(node -> {
            MethodNode send = method(node, "send", "");
            for (AbstractInsnNode n : send.instructions.toArray()) {
                if (n.getOpcode() == Opcodes.IFNULL) {
                    send.instructions.remove(n.getPrevious());
                    send.instructions.remove(n);
                }
            }
        }));
    }

    /** Each of these is the code that writes marks, and not quite. */
    @ParameterizedTest
    @CsvSource({"expected", "bit", "order", "twice", "constant", "early", "receiver"})
    void marksThatAreWrittenInAnotherWaySayNothing(String how) {
        VerificationResult result = verify(node -> {
            MethodNode init = method(node, "<init>", "(ILapp/Card$Bus;J)");
            FieldInsnNode put = access(init, Opcodes.PUTFIELD);
            InsnList code = init.instructions;
            AbstractInsnNode call = put.getPrevious();
            assertThat(call).isInstanceOf(MethodInsnNode.class);
            switch (how) {
                case "expected" -> code.set(call.getPrevious().getPrevious(), new IntInsnNode(Opcodes.BIPUSH, 32));
                case "bit" -> code.set(call.getPrevious(), new IntInsnNode(Opcodes.BIPUSH, 7));
                case "order" -> code.set(call, new InsnNode(Opcodes.POP2));
                case "twice" -> {
                    code.insertBefore(put, new InsnNode(Opcodes.ICONST_M1));
                    code.insertBefore(put, new InsnNode(Opcodes.IOR));
                }
                case "constant" -> {
                    code.insertBefore(put, new InsnNode(Opcodes.POP));
                    code.insertBefore(put, new IntInsnNode(Opcodes.BIPUSH, 7));
                }
                case "early" -> code.insert(put, new InsnNode(Opcodes.NOP));
                default -> {
                    AbstractInsnNode first = put;
                    while (first.getPrevious().getOpcode() >= 0) {
                        first = first.getPrevious();
                    }
                    code.insertBefore(first, new VarInsnNode(Opcodes.ALOAD, 0));
                    code.insertBefore(first, new VarInsnNode(Opcodes.ASTORE, 0));
                }
            }
        });
        assertThat(result.factFindings()).isNotEmpty();
        refused(result);
    }

    @Test
    void marksAreWrittenByNobodyElse() {
        VerificationResult result = verify(node -> {
            MethodNode io = method(node, "io", "");
            InsnList more = new InsnList();
            more.add(new VarInsnNode(Opcodes.ALOAD, 0));
            more.add(new IntInsnNode(Opcodes.BIPUSH, 7));
            more.add(new FieldInsnNode(Opcodes.PUTFIELD, "app/Card", MARKS, "I"));
            io.instructions.insert(more);
            io.maxStack = 2;
        });
        assertThat(result.factFindings().values()).allMatch(f -> f.contains("marks are written in app/Card.io"));
        refused(result);
    }

    @Test
    void theFieldIsWhatItHasToBe() {
        refused(verify(node -> node.fields.removeIf(f -> f.name.equals(MARKS))));
        refused(verify(node -> node.fields.forEach(f -> f.access &= f.name.equals(MARKS) ? ~Opcodes.ACC_FINAL : -1)));
        refused(verify(node -> node.fields.add(new FieldNode(Opcodes.ACC_PUBLIC, "more", "I", null, null))));
    }

    @Test
    void oneBitSpeaksOfOneFact() {
        Plan plan = plan();
        List<Plan.FactPlan> same = PlanEdits.folded(plan).stream()
                .map(f -> new Plan.FactPlan(f.id(), f.field(), f.value(), new Plan.FactUse.Folded(1, false)))
                .toList();
        VerificationResult result = verify(plan, same, node -> {});
        assertThat(result.factFindings()).hasSize(3);
        refused(result);
    }

    @Test
    void aClaimOfAnotherValueIsRefused() {
        Plan plan = plan();
        List<Plan.FactPlan> other = PlanEdits.folded(plan).stream()
                .map(f -> f.field().name().equals("width")
                        ? new Plan.FactPlan(f.id(), f.field(), new FactValue.OfInt(32), f.use())
                        : f)
                .toList();
        refused(verify(plan, other, node -> {}));
    }

    @Test
    void aProgramThatEnumeratesFieldsOrKnowsTheNameHasNoMarks() {
        library = InMemoryCompiler.compile(
                Map.of(
                        "lib.See",
                        "package lib; public class See { public static Object of(Object o) { return o.getClass().getDeclaredFields(); } }"));
        assertThat(verify(node -> {}).factFindings().values()).allMatch(f -> f.contains("enumerates fields"));
        refused(verify(node -> {}));
        library = InMemoryCompiler.compile(
                Map.of("lib.Knows", "package lib; public class Knows { String name = \"whittle$\" + \"marks\"; }"));
        assertThat(verify(node -> {}).factFindings().values()).allMatch(f -> f.contains("knows the name"));
        refused(verify(node -> {}));
    }

    /** After the mark there must be no write of the fact: a constructor that begins with another one of its class has none. */
    @Test
    void aConstructorThatWritesAfterAnotherOneMarkedIsRefused() {
        ClassNode node = ClassFiles.parse(classes.get("app/Card"));
        MethodNode init = method(node, "<init>", "(I)");
        for (AbstractInsnNode n : init.instructions.toArray()) {
            if (n.getOpcode() == Opcodes.RETURN) {
                init.instructions.insertBefore(n, new VarInsnNode(Opcodes.ALOAD, 0));
                init.instructions.insertBefore(n, new LdcInsnNode(16));
                init.instructions.insertBefore(n, new FieldInsnNode(Opcodes.PUTFIELD, "app/Card", "width", "I"));
            }
        }
        classes.put("app/Card", ClassFiles.write(node));
        VerificationResult result = verify(n -> {});
        assertThat(result.factFindings().get("app/Card.width"))
                .contains("the marked field is written in app/Card.<init>");
        refused(result);
    }
}
