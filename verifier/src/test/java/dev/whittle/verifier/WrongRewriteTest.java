package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import dev.whittle.model.Verdict;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Each wrong rewrite is valid bytecode with digests and certificate that agree; each is refused, and its twin is proved. */
class WrongRewriteTest {
    /** A whittled card: what every mutation starts from. */
    private static final class Subject {
        final Hand hand = Card.hand();
        final Hand.Edit rx;
        final Hand.Edit sum;
        final Hand.Edit guarded;
        final Hand.Edit locked;
        final Hand.Edit chain;
        final Hand.Edit twice;
        final Hand.Edit choose;
        final Hand.Edit wide;

        Subject() {
            hand.fact(Card.NAME, "width", "I", new FactValue.OfInt(32));
            hand.fact(Card.NAME, "mac", "Ldemo/Card$Mac;", new FactValue.OfEnum("A"));
            rx = FoldedRx.fold(hand);
            sum = coldFall(hand.edit(Card.NAME, "sum").off(), Opcodes.IFGE);
            guarded = coldFall(hand.edit(Card.NAME, "guarded").off(), Opcodes.IF_ICMPLE);
            // What leaves must not lie in the try range.
            locked = coldFall(hand.edit(Card.NAME, "locked").off(), Opcodes.IF_ICMPLE);
            chain = coldFall(hand.edit(Card.NAME, "chain").off(), Opcodes.IF_ICMPLE);
            twice = folded(hand);
            choose = hand.edit(Card.NAME, "choose").off();
            TableOrLookup.outlineCase(choose, 0);
            wide = coldFall(hand.edit(Card.NAME, "wide").off(), Opcodes.IF_ICMPNE);
        }

        private static Hand.Edit coldFall(Hand.Edit edit, int opcode) {
            int jump = edit.find(opcode, 0);
            int hot = edit.targetOf(jump);
            JumpInsnNode j = (JumpInsnNode) edit.at(jump);
            j.setOpcode(opposite(opcode));
            j.label = edit.exit(jump + 1);
            return edit.remove(jump + 1, hot);
        }

        private static Hand.Edit folded(Hand hand) {
            Hand.Edit twice = hand.edit(Card.NAME, "twice").off();
            for (int i = 0; i < 2; i++) {
                int jump = twice.find(Opcodes.IF_ICMPNE, i);
                twice.guard(jump - 3, "demo/Card.width");
                twice.remove(jump - 3, twice.targetOf(jump));
            }
            return twice;
        }

        static int opposite(int opcode) {
            boolean odd = (opcode - Opcodes.IFEQ) % 2 == 0;
            return odd ? opcode + 1 : opcode - 1;
        }

        VerificationResult judge() {
            return Verifier.verify(hand.input());
        }

        ClassNode fragmentOf(Hand.Edit edit, int n) {
            return hand.fragments.get(List.copyOf(edit.usedFragments.keySet()).get(n));
        }
    }

    private record Mutation(String name, Consumer<Subject> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void theUnmutatedTwinIsProved() {
        VerificationResult result = new Subject().judge();
        assertThat(result.classFindings()).isEmpty();
        assertThat(result.factFindings()).isEmpty();
        assertThat(result.verdicts().entrySet())
                .hasSize(8)
                .allSatisfy(
                        e -> assertThat(e.getValue()).as(e.getKey().toString()).isInstanceOf(Verdict.Proved.class));
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void isRefused(Mutation mutation) {
        Subject subject = new Subject();
        VerificationInput twin = new Subject().hand.input();
        mutation.change().accept(subject);
        VerificationInput input = subject.hand.input();
        assertThat(sameBytes(twin, input)).as("the mutation changes something").isFalse();
        VerificationResult result = Verifier.verify(input);
        assertThat(result.allProved()).isFalse();
    }

    private static boolean sameBytes(VerificationInput a, VerificationInput b) {
        return a.certificates().equals(b.certificates())
                && a.whittled().keySet().stream()
                        .allMatch(k -> java.util.Arrays.equals(
                                a.whittled().get(k), b.whittled().get(k)))
                && a.fragments().keySet().stream()
                        .allMatch(k -> java.util.Arrays.equals(
                                a.fragments().get(k), b.fragments().get(k)));
    }

    static Stream<Mutation> mutations() {
        return Stream.of(
                new Mutation("dropped guard", s -> dropGuard(s.rx, nth(s.rx.now, WrongRewriteTest::isGuard, 0))),
                new Mutation(
                        "dropped write guard",
                        s -> write(s, "rebind", m -> {
                            AbstractInsnNode guard = nth(m, WrongRewriteTest::isWrite, 0);
                            m.instructions.remove(guard.getPrevious());
                            m.instructions.remove(guard);
                        })),
                new Mutation(
                        "write guard with another value",
                        s -> write(
                                s,
                                "rebind",
                                m -> ((InvokeDynamicInsnNode) nth(m, WrongRewriteTest::isWrite, 0)).bsmArgs[2] =
                                        "I:64")),
                new Mutation(
                        "write guard of another fact",
                        s -> write(
                                s,
                                "rebind",
                                m -> ((InvokeDynamicInsnNode) nth(m, WrongRewriteTest::isWrite, 0)).bsmArgs[1] =
                                        "demo/Card.mac")),
                new Mutation(
                        "write guard of another value than written",
                        s -> write(
                                s,
                                "rebind",
                                m -> m.instructions.set(
                                        nth(m, WrongRewriteTest::isWrite, 0).getPrevious(),
                                        new InsnNode(Opcodes.ICONST_1)))),
                new Mutation("folded on the wrong value", s -> {
                    Plan.FactPlan f = s.hand.facts.get(0);
                    s.hand.facts.set(0, new Plan.FactPlan(f.id(), f.field(), new FactValue.OfInt(64), f.use()));
                }),
                new Mutation(
                        "missing test after a call",
                        s -> dropGuard(s.twice, nth(s.twice.now, WrongRewriteTest::isGuard, 1))),
                new Mutation(
                        "guard of another fact",
                        s -> ((InvokeDynamicInsnNode) nth(s.twice.now, WrongRewriteTest::isGuard, 0)).bsmArgs[1] =
                                "demo/Card.mac"),
                new Mutation(
                        "guard of another build",
                        s -> ((InvokeDynamicInsnNode) nth(s.twice.now, WrongRewriteTest::isGuard, 0)).bsmArgs[0] =
                                "build-2"),
                new Mutation("negated condition", s -> negate(s.sum, s.sum.find(Opcodes.IFGE, 0))),
                new Mutation(
                        "negated guard",
                        s -> ((JumpInsnNode) nth(s.twice.now, WrongRewriteTest::isGuard, 0)
                                        .getNext())
                                .setOpcode(Opcodes.IFNE)),
                new Mutation(
                        "swapped edge",
                        s -> ((JumpInsnNode) s.chain.at(s.chain.find(Opcodes.IF_ICMPGE, 0))).label =
                                (LabelNode) labelBefore(s.chain, s.chain.find(Opcodes.ICONST_1, 0))),
                new Mutation("wrong local in the exit", s -> swapLoads(s.chain)),
                new Mutation(
                        "swapped arguments of a call",
                        s -> s.chain.now.instructions.insertBefore(
                                nth(s.chain.now, n -> n instanceof MethodInsnNode, 0), new InsnNode(Opcodes.SWAP))),
                new Mutation("lost store", s -> lose(s.rx, s.rx.find(Opcodes.PUTFIELD, 3))),
                new Mutation("lost device write", s -> lose(s.guarded, s.guarded.find(Opcodes.PUTFIELD, 0))),
                new Mutation("reordered device writes", s -> {
                    FieldInsnNode a = (FieldInsnNode) s.rx.at(s.rx.find(Opcodes.PUTFIELD, 3));
                    FieldInsnNode b = (FieldInsnNode) s.rx.at(s.rx.find(Opcodes.PUTFIELD, 4));
                    String name = a.name;
                    a.name = b.name;
                    b.name = name;
                }),
                new Mutation("wrong fragment", s -> exitTo(s.sum, 1, 0)),
                new Mutation(
                        "fragment of another method",
                        s -> exitTo(
                                s.sum,
                                1,
                                List.copyOf(s.twice.usedFragments.keySet()).get(0))),
                new Mutation("fragment that is not there", s -> exitTo(s.sum, 1, 9999)),
                new Mutation("wrong constant", s -> constant(s.rx, 2)),
                new Mutation("wrong increment", s -> ((IincInsnNode) s.sum.at(s.sum.find(Opcodes.IINC, 0))).incr = 2),
                new Mutation("wrong local", s -> ((VarInsnNode) s.rx.at(s.rx.find(Opcodes.IRETURN, 1) - 3)).var = 1),
                new Mutation(
                        "wrong operator",
                        s -> s.sum.now.instructions.set(
                                s.sum.at(s.sum.find(Opcodes.IADD, 0)), new InsnNode(Opcodes.ISUB))),
                new Mutation(
                        "wrong call",
                        s -> ((MethodInsnNode) nth(s.guarded.now, n -> n instanceof MethodInsnNode, 0)).name = "twice"),
                new Mutation("lost call", s -> loseCall(s.twice)),
                new Mutation("doubled device write", s -> doubleWrite(s.guarded)),
                new Mutation(
                        "wrong resume ordinal",
                        s -> s.hand.resumes.computeIfPresent(
                                List.copyOf(s.chain.usedFragments.keySet()).get(1), (n, r) -> r + 5)),
                new Mutation("fragment resumed elsewhere", s -> fragmentResumesElsewhere(s)),
                new Mutation("handler lost", s -> s.guarded.now.tryCatchBlocks.clear()),
                new Mutation(
                        "handler of another type",
                        s -> s.guarded.now.tryCatchBlocks.forEach(b -> b.type = "java/lang/RuntimeException")),
                new Mutation(
                        "handler range cut",
                        s -> s.guarded.now.tryCatchBlocks.get(0).start =
                                (LabelNode) labelBefore(s.guarded, s.guarded.find(Opcodes.PUTFIELD, 0))),
                new Mutation(
                        "exit inside the try range",
                        s -> s.guarded.now.tryCatchBlocks.get(0).end = lastLabel(s.guarded)),
                new Mutation("line changed", s -> line(s.guarded.now)),
                new Mutation(
                        "line changed in a fragment",
                        s -> line(s.fragmentOf(s.guarded, 0).methods.get(0))),
                new Mutation("monitor dropped", s -> dropMonitors(s.locked)),
                new Mutation(
                        "volatile dropped",
                        s -> s.hand.hot.get(Card.NAME).fields.stream()
                                .filter(f -> f.name.equals("reg"))
                                .forEach(f -> f.access &= ~Opcodes.ACC_VOLATILE)),
                new Mutation("synchronized added", s -> s.chain.now.access |= Opcodes.ACC_SYNCHRONIZED),
                new Mutation("other method changed", s -> otherMethod(s.hand)),
                new Mutation(
                        "field added",
                        s -> s.hand.hot
                                .get(Card.NAME)
                                .fields
                                .add(new org.objectweb.asm.tree.FieldNode(0, "extra", "I", null, null))),
                new Mutation(
                        "nest joined by a stranger",
                        s -> s.hand.hot.get(Card.NAME).nestMembers.add("demo/Stranger")),
                new Mutation("fragment with lost store", s -> loseStore(s.fragmentOf(s.rx, 0))),
                new Mutation("fragment with wrong constant", s -> fragmentConstant(s.fragmentOf(s.chain, 0))),
                new Mutation("fragment truncated", s -> truncate(s.fragmentOf(s.sum, 0))),
                new Mutation(
                        "fragment that loses a handler",
                        s -> s.fragmentOf(s.guarded, 0)
                                .methods
                                .get(0)
                                .tryCatchBlocks
                                .clear()),
                new Mutation(
                        "fragment synchronized",
                        s -> s.fragmentOf(s.sum, 0).methods.get(0).access |= Opcodes.ACC_SYNCHRONIZED),
                new Mutation("fragment outside the nest", s -> s.fragmentOf(s.sum, 0).nestHostClass = "demo/Card$Mac"),
                new Mutation("fragment with swapped parameters", s -> swapPrologue(s.fragmentOf(s.sum, 1))),
                new Mutation("switch case to the wrong side", s -> TableOrLookup.swap(s.choose)),
                new Mutation("endless loop", s -> s.chain.now.instructions.insert(loop())),
                new Mutation("early return", s -> earlyReturn(s.chain)),
                new Mutation("missing case", s -> TableOrLookup.drop(s.choose)));
    }

    private static void write(Subject s, String method, Consumer<MethodNode> change) {
        s.hand.late.add(() -> change.accept(method(s.hand, method)));
    }

    private static MethodNode method(Hand hand, String name) {
        return hand.hot.get(Card.NAME).methods.stream()
                .filter(m -> m.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isGuard(AbstractInsnNode n) {
        return n instanceof InvokeDynamicInsnNode d && d.bsm.equals(Hand.GUARD);
    }

    private static boolean isWrite(AbstractInsnNode n) {
        return n instanceof InvokeDynamicInsnNode d && d.bsm.equals(Hand.WRITE);
    }

    private static boolean isExit(AbstractInsnNode n) {
        return n instanceof InvokeDynamicInsnNode d && d.bsm.equals(Hand.LINK);
    }

    private static AbstractInsnNode nth(MethodNode m, Predicate<AbstractInsnNode> what, int n) {
        int seen = 0;
        for (AbstractInsnNode node : m.instructions) {
            if (what.test(node) && seen++ == n) {
                return node;
            }
        }
        throw new IllegalArgumentException("no such instruction");
    }

    private static void dropGuard(Hand.Edit edit, AbstractInsnNode guard) {
        edit.now.instructions.remove(guard.getNext());
        edit.now.instructions.remove(guard);
    }

    private static void negate(Hand.Edit edit, int ordinal) {
        JumpInsnNode jump = (JumpInsnNode) edit.at(ordinal);
        jump.setOpcode(Subject.opposite(jump.getOpcode()));
    }

    private static LabelNode labelBefore(Hand.Edit edit, int ordinal) {
        LabelNode label = new LabelNode();
        edit.now.instructions.insertBefore(edit.at(ordinal), label);
        return label;
    }

    /** Passes the first local twice. */
    private static void swapLoads(Hand.Edit edit) {
        AbstractInsnNode exit = nth(edit.now, WrongRewriteTest::isExit, 0);
        ((VarInsnNode) exit.getPrevious()).var = 1;
    }

    /** Takes the operands instead of storing them. */
    private static void lose(Hand.Edit edit, int ordinal) {
        edit.now.instructions.set(edit.at(ordinal), new InsnNode(Opcodes.POP2));
    }

    private static void exitTo(Hand.Edit edit, int exit, int fragment) {
        ((InvokeDynamicInsnNode) nth(edit.now, WrongRewriteTest::isExit, exit)).bsmArgs[1] = fragment + "|pending";
    }

    private static void constant(Hand.Edit edit, int value) {
        edit.now.instructions.set(edit.at(edit.find(Opcodes.ICONST_4, 0)), new InsnNode(Opcodes.ICONST_0 + value));
    }

    private static void loseCall(Hand.Edit edit) {
        AbstractInsnNode call = nth(edit.now, n -> n instanceof MethodInsnNode, 0);
        edit.now.instructions.set(call, new InsnNode(Opcodes.SWAP));
    }

    private static void doubleWrite(Hand.Edit edit) {
        AbstractInsnNode store = edit.at(edit.find(Opcodes.PUTFIELD, 0));
        edit.now.instructions.insertBefore(store, new InsnNode(Opcodes.DUP2));
        edit.now.instructions.insertBefore(store, new FieldInsnNode(Opcodes.PUTFIELD, Card.NAME, "reg", "I"));
    }

    /** The fragment skips its first statement, and the certificate says so too. */
    private static void fragmentResumesElsewhere(Subject s) {
        ClassNode fragment = s.fragmentOf(s.rx, 1);
        MethodNode m = fragment.methods.get(0);
        AbstractInsnNode store = nth(m, n -> n.getOpcode() == Opcodes.PUTFIELD, 0);
        LabelNode after = new LabelNode();
        m.instructions.insert(store, after);
        ((JumpInsnNode) nth(m, n -> n.getOpcode() == Opcodes.GOTO, 0)).label = after;
        s.hand.resumes.computeIfPresent(List.copyOf(s.rx.usedFragments.keySet()).get(1), (n, r) -> r + 6);
    }

    private static LabelNode lastLabel(Hand.Edit edit) {
        LabelNode label = new LabelNode();
        edit.now.instructions.add(label);
        edit.now.instructions.add(new InsnNode(Opcodes.ICONST_0));
        edit.now.instructions.add(new InsnNode(Opcodes.IRETURN));
        edit.now.tryCatchBlocks.get(0).start = (LabelNode) labelBefore(edit, 0);
        return label;
    }

    private static void line(MethodNode m) {
        for (AbstractInsnNode n : m.instructions) {
            if (n instanceof LineNumberNode l) {
                l.line += 1;
            }
        }
    }

    private static void dropMonitors(Hand.Edit edit) {
        for (AbstractInsnNode n : edit.now.instructions.toArray()) {
            if (n.getOpcode() == Opcodes.MONITORENTER || n.getOpcode() == Opcodes.MONITOREXIT) {
                edit.now.instructions.set(n, new InsnNode(Opcodes.POP));
            }
        }
    }

    private static void otherMethod(Hand hand) {
        MethodNode m = method(hand, "mix");
        ((IntInsnNode) nth(m, n -> n instanceof IntInsnNode, 0)).operand = 33;
    }

    private static void loseStore(ClassNode fragment) {
        MethodNode m = fragment.methods.get(0);
        m.instructions.set(nth(m, n -> n.getOpcode() == Opcodes.PUTFIELD, 0), new InsnNode(Opcodes.POP2));
    }

    private static void fragmentConstant(ClassNode fragment) {
        MethodNode m = fragment.methods.get(0);
        m.instructions.set(nth(m, n -> n.getOpcode() == Opcodes.ICONST_2, 0), new InsnNode(Opcodes.ICONST_4));
    }

    private static void truncate(ClassNode fragment) {
        MethodNode m = fragment.methods.get(0);
        AbstractInsnNode store = nth(m, n -> n.getOpcode() == Opcodes.IADD, 0);
        m.instructions.insert(store, new InsnNode(Opcodes.IRETURN));
        m.instructions.insert(store.getNext(), new InsnNode(Opcodes.ICONST_0));
    }

    private static void swapPrologue(ClassNode fragment) {
        MethodNode m = fragment.methods.get(0);
        VarInsnNode a = (VarInsnNode) nth(m, n -> n.getOpcode() == Opcodes.ILOAD, 0);
        VarInsnNode b = (VarInsnNode) nth(m, n -> n.getOpcode() == Opcodes.ILOAD, 1);
        int slot = a.var;
        a.var = b.var;
        b.var = slot;
    }

    private static InsnList loop() {
        InsnList list = new InsnList();
        LabelNode label = new LabelNode();
        list.add(label);
        list.add(new VarInsnNode(Opcodes.ILOAD, 1));
        list.add(new JumpInsnNode(Opcodes.IFEQ, label));
        return list;
    }

    private static void earlyReturn(Hand.Edit edit) {
        InsnList list = new InsnList();
        list.add(new InsnNode(Opcodes.ICONST_1));
        list.add(new InsnNode(Opcodes.IRETURN));
        edit.now.instructions.insertBefore(edit.at(edit.find(Opcodes.PUTFIELD, 0) + 1), list);
    }

    /** The switch of {@link Card}'s choose. */
    private static final class TableOrLookup {
        private TableOrLookup() {}

        private static List<LabelNode> labels(Hand.Edit edit) {
            for (AbstractInsnNode n : edit.now.instructions) {
                if (n instanceof TableSwitchInsnNode t) {
                    return t.labels;
                } else if (n instanceof LookupSwitchInsnNode t) {
                    return t.labels;
                }
            }
            throw new IllegalArgumentException("no switch");
        }

        static void outlineCase(Hand.Edit edit, int n) {
            int target = edit.copied.ordinalOf(labels(edit).get(n));
            labels(edit).set(n, edit.exit(target));
        }

        static void swap(Hand.Edit edit) {
            java.util.Collections.swap(labels(edit), 0, 1);
        }

        static void drop(Hand.Edit edit) {
            labels(edit).set(1, labels(edit).get(0));
        }
    }
}
