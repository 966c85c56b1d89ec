package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.FactValue;
import dev.whittle.model.Verdict;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

class OutliningTest {
    static void proved(Hand hand) {
        VerificationResult result = Solvers.verify(hand.input());
        assertThat(result.classFindings()).isEmpty();
        assertThat(result.factFindings()).isEmpty();
        assertThat(result.verdicts().values())
                .isNotEmpty()
                .allSatisfy(v -> assertThat(v).isInstanceOf(Verdict.Proved.class));
    }

    @Test
    void wholeMethodsAreProved() {
        Hand hand = Card.hand();
        for (String name : new String[] {"sum", "guarded", "locked", "poke", "wide", "chain", "choose"}) {
            hand.edit(Card.NAME, name).moveWhole();
        }
        proved(hand);
    }

    @Test
    void anOutlinedEdgeIsProved() {
        Hand hand = Card.hand();
        Hand.Edit rx = hand.edit(Card.NAME, "rx").off();
        // The cold side is the fall-through: turn the jump round.
        int jump = rx.find(Opcodes.IFGE, 0);
        rx.now.instructions.insertBefore(rx.at(jump), new org.objectweb.asm.tree.InsnNode(Opcodes.NOP));
        org.objectweb.asm.tree.LabelNode cold = rx.exit(jump + 1);
        org.objectweb.asm.tree.JumpInsnNode j = (org.objectweb.asm.tree.JumpInsnNode) rx.at(jump);
        int hot = rx.targetOf(jump);
        j.setOpcode(Opcodes.IFLT);
        j.label = cold;
        rx.remove(jump + 1, hot);
        proved(hand);
    }

    @Test
    void aLoopWithAColdSideIsProved() {
        Hand hand = Card.hand();
        Hand.Edit sum = hand.edit(Card.NAME, "sum").off();
        int jump = sum.find(Opcodes.IFGE, 0);
        org.objectweb.asm.tree.JumpInsnNode j = (org.objectweb.asm.tree.JumpInsnNode) sum.at(jump);
        int hot = sum.targetOf(jump);
        j.setOpcode(Opcodes.IFLT);
        j.label = sum.exit(jump + 1);
        sum.remove(jump + 1, hot);
        proved(hand);
    }

    @Test
    void untouchedCopiesAreProved() {
        Hand hand = Card.hand();
        for (String name :
                new String[] {"rx", "sum", "guarded", "locked", "poke", "wide", "chain", "choose", "twice"}) {
            hand.edit(Card.NAME, name);
        }
        proved(hand);
    }

    @Test
    void aFoldedFactIsProved() {
        Hand hand = Card.hand();
        hand.fact(Card.NAME, "width", "I", new FactValue.OfInt(32));
        hand.fact(Card.NAME, "mac", "Ldemo/Card$Mac;", new FactValue.OfEnum("A"));
        FoldedRx.fold(hand);
        proved(hand);
    }

    /** The method moved whole, with something before each return in its fragment. */
    private static Verdict withBeforeReturn(int opcode) {
        Hand hand = Card.hand();
        Hand.Edit sum = hand.edit(Card.NAME, "sum").moveWhole();
        MethodNode fragment = hand.fragments.get(0).methods.get(0);
        for (AbstractInsnNode node : fragment.instructions.toArray()) {
            if (node.getOpcode() == Opcodes.IRETURN) {
                fragment.instructions.insertBefore(node, new InsnNode(opcode));
            }
        }
        return Solvers.verify(hand.input()).verdicts().get(sum.id);
    }

    @Test
    void whatDoesNothingInAFragmentIsNoDifference() {
        assertThat(withBeforeReturn(Opcodes.NOP)).isInstanceOf(Verdict.Proved.class);
        assertThat(withBeforeReturn(Opcodes.INEG)).isNotInstanceOf(Verdict.Proved.class);
    }
}
