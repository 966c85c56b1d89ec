package dev.whittle.verifier;

import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Wrong rewrites: each is valid bytecode, with digests and certificate that agree. */
final class Mutations {
    record Mutation(String name, Consumer<Subject> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Mutations() {}

    static Stream<Mutation> all() {
        return Stream.of(
                new Mutation(
                        "fragment not listed in the nest",
                        s -> s.hand.hot.get(Card.NAME).nestMembers.remove(Card.NAME + "$whittle$0")),
                new Mutation(
                        "two fragments of one name", s -> s.fragmentOf(s.sum, 1).name = s.fragmentOf(s.sum, 0).name),
                new Mutation(
                        "write guard where no fact is written",
                        s -> Changes.write(
                                s,
                                "poke",
                                m -> m.instructions.insertBefore(
                                        Changes.nth(m, n -> n.getOpcode() == Opcodes.PUTFIELD, 0),
                                        Changes.strayGuard()))),
                new Mutation("dropped guard", s -> Changes.dropGuard(s.rx, Changes.nth(s.rx.now, Changes::isGuard, 0))),
                new Mutation(
                        "dropped write guard",
                        s -> Changes.write(s, "rebind", m -> {
                            AbstractInsnNode guard = Changes.nth(m, Changes::isWrite, 0);
                            m.instructions.remove(guard.getPrevious());
                            m.instructions.remove(guard);
                        })),
                new Mutation(
                        "write guard with another value",
                        s -> Changes.write(
                                s,
                                "rebind",
                                m -> ((InvokeDynamicInsnNode) Changes.nth(m, Changes::isWrite, 0)).bsmArgs[2] =
                                        "I:64")),
                new Mutation(
                        "write guard of another fact",
                        s -> Changes.write(
                                s,
                                "rebind",
                                m -> ((InvokeDynamicInsnNode) Changes.nth(m, Changes::isWrite, 0)).bsmArgs[1] =
                                        "demo/Card.mac")),
                new Mutation(
                        "write guard of another value than written",
                        s -> Changes.write(
                                s,
                                "rebind",
                                m -> m.instructions.set(
                                        Changes.nth(m, Changes::isWrite, 0).getPrevious(),
                                        new InsnNode(Opcodes.ICONST_1)))),
                new Mutation("folded on the wrong value", s -> {
                    Plan.FactPlan f = s.hand.facts.get(0);
                    s.hand.facts.set(0, new Plan.FactPlan(f.id(), f.field(), new FactValue.OfInt(64), f.use()));
                }),
                new Mutation(
                        "missing test after a call",
                        s -> Changes.dropGuard(s.twice, Changes.nth(s.twice.now, Changes::isGuard, 1))),
                new Mutation(
                        "guard of another fact",
                        s -> ((InvokeDynamicInsnNode) Changes.nth(s.twice.now, Changes::isGuard, 0)).bsmArgs[1] =
                                "demo/Card.mac"),
                new Mutation(
                        "guard of another build",
                        s -> ((InvokeDynamicInsnNode) Changes.nth(s.twice.now, Changes::isGuard, 0)).bsmArgs[0] =
                                "build-2"),
                new Mutation("negated condition", s -> Changes.negate(s.sum, s.sum.find(Opcodes.IFGE, 0))),
                new Mutation(
                        "negated guard",
                        s -> ((JumpInsnNode) Changes.nth(s.twice.now, Changes::isGuard, 0)
                                        .getNext())
                                .setOpcode(Opcodes.IFNE)),
                new Mutation(
                        "swapped edge",
                        s -> ((JumpInsnNode) s.chain.at(s.chain.find(Opcodes.IF_ICMPGE, 0))).label =
                                (LabelNode) Changes.labelBefore(s.chain, s.chain.find(Opcodes.ICONST_1, 0))),
                new Mutation("wrong local in the exit", s -> Changes.swapLoads(s.chain)),
                new Mutation(
                        "swapped arguments of a call",
                        s -> s.chain.now.instructions.insertBefore(
                                Changes.nth(s.chain.now, n -> n instanceof MethodInsnNode, 0),
                                new InsnNode(Opcodes.SWAP))),
                new Mutation("lost store", s -> Changes.lose(s.rx, s.rx.find(Opcodes.PUTFIELD, 3))),
                new Mutation("lost device write", s -> Changes.lose(s.guarded, s.guarded.find(Opcodes.PUTFIELD, 0))),
                new Mutation("reordered device writes", s -> {
                    FieldInsnNode a = (FieldInsnNode) s.rx.at(s.rx.find(Opcodes.PUTFIELD, 3));
                    FieldInsnNode b = (FieldInsnNode) s.rx.at(s.rx.find(Opcodes.PUTFIELD, 4));
                    String name = a.name;
                    a.name = b.name;
                    b.name = name;
                }),
                new Mutation("wrong fragment", s -> Changes.exitTo(s.sum, 1, 0)),
                new Mutation(
                        "fragment of another method",
                        s -> Changes.exitTo(
                                s.sum,
                                1,
                                List.copyOf(s.twice.usedFragments.keySet()).get(0))),
                new Mutation("fragment that is not there", s -> Changes.exitTo(s.sum, 1, 9999)),
                new Mutation(
                        "exit of another build",
                        s -> ((InvokeDynamicInsnNode) Changes.nth(s.sum.now, Changes::isExit, 1)).bsmArgs[0] =
                                "build-2"),
                new Mutation("wrong constant", s -> Changes.constant(s.rx, 2)),
                new Mutation("wrong increment", s -> ((IincInsnNode) s.sum.at(s.sum.find(Opcodes.IINC, 0))).incr = 2),
                new Mutation("wrong local", s -> ((VarInsnNode) s.rx.at(s.rx.find(Opcodes.IRETURN, 1) - 3)).var = 1),
                new Mutation(
                        "wrong operator",
                        s -> s.sum.now.instructions.set(
                                s.sum.at(s.sum.find(Opcodes.IADD, 0)), new InsnNode(Opcodes.ISUB))),
                new Mutation(
                        "wrong call",
                        s -> ((MethodInsnNode) Changes.nth(s.guarded.now, n -> n instanceof MethodInsnNode, 0)).name =
                                "twice"),
                new Mutation("lost call", s -> Changes.loseCall(s.twice)),
                new Mutation("doubled device write", s -> Changes.doubleWrite(s.guarded)),
                new Mutation(
                        "wrong resume ordinal",
                        s -> s.hand.resumes.computeIfPresent(
                                List.copyOf(s.chain.usedFragments.keySet()).get(1), (n, r) -> r + 5)),
                new Mutation("fragment resumed elsewhere", s -> Changes.fragmentResumesElsewhere(s)),
                new Mutation("handler lost", s -> s.guarded.now.tryCatchBlocks.clear()),
                new Mutation(
                        "handler of another type",
                        s -> s.guarded.now.tryCatchBlocks.forEach(b -> b.type = "java/lang/RuntimeException")),
                new Mutation(
                        "handler range cut",
                        s -> s.guarded.now.tryCatchBlocks.get(0).start =
                                (LabelNode) Changes.labelBefore(s.guarded, s.guarded.find(Opcodes.PUTFIELD, 0))),
                new Mutation(
                        "exit inside the try range",
                        s -> s.guarded.now.tryCatchBlocks.get(0).end = Changes.lastLabel(s.guarded)),
                new Mutation("line changed", s -> Changes.line(s.guarded.now)),
                new Mutation(
                        "line changed in a fragment",
                        s -> Changes.line(s.fragmentOf(s.guarded, 0).methods.get(0))),
                new Mutation("monitor dropped", s -> Changes.dropMonitors(s.locked)),
                new Mutation("exit under a monitor", s -> Changes.exitUnderMonitor(s.locked)),
                new Mutation(
                        "volatile dropped",
                        s -> s.hand.hot.get(Card.NAME).fields.stream()
                                .filter(f -> f.name.equals("reg"))
                                .forEach(f -> f.access &= ~Opcodes.ACC_VOLATILE)),
                new Mutation("synchronized added", s -> s.chain.now.access |= Opcodes.ACC_SYNCHRONIZED),
                new Mutation("other method changed", s -> Changes.otherMethod(s.hand)),
                new Mutation(
                        "field added",
                        s -> s.hand.hot
                                .get(Card.NAME)
                                .fields
                                .add(new org.objectweb.asm.tree.FieldNode(0, "extra", "I", null, null))),
                new Mutation(
                        "nest joined by a stranger",
                        s -> s.hand.hot.get(Card.NAME).nestMembers.add("demo/Stranger")),
                new Mutation("fragment with lost store", s -> Changes.loseStore(s.fragmentOf(s.rx, 0))),
                new Mutation("fragment with wrong constant", s -> Changes.fragmentConstant(s.fragmentOf(s.chain, 0))),
                new Mutation("fragment truncated", s -> Changes.truncate(s.fragmentOf(s.sum, 0))),
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
                new Mutation("fragment with swapped parameters", s -> Changes.swapPrologue(s.fragmentOf(s.sum, 1))),
                new Mutation("switch case to the wrong side", s -> TableOrLookup.swap(s.choose)),
                new Mutation("endless loop", s -> s.chain.now.instructions.insert(Changes.loop())),
                new Mutation("early return", s -> Changes.earlyReturn(s.chain)),
                new Mutation("missing case", s -> TableOrLookup.drop(s.choose)));
    }
}
