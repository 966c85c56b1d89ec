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
import dev.whittle.model.Fragment;
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
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What the transformer makes of helpers, parameters and decided ways is proved, and what it must not make of them is not. */
@Tag("any-jvm")
class FoldProofTest {
    private static final Map<String, String> PROGRAM =
            Map.of("app.Bus", "package app; public enum Bus { PCI, PCIE }", "app.Card", """
            package app;
            public class Card {
                private Bus bus; private int flags; private long mode;
                int count;
                Card(Bus bus, int flags, long mode) { this.bus = bus; this.flags = flags; this.mode = mode; }
                private boolean has(int f) { return (flags & f) != 0; }
                private boolean fast() { return bus == Bus.PCIE && has(2); }
                int send(int port, long offset, int word) {
                    boolean wide = mode > 32L;
                    int sum = fast() ? word << 1 : ~word;
                    io();
                    if (wide) { sum += 3; } else { count++; }
                    if (port == 1) { sum ^= 5; }
                    if (offset != 8L) { sum = -sum; }
                    return has(4) ? sum : sum * 31;
                }
                void io() { count += 2; }
                int other(Card card, int word) { return card.fast() ? word : -word; }
            }
            """);
    private static final MethodId OTHER = new MethodId("app/Card", "other", "(Lapp/Card;I)I");
    private static final MethodId SEND = new MethodId("app/Card", "send", "(IJI)I");

    private final Map<String, byte[]> classes = InMemoryCompiler.compile(PROGRAM);

    private static FactSite.Field field(String name, String descriptor) {
        return new FactSite.Field("app/Card", name, descriptor);
    }

    private Plan plan() {
        Map<FactSite, FactValue> values = Map.of(
                field("bus", "Lapp/Bus;"),
                new FactValue.OfEnum("PCIE"),
                field("flags", "I"),
                new FactValue.OfInt(6),
                field("mode", "J"),
                new FactValue.OfLong(64),
                new FactSite.Parameter(SEND, 0),
                new FactValue.OfInt(1),
                new FactSite.Parameter(SEND, 1),
                new FactValue.OfLong(8));
        TreeMap<String, List<Profile.FactObservation>> seen = new TreeMap<>();
        List<FactDeclaration> declarations = new ArrayList<>();
        Map<String, Plan.FactUse> uses = new TreeMap<>();
        values.forEach((site, value) -> {
            String key = site instanceof FactSite.Field f ? f.key() : ((FactSite.Parameter) site).key();
            seen.put(key, List.of(new Profile.FactObservation(value, 1)));
            uses.put(key, new Plan.FactUse.Folded());
            declarations.add(new FactDeclaration(new FactId(key), site, "test"));
        });
        Profile profile = new Profile(List.of("test"), List.of(profile("app/Card", true)), seen);
        Plan first = plan(profile, declarations, uses);
        // What the facts decide is what the profile saw.
        assertThat(first.methods()).isNotEmpty();
        return first;
    }

    private Plan plan(Profile profile, List<FactDeclaration> declarations, Map<String, Plan.FactUse> uses) {
        return Planner.plan(
                "test", classes, c -> true, profile, m -> Optional.empty(), declarations, uses, new PlanSettings(1, 0));
    }

    /** Each outcome that the facts do not rule out was taken; those that they do were not: the planner drops what was seen. */
    private Profile.ClassProfile profile(String name, boolean complete) {
        List<Profile.MethodProfile> methods = new ArrayList<>();
        for (MethodNode method : ClassFiles.parse(classes.get(name)).methods) {
            List<Profile.EdgeCount> edges = new ArrayList<>();
            Cfg cfg = Cfg.of(method);
            for (int d : cfg.decisions()) {
                for (int o = 0; o < cfg.outcomes(d); o++) {
                    edges.add(new Profile.EdgeCount(d, o, 0));
                }
            }
            methods.add(new Profile.MethodProfile(method.name, method.desc, 1, edges, List.of(), List.of(), List.of()));
        }
        return new Profile.ClassProfile(name, Digests.of(classes.get(name)), complete, methods);
    }

    private Verdict verdict(Consumer<MethodNode> change) {
        VerificationResult result = verify(classes, change);
        assertThat(result.factFindings()).isEmpty();
        assertThat(result.verdicts().get(OTHER)).isInstanceOf(Verdict.Proved.class);
        return result.verdicts().get(SEND);
    }

    /** @param program that is verified: what it was whittled from, or something else */
    private VerificationResult verify(Map<String, byte[]> program, Consumer<MethodNode> change) {
        Plan plan = plan();
        List<TransformedClass> transformed = Transformer.transform(classes, plan, "b0");
        Map<String, byte[]> hot = new TreeMap<>(program);
        Map<Integer, byte[]> fragments = new HashMap<>();
        List<Certificate> certificates = new ArrayList<>();
        for (TransformedClass c : transformed) {
            assertThat(c.refused()).isEmpty();
            hot.put(c.name(), c.name().equals("app/Card") ? changed(c.bytes(), change) : c.bytes());
            for (Fragment f : c.fragments()) {
                fragments.put(f.id(), f.classBytes());
            }
            certificates.addAll(c.certificates());
        }
        return Verifier.verify(
                new VerificationInput("b0", program, hot, fragments, certificates, PlanEdits.folded(plan), Map.of()));
    }

    private static byte[] changed(byte[] bytes, Consumer<MethodNode> change) {
        ClassNode node = ClassFiles.parse(bytes);
        node.methods.stream().filter(m -> m.name.equals("send")).forEach(change);
        return ClassFiles.write(node);
    }

    private static List<InvokeDynamicInsnNode> guards(MethodNode method) {
        List<InvokeDynamicInsnNode> guards = new ArrayList<>();
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof InvokeDynamicInsnNode n && n.name.equals("holds")) {
                guards.add(n);
            }
        }
        return guards;
    }

    private static void without(MethodNode method, InvokeDynamicInsnNode guard) {
        method.instructions.remove(guard.getNext());
        method.instructions.remove(guard);
    }

    @Test
    void allSixDecisionsAreFoldedAndProved() {
        Plan.MethodPlan send = plan().methods().stream()
                .filter(m -> m.method().equals(SEND))
                .findFirst()
                .orElseThrow();
        assertThat(send.directives().stream().filter(d -> d instanceof Plan.Directive.FoldBranch))
                .as(send.toString())
                .hasSize(6);
        assertThat(verdict(m -> {})).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void aHelperOfAnObjectThatMayBeNullIsFoldedToo() {
        assertThat(plan().methods())
                .filteredOn(m -> m.method().equals(OTHER))
                .flatExtracting(Plan.MethodPlan::directives)
                .anyMatch(d -> d instanceof Plan.Directive.FoldBranch);
        assertThat(verdict(m -> {})).isInstanceOf(Verdict.Proved.class);
    }

    /** The same jar with one guard less, or one that asks something else, is proved no more: each guard is needed. */
    @Test
    void noGuardCanBeMissing() {
        MethodNode[] hot = new MethodNode[1];
        verdict(m -> hot[0] = m);
        int guards = guards(hot[0]).size();
        assertThat(guards).isGreaterThanOrEqualTo(3);
        for (int i = 0; i < guards; i++) {
            int which = i;
            assertThat(verdict(m -> without(m, guards(m).get(which))))
                    .as("guard %s", guards(hot[0]).get(i).bsmArgs[1])
                    .isNotInstanceOf(Verdict.Proved.class);
            assertThat(verdict(m -> {
                        InvokeDynamicInsnNode guard = guards(m).get(which);
                        Object other = guards(m).stream()
                                .map(g -> g.bsmArgs[1])
                                .filter(k -> !k.equals(guard.bsmArgs[1]))
                                .findFirst()
                                .orElseThrow();
                        guard.bsmArgs = new Object[] {guard.bsmArgs[0], other};
                    }))
                    .isNotInstanceOf(Verdict.Proved.class);
        }
    }

    @Test
    void anEntryTestOfAnotherValueProvesNothing() {
        for (Object constant : List.of(1, 8L)) {
            assertThat(verdict(m -> {
                        for (AbstractInsnNode node : m.instructions) {
                            int next =
                                    node.getNext() == null ? -1 : node.getNext().getOpcode();
                            if (node instanceof LdcInsnNode ldc
                                    && ldc.cst.equals(constant)
                                    && (next == Opcodes.IXOR || next == Opcodes.LCMP)) {
                                ldc.cst = constant instanceof Integer ? (Object) 2 : (Object) 9L;
                                return;
                            }
                        }
                        throw new AssertionError("no entry test of " + constant);
                    }))
                    .isNotInstanceOf(Verdict.Proved.class);
        }
    }

    /** Facts are recorded by {@link Enum#name()}: what the field of that name holds must be that constant, and no other's. */
    @Test
    void anEnumWhoseFieldsHoldOtherConstantsThanTheySayGivesNoFact() {
        Map<String, Consumer<ClassNode>> wrong = Map.of(
                "names exchanged", bus -> names(bus).forEach(n -> n.cst = n.cst.equals("PCI") ? "PCIE" : "PCI"),
                "one name twice", bus -> names(bus).forEach(n -> n.cst = "PCIE"),
                "another name", bus -> names(bus).forEach(n -> n.cst = n.cst + "_"),
                "the constructor gives the name",
                        bus -> {
                            MethodNode made = method(bus, "<init>");
                            made.maxStack++;
                            for (AbstractInsnNode n : made.instructions) {
                                if (n instanceof VarInsnNode load && load.var == 1) {
                                    made.instructions.set(n, new LdcInsnNode("PCIE"));
                                }
                            }
                        },
                "stored twice",
                        bus -> {
                            MethodNode clinit = method(bus, "<clinit>");
                            AbstractInsnNode end = clinit.instructions.getLast();
                            while (end.getOpcode() != Opcodes.RETURN) {
                                end = end.getPrevious();
                            }
                            clinit.instructions.insertBefore(
                                    end, new FieldInsnNode(Opcodes.GETSTATIC, "app/Bus", "PCI", "Lapp/Bus;"));
                            clinit.instructions.insertBefore(
                                    end, new FieldInsnNode(Opcodes.PUTSTATIC, "app/Bus", "PCIE", "Lapp/Bus;"));
                        },
                "not final", bus -> bus.fields.forEach(f -> f.access &= ~Opcodes.ACC_FINAL));
        wrong.forEach((what, change) -> {
            ClassNode bus = ClassFiles.parse(classes.get("app/Bus"));
            change.accept(bus);
            Map<String, byte[]> program = new TreeMap<>(classes);
            program.put("app/Bus", ClassFiles.write(bus));
            VerificationResult result = verify(program, m -> {});
            assertThat(result.factFindings()).as(what).containsOnlyKeys("app/Card.bus");
            assertThat(result.verdicts().get(SEND)).as(what).isNotInstanceOf(Verdict.Proved.class);
        });
    }

    /** Another object of the same name would pass the guard and be none of the enum's fields. */
    @Test
    void anEnumOfWhichAnotherClassMakesObjectsGivesNoFact() {
        ClassNode maker = new ClassNode();
        maker.visit(Opcodes.V17, 0, "app/Maker", null, "java/lang/Object", null);
        MethodNode make = new MethodNode(Opcodes.ACC_STATIC, "make", "()V", null, null);
        make.visitTypeInsn(Opcodes.NEW, "app/Bus");
        make.visitInsn(Opcodes.POP);
        make.visitInsn(Opcodes.RETURN);
        make.visitMaxs(1, 0);
        maker.methods.add(make);
        Map<String, byte[]> program = new TreeMap<>(classes);
        program.put("app/Maker", ClassFiles.write(maker));
        VerificationResult result = verify(program, m -> {});
        assertThat(result.factFindings()).containsEntry("app/Card.bus", "app/Maker makes an object of the enum");
        assertThat(result.verdicts().get(SEND)).isNotInstanceOf(Verdict.Proved.class);
    }

    private static MethodNode method(ClassNode owner, String name) {
        return owner.methods.stream()
                .filter(m -> m.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<LdcInsnNode> names(ClassNode owner) {
        List<LdcInsnNode> names = new ArrayList<>();
        for (AbstractInsnNode node : method(owner, "<clinit>").instructions) {
            if (node instanceof LdcInsnNode ldc) {
                names.add(ldc);
            }
        }
        assertThat(names).hasSize(2);
        return names;
    }
}
