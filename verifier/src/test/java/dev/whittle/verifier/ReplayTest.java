package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.MethodId;
import dev.whittle.model.RecordedInput;
import dev.whittle.model.RecordedInput.Value;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What cannot be proved is replayed, and what could do harm is not. */
class ReplayTest {
    private static final String SOURCE = """
            package demo;
            import java.util.*;
            public class Sum {
                static int seen;
                int total;
                Sum next;
                int gauss(int n) {
                    int s = 0;
                    for (int i = 1; i <= n; i++) {
                        s += i;
                    }
                    total += s;
                    return s;
                }
                int count(List<String> names, Map<String, String> map, int[] a) {
                    int n = 0;
                    for (String name : names) {
                        n += name.length() > 1 ? 1 : 2;
                    }
                    map.put("n", "" + n);
                    a[0] = n;
                    seen = n;
                    next = this;
                    return n;
                }
                int exits(int x) { if (x == 5) { Runtime.getRuntime().exit(3); } return x; }
                int deletes(int x) throws Exception {
                    if (x == 5) { java.nio.file.Files.delete(java.nio.file.Path.of("x")); }
                    return x;
                }
                int starts(int x) { if (x == 5) { new Thread(() -> { seen = 1; }).start(); } return x; }
                int waits(int x) throws Exception { if (x == 5) { synchronized (this) { wait(); } } return x; }
                int indirect(int x, Runnable r) { if (x == 5) { r.run(); } return x; }
                int hidden(int x) { return x == 5 ? Evil.deep(x) : x; }
                int forever(int x) {
                    int n = x;
                    while (x < 0) {
                        try { n = more(n); } catch (Throwable t) { n = 3; } finally { n++; }
                    }
                    return n;
                }
                int more(int n) { if (n == 77) { throw new IllegalStateException(); } return n + 1; }
                int huge(int n) { int[][] a = new int[n & 0x7ffffff][7]; return a.length; }
                int deep(int n) { return n == 0 ? 0 : deep(n - 1) + 1; }
                Object identity(int x) { return x < 3 ? new Object().hashCode() : x; }
                int picky(String a) {
                    if (a == null || a.length() < 40) { return 0; }
                    if (a.charAt(39) == 'x') { return 1; }
                    if (a.charAt(38) == 'y') { return 2; }
                    return a.charAt(37) == 'z' ? 3 : 4;
                }
                static int text(String name, byte[] bytes) {
                    if ("0xCAFE-needle".equals(name)) { return 1; }
                    return bytes.length == 17 && bytes[16] == 99 ? 2 : 3;
                }
            }
            class Evil implements Runnable {
                static int deep(int x) {
                    Comparator<String> c = (p, q) -> { System.loadLibrary("evil"); return 0; };
                    return c.compare("p", "q");
                }
                public void run() { System.exit(3); }
            }
            """;

    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of("demo.Sum", SOURCE));

    private static Verdict judge(String method, Consumer<Hand.Edit> change, List<RecordedInput> inputs) {
        Hand hand = new Hand(CLASSES);
        Hand.Edit edit = hand.edit("demo/Sum", method);
        change.accept(edit);
        VerificationInput made = hand.input();
        TreeMap<MethodId, List<RecordedInput>> recorded = new TreeMap<>(Map.of(edit.id, inputs));
        VerificationInput input = new VerificationInput(
                made.build(),
                made.originals(),
                made.whittled(),
                made.fragments(),
                made.certificates(),
                made.facts(),
                made.library(),
                recorded);
        Verdict verdict = Solvers.verify(input).verdicts().get(edit.id);
        assertThat(Solvers.verify(input).verdicts().get(edit.id))
                .as("the same once more")
                .isEqualTo(verdict);
        return verdict;
    }

    /** A change that no proof sees through: what it adds is 0 for every int, and needs multiplication to know it. */
    private static void even(Hand.Edit edit) {
        InsnList list = new InsnList();
        list.add(new VarInsnNode(Opcodes.ILOAD, 1));
        list.add(new VarInsnNode(Opcodes.ILOAD, 1));
        list.add(new InsnNode(Opcodes.ICONST_1));
        list.add(new InsnNode(Opcodes.IADD));
        list.add(new InsnNode(Opcodes.IMUL));
        list.add(new InsnNode(Opcodes.ICONST_1));
        list.add(new InsnNode(Opcodes.IAND));
        LabelNode go = new LabelNode();
        list.add(new JumpInsnNode(Opcodes.IFEQ, go));
        list.add(new InsnNode(Opcodes.ICONST_0));
        list.add(new InsnNode(Opcodes.IRETURN));
        list.add(go);
        edit.now.instructions.insert(list);
    }

    /** A change that shows where the method is called with anything: it returns 0. */
    private static void zero(Hand.Edit edit) {
        InsnList list = new InsnList();
        list.add(new InsnNode(Opcodes.ICONST_0));
        list.add(new InsnNode(Opcodes.IRETURN));
        edit.now.instructions.insert(list);
    }

    /** The loop's condition the other way round: a loop that ends at once, and is found by running it. */
    private static void other(Hand.Edit edit) {
        JumpInsnNode jump = (JumpInsnNode) edit.at(edit.find(Opcodes.IF_ICMPGT, 0));
        jump.setOpcode(Opcodes.IF_ICMPGE);
    }

    /** An add of nothing to the result, in a way that the product does not follow: a loop of its own. */
    private static void detour(Hand.Edit edit) {
        InsnList list = new InsnList();
        LabelNode again = new LabelNode();
        int slot = edit.now.maxLocals;
        edit.now.maxLocals++;
        list.add(new IntInsnNode(Opcodes.BIPUSH, 3));
        list.add(new VarInsnNode(Opcodes.ISTORE, slot));
        list.add(again);
        list.add(new org.objectweb.asm.tree.IincInsnNode(slot, -1));
        list.add(new VarInsnNode(Opcodes.ILOAD, slot));
        list.add(new JumpInsnNode(Opcodes.IFGT, again));
        edit.now.instructions.insert(list);
    }

    @Test
    void whatIsRightAndCannotBeProvedIsTested() {
        assertThat(judge("gauss", ReplayTest::detour, List.of())).isInstanceOfSatisfying(Verdict.Tested.class, t -> {
            assertThat(t.inputs()).isGreaterThan(50);
            assertThat(t.coverage()).isEqualTo(1.0);
            assertThat(t.reason()).isNotEmpty();
        });
    }

    @Test
    void agreementOnLittleOfAMethodIsNoTest() {
        assertThat(judge("picky", ReplayTest::detour, List.of()))
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class, u -> assertThat(u.reason()).contains("take only 3 of 10 outcomes"));
    }

    @Test
    void nonlinearCodeIsProvedOrTested() {
        assertThat(judge("gauss", ReplayTest::even, List.of()))
                .isInstanceOfAny(Verdict.Proved.class, Verdict.Tested.class);
    }

    @Test
    void collectionsArraysAndStaticsAreFollowed() {
        assertThat(judge("count", ReplayTest::detour, List.of()))
                .isInstanceOfSatisfying(
                        Verdict.Tested.class, t -> assertThat(t.coverage()).isEqualTo(1.0));
    }

    @Test
    void aWrongBoundGivesAnInputThatShowsIt() {
        assertThat(judge("gauss", ReplayTest::other, List.of()))
                .isInstanceOfSatisfying(Verdict.Counterexample.class, c -> {
                    assertThat(c.input()).contains("seed ", "this = Sum#1{total=0, next=null}", "n = ");
                    assertThat(c.expected()).isNotEqualTo(c.actual());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"exits", "deletes", "starts", "waits", "hidden"})
    void whatMayDoHarmIsNotRun(String method) {
        assertThat(judge(method, ReplayTest::zero, List.of()))
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class,
                        u -> assertThat(u.reason()).contains("cannot be replayed: it may call "));
    }

    @Test
    void anObjectThatMayDoHarmIsNotHandedOver() {
        assertThat(judge("indirect", ReplayTest::detour, List.of())).isInstanceOf(Verdict.Tested.class);
    }

    @Test
    void endlessLoopsAreCutWhateverTheyCatch() {
        assertThat(judge("forever", ReplayTest::detour, List.of())).isInstanceOfSatisfying(Verdict.Tested.class, t -> {
            assertThat(t.inputs()).isPositive();
            assertThat(t.coverage()).isLessThan(1.0);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge", "deep"})
    void memoryAndDepthAreBounded(String method) {
        assertThat(judge(method, ReplayTest::detour, List.of())).isInstanceOf(Verdict.Tested.class);
    }

    @Test
    void aMethodThatNeverDoesTheSameTwiceIsNoCounterexample() {
        assertThat(judge("identity", ReplayTest::detour, List.of())).isInstanceOf(Verdict.Tested.class);
    }

    @Test
    void aRecordedInputReachesWhatNobodyGuesses() {
        List<Value> bytes = new ArrayList<>();
        List<Byte> content = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            content.add((byte) (i == 16 ? 99 : i));
        }
        bytes.add(new Value.OfText("not the needle"));
        bytes.add(new Value.OfBytes(content));
        Consumer<Hand.Edit> wrong = edit ->
                edit.now.instructions.set(edit.at(edit.find(Opcodes.ICONST_2, 0)), new InsnNode(Opcodes.ICONST_5));
        assertThat(judge("text", wrong, List.of(new RecordedInput(bytes))))
                .isInstanceOfSatisfying(Verdict.Counterexample.class, c -> {
                    // Of what was recorded, what it takes to show the difference is left.
                    assertThat(c.input())
                            .contains("made smaller")
                            .contains("name = \"\", bytes = [" + "0, ".repeat(16) + "99]");
                    assertThat(c.expected()).isEqualTo("returns 2");
                    assertThat(c.actual()).isEqualTo("returns 5");
                });
    }
}
