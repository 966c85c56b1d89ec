package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Verdict;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Conditions that move to one test at the entry, without branching between them: here the solver has to answer. */
class HoistingTest {
    private static Verdict chain(Consumer<InsnList> entry) {
        return Solvers.verify(input(entry)).verdicts().values().iterator().next();
    }

    private static VerificationInput input(Consumer<InsnList> entry) {
        Hand hand = Card.hand();
        Hand.Edit chain = hand.edit(Card.NAME, "chain");
        InsnList list = new InsnList();
        entry.accept(list);
        list.add(new JumpInsnNode(Opcodes.IFNE, chain.exit(0)));
        // a > 5 is false and b < 9 is false on the path that stays.
        int first = chain.find(Opcodes.IF_ICMPLE, 0);
        int second = chain.find(Opcodes.IF_ICMPGE, 0);
        chain.remove(first - 2, chain.targetOf(first));
        chain.remove(second - 2, chain.targetOf(second));
        chain.now.instructions.insert(list);
        return hand.input();
    }

    /** Sign of {@code constant - local} or of {@code local - constant}. */
    private static void sign(InsnList list, int local, int constant, boolean reversed) {
        IntInsnNode push = new IntInsnNode(Opcodes.BIPUSH, constant);
        VarInsnNode load = new VarInsnNode(Opcodes.ILOAD, local);
        list.add(reversed ? load : push);
        list.add(reversed ? push : load);
        list.add(new InsnNode(Opcodes.ISUB));
        list.add(new IntInsnNode(Opcodes.BIPUSH, 31));
        list.add(new InsnNode(Opcodes.IUSHR));
    }

    /** What cannot be proved without a solver. */
    static VerificationInput right() {
        return input(list -> {
            // Stays if 5 - a is not negative and b > 8, also where the subtraction overflows: then it leaves.
            sign(list, 1, 5, false);
            list.add(new VarInsnNode(Opcodes.ILOAD, 2));
            list.add(new IntInsnNode(Opcodes.BIPUSH, 9));
            list.add(new InsnNode(Opcodes.IXOR));
            list.add(new InsnNode(Opcodes.IOR));
        });
    }

    /** What must not be proved: it forgets one of the two. */
    static VerificationInput wrong() {
        return input(list -> sign(list, 1, 5, false));
    }

    @Test
    void twoPredicatesInOneTestAreProved() {
        assertThat(Solvers.verify(right()).verdicts().values().iterator().next())
                .isInstanceOfSatisfying(
                        Verdict.Proved.class, p -> assertThat(p.queries()).isPositive());
    }

    @Test
    void aWrongBoundIsRefused() {
        assertThat(chain(list -> {
                    sign(list, 1, 6, false);
                    list.add(new VarInsnNode(Opcodes.ILOAD, 2));
                    list.add(new IntInsnNode(Opcodes.BIPUSH, 9));
                    list.add(new InsnNode(Opcodes.IXOR));
                    list.add(new InsnNode(Opcodes.IOR));
                }))
                .isInstanceOf(Verdict.Counterexample.class);
    }

    @Test
    void anOverflowIsSeen() {
        assertThat(chain(list -> {
                    sign(list, 1, 5, false);
                    // b - 9 is not negative for b = -2147483648 after it overflows.
                    sign(list, 2, 9, true);
                    list.add(new InsnNode(Opcodes.IOR));
                }))
                .isInstanceOf(Verdict.Counterexample.class);
    }

    @Test
    void aForgottenPredicateIsRefused() {
        assertThat(Solvers.verify(wrong()).verdicts().values().iterator().next())
                .isInstanceOf(Verdict.Counterexample.class);
    }
}
