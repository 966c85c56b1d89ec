package dev.whittle.transformer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Which decisions constants settle once ways are cut. Decisions are numbered in the order of the code, from 0. */
class SettledTest {
    /** Returns the outcomes that are settled, as {@code DECISION:OUTCOME}, when the ways of that form are cut. */
    private static Set<String> settled(String body, String... cut) {
        Map<String, byte[]> classes = InMemoryCompiler.compile(
                Map.of("p.P", "package p; class P { static int f(int a, int b, int[] c) {" + body + "} }"));
        ClassNode owner = ClassFiles.parse(classes.get("p/P"));
        MethodNode method = owner.methods.stream()
                .filter(m -> m.name.equals("f"))
                .findFirst()
                .orElseThrow();
        Cfg cfg = Cfg.of(method);
        Map<Integer, Integer> numbers = new HashMap<>();
        cfg.decisions().stream().sorted().forEach(d -> numbers.put(d, numbers.size()));
        Set<String> cuts = Set.of(cut);
        Predicate<Cfg.Edge> open = e -> !cuts.contains(numbers.get(e.from()) + ":" + e.outcome());
        BitSet hot = cfg.reachable(0, open);
        Set<String> result = new TreeSet<>();
        Settled.of(
                        owner.name,
                        method,
                        cfg,
                        hot,
                        e -> open.test(e) && hot.get(e.to()),
                        Map.of(),
                        new HelperCalls(classes, name -> false))
                .forEach((d, outcome) -> result.add(numbers.get(d) + ":" + outcome));
        return result;
    }

    @Test
    void aFlagThatOnlyAColdWayClears() {
        String body = "boolean on = a != 0; c[0]++; if (on) { return 1; } return 2;";
        assertThat(settled(body, "0:1")).containsExactly("1:0");
        assertThat(settled(body, "0:0")).containsExactly("1:1");
        assertThat(settled(body)).isEmpty();
    }

    @Test
    void oneSettlesTheNext() {
        String body = "int k = a > 3 ? 5 : b; int m = k == 5 ? 8 : c[1]; if (m == 8) { return 1; } return c[0];";
        assertThat(settled(body, "0:1")).containsExactly("1:0", "2:0");
    }

    @Test
    void whatAHotWayAssignsIsNotForgotten() {
        assertThat(
                        settled(
                                "int k = 0; for (int i = 0; i < a; i++) { if (k == 1) { return i; } if (b == i) { k = 1; } } return k;"))
                .isEmpty();
        String later =
                "int k = 0; for (int i = 0; i < a; i++) { if (k == 1) { return i; } if (b == i) { k = 1; c[0]++; } } return k;";
        assertThat(settled(later, "2:0")).containsExactly("1:1");
        assertThat(settled("int k = 0; if (a > 0) { k++; } if (k == 0) { return 1; } return 2;"))
                .isEmpty();
    }

    @Test
    void aHandlerThatStaysBringsItsOwnValues() {
        String body =
                "int k = 1; try { k = c[a]; k = 2; } catch (RuntimeException e) { b++; } if (k == 2) { return b; } return 0;";
        assertThat(settled(body)).isEmpty();
    }

    @Test
    void aSwitchOnWhatIsSettled() {
        String body = "int k = a > 0 ? 7 : b; switch (k) { case 1: return 10; case 7: return 70; default: return 0; }";
        assertThat(settled(body, "0:1")).containsExactly("1:1");
    }

    /** The profile says that the way is cold which constants take: it is of another program. */
    @Test
    void aCutWayIsNotTheOneThatIsLeft() {
        assertThat(settled("int k = 3; if (a > 0) { c[0]++; } if (k == 3) { return 1; } return 2;", "1:0"))
                .isEmpty();
    }
}
