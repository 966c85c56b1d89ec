package dev.whittle.verifier;

import dev.whittle.model.FactValue;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;

/** A whittled card: what every mutation starts from. */
final class Subject {
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
        return Solvers.verify(hand.input());
    }

    ClassNode fragmentOf(Hand.Edit edit, int n) {
        return hand.fragments.get(List.copyOf(edit.usedFragments.keySet()).get(n));
    }
}
