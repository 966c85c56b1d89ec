package dev.whittle.cfg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.MethodId;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store is local while nobody else can have the object, and a write from then on. */
class LocalEffectsTest {
    private static final String SOURCE = """
            package p;
            class Box { int v; Box next; Box() {} Box(int x) { v = x; } Box(Shelf s) { s.box = this; } }
            class Shelf { Box box; int[] ints; Object[] all = new Object[4]; static void take(Object o) {}
              static int sum(int[] a) { return a[0]; }
              int arrayBefore(int x) { int[] a = new int[2]; a[0] = x; a[1] = a[0] + a.length; return a[1]; }
              int[] arrayThenReturned(int x) { int[] a = new int[2]; a[0] = x; return a; }
              int arrayThenPassed(int x) { int[] a = new int[2]; a[0] = x; return sum(a); }
              int eachRound(int x) { int s = 0; while (x-- > 0) { int[] a = new int[2]; a[0] = x; s += sum(a); } return s; }
              int fieldBefore(int x) { Box b = new Box(); b.v = x; return b.v; }
              int afterConstructor(int x) { Crate c = new Crate(); c.v = x; return c.v; }
              void arrayAfterField(int x) { int[] a = new int[2]; ints = a; a[0] = x; }
              void arrayAfterCall(int x) { int[] a = new int[2]; take(a); a[0] = x; }
              void arrayAfterArray(int x) { int[] a = new int[2]; all[0] = a; a[0] = x; }
              void onOnePath(int x) { int[] a = new int[2]; if (x > 3) take(a); a[0] = x; }
              void nextRound(int x) { int[] a = new int[2]; while (x-- > 0) { a[0] = x; take(a); } }
              void afterThrow(int x) { int[] a = new int[2]; try { take(a); x = 1 / x; } catch (RuntimeException e) { a[0] = x; } }
              void captured(int x) { int[] a = new int[2]; Runnable r = () -> sum(a); a[0] = x; }
              void joined(int x, int[] b) { int[] a = x > 3 ? new int[2] : b; a[0] = x; }
              void fieldAfterField(int x) { Box b = new Box(); box = b; b.v = x; }
              void fieldAfterChain(int x) { Box b = new Box(); Box c = new Box(); c.next = b; b.v = x; }
              void shownByConstructor(int x) { Box b = new Box(this); b.v = x; }
            }
            class Crate extends Box { int w; Crate() { super(); } }
            """;

    private static Analysis analysis;

    @BeforeAll
    static void open() {
        Map<String, byte[]> classes = InMemoryCompiler.compile(Map.of("p.Shelf", SOURCE));
        analysis = Analyzer.open(classes, List.of(), List.of());
    }

    @AfterAll
    static void close() {
        analysis.close();
    }

    private static List<String> storesOf(String name) {
        String descriptor = switch (name) {
            case "arrayThenReturned" -> "(I)[I";
            case "joined" -> "(I[I)V";
            case "arrayBefore", "arrayThenPassed", "eachRound", "fieldBefore", "afterConstructor" -> "(I)I";
            default -> "(I)V";
        };
        return analysis.graph(new MethodId("p/Shelf", name, descriptor)).effects().stream()
                .flatMap(e -> e.writes().stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arrayBefore",
                "arrayThenReturned",
                "arrayThenPassed",
                "eachRound",
                "fieldBefore",
                "afterConstructor"
            })
    void isLocalBeforeItIsShown(String name) {
        assertThat(storesOf(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arrayAfterField",
                "arrayAfterCall",
                "arrayAfterArray",
                "onOnePath",
                "nextRound",
                "afterThrow",
                "captured",
                "joined"
            })
    void isAWriteOfArraysOnceItMayBeSeen(String name) {
        assertThat(storesOf(name)).contains("[]");
    }

    @Test
    void countsTheStoreThatShowsItAndTheOneAfterIt() {
        assertThat(storesOf("arrayAfterArray")).containsExactly("[]", "[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fieldAfterField", "fieldAfterChain", "shownByConstructor"})
    void isAWriteOfTheFieldOnceItMayBeSeen(String name) {
        assertThat(storesOf(name)).contains("p/Box.v");
    }
}
