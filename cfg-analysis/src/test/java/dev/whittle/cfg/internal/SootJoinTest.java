package dev.whittle.cfg.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.MethodId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

class SootJoinTest {
    @Test
    void joinsEachDecisionOfBigRealClassesWithItsPolarity() throws IOException {
        int decisions = 0;
        List<String> mismatches = new ArrayList<>();
        for (String name :
                List.of("StringUtils", "math/NumberUtils", "time/DateUtils", "ArrayUtils", "time/FastDateParser")) {
            byte[] bytes;
            try (InputStream in =
                    ClassLoader.getSystemResourceAsStream("org/apache/commons/lang3/" + name + ".class")) {
                bytes = in.readAllBytes();
            }
            ClassNode node = ClassFiles.parse(bytes);
            try (SootJoin join = new SootJoin()) {
                for (MethodNode m : node.methods) {
                    if (m.instructions.size() > 0) {
                        Cfg cfg = Cfg.of(m);
                        decisions += cfg.decisions().size();
                        MethodId id = new MethodId(node.name, m.name, m.desc);
                        join.mismatch(bytes, id, cfg).ifPresent(r -> mismatches.add(id + " " + r));
                    }
                }
            }
        }
        System.out.println("joined decisions: " + decisions);
        assertThat(mismatches).isEmpty();
        assertThat(decisions).isGreaterThan(1000);
    }
}
