package dev.whittle.verifier;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.JumpInsnNode;

/** The receive path of {@link Card} with its cold side outlined and both of its hardware branches folded. */
final class FoldedRx {
    private FoldedRx() {}

    static Hand.Edit fold(Hand hand) {
        Hand.Edit rx = hand.edit(Card.NAME, "rx").off();
        int cold = rx.find(Opcodes.IFGE, 0);
        int hot = rx.targetOf(cold);
        JumpInsnNode jump = (JumpInsnNode) rx.at(cold);
        jump.setOpcode(Opcodes.IFLT);
        jump.label = rx.exit(cold + 1);
        rx.remove(cold + 1, hot);
        // aload_0, getfield mac, getstatic B, if_acmpne: under mac = A the jump is taken.
        int mac = rx.find(Opcodes.IF_ACMPNE, 0);
        rx.guard(mac - 3, "demo/Card.mac");
        rx.remove(mac - 3, rx.targetOf(mac));
        // aload_0, getfield width, bipush 64, if_icmpne: volatile stores lie before it, so it has its own guard.
        int width = rx.find(Opcodes.IF_ICMPNE, 0);
        rx.guard(width - 3, "demo/Card.width");
        rx.remove(width - 3, rx.targetOf(width));
        return rx;
    }
}
