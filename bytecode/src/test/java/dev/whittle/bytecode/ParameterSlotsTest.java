package dev.whittle.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

class ParameterSlotsTest {
    @Test
    void wideParametersTakeTwoSlotsAndTheReceiverTheFirst() {
        assertThat(ParameterSlots.of(Opcodes.ACC_STATIC, "(IJLjava/lang/String;D[JZ)V"))
                .containsExactly(0, 1, 3, 4, 6, 7);
        assertThat(ParameterSlots.of(Opcodes.ACC_PRIVATE, "(JI)J")).containsExactly(1, 3);
        assertThat(ParameterSlots.of(0, "()V")).isEmpty();
    }
}
