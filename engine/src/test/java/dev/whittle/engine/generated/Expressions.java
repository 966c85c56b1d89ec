package dev.whittle.engine.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random Java expressions over what is in scope. They end, whatever they are computed from; some throw. Used by one {@link MethodMaker}.
 */
final class Expressions {
    private static final int DEPTH = 3;

    private final Random random;
    private final boolean modern;
    final List<String> ints = new ArrayList<>(List.of("a", "count"));
    final List<String> longs = new ArrayList<>(List.of("b"));
    final List<String> texts = new ArrayList<>(List.of("s"));
    final List<String> objects = new ArrayList<>(List.of("o"));
    private final List<String> methods;
    private int points;

    /**
     * @param modern whether what came after Java 8 may be used
     * @param methods that may be called: {@code long name(int, long, String, Object)}
     */
    Expressions(Random random, boolean modern, List<String> methods) {
        this.random = random;
        this.modern = modern;
        this.methods = methods;
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    String anInt() {
        return anInt(DEPTH);
    }

    String aLong() {
        return aLong(DEPTH);
    }

    String text() {
        return text(DEPTH);
    }

    String object() {
        return object(DEPTH);
    }

    String condition() {
        return condition(DEPTH);
    }

    private String constant() {
        return one(
                "0",
                "1",
                "2",
                "(-1)",
                "7",
                "100",
                "65536",
                "0x7fffffff",
                "Lib.LIMIT",
                String.valueOf(random.nextInt(40)));
    }

    private String anInt(int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return random.nextInt(3) == 0 ? constant() : one(ints);
        }
        int d = depth - 1;
        return switch (random.nextInt(modern ? 19 : 17)) {
            case 0, 1, 2 -> "(" + anInt(d) + one(" + ", " - ", " * ", " ^ ", " & ", " | ") + anInt(d) + ")";
            case 3 -> "(" + anInt(d) + one(" / ", " % ") + anInt(d) + ")";
            case 4 -> "(" + anInt(d) + one(" << ", " >> ", " >>> ") + anInt(d) + ")";
            case 5 -> "(" + condition(d) + " ? " + anInt(d) + " : " + anInt(d) + ")";
            case 6 -> "(int) " + aLong(d);
            case 7 -> text(d) + ".length()";
            case 8 -> "Lib.Color.of(" + anInt(d) + ")." + one("weight()", "ordinal()");
            case 9 -> "inner.add(" + anInt(d) + ")";
            case 10 -> "(" + one("byte", "short", "char") + ") " + anInt(d);
            case 11 -> "(int) Lib.same(Integer.valueOf(" + anInt(d) + "))";
            case 12 -> "(int) (" + one("double", "float", "long") + ") " + anInt(d);
            case 13 -> "Lib.worker(" + anInt(d) + ").work(" + anInt(d) + ")";
            case 14 ->
                "new Lib.Box<Integer>(Integer.valueOf(" + anInt(d) + ")).compareTo(Integer.valueOf(" + anInt(d) + "))";
            case 15 ->
                "(int) (" + anInt(d) + one(" * 2.5f", " / 3.0f", " + 0.1f", " * 1.5", " / 7.0", " % 2.5", " - 1e9")
                        + ")";
            case 16 ->
                "(int) " + one("Math.max", "Math.min") + "((double) " + aLong(d) + ", " + anInt(d) + " / "
                        + one("0.0", "0.5f", "(float) " + anInt(d)) + ")";
            case 17 ->
                "(switch (" + anInt(d) + " & 3) { case 0 -> " + anInt(d) + "; case 1, 2 -> " + anInt(d)
                        + "; default -> { Lib.trace(\"d\"); yield 0 + " + anInt(d) + "; } })";
            default -> "new Lib.Point(" + anInt(d) + ", " + anInt(d) + ")." + one("x()", "hashCode()", "sum()");
        };
    }

    private String aLong(int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return random.nextInt(3) == 0 ? constant() : one(longs);
        }
        int d = depth - 1;
        return switch (random.nextInt(methods.isEmpty() ? 5 : 7)) {
            case 0, 1 -> "(" + aLong(d) + one(" + ", " - ", " * ", " ^ ") + aLong(d) + ")";
            case 2 -> "(" + aLong(d) + one(" / ", " % ") + "(" + anInt(d) + " | 1))";
            case 3 -> "(long) " + anInt(d);
            case 4 -> "Math.floorMod(" + aLong(d) + ", 97L)";
            default -> one(methods) + "(" + anInt(d) + ", " + aLong(d) + ", " + text(d) + ", " + object(d) + ")";
        };
    }

    private String text(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return random.nextInt(2) == 0 ? one(texts) : one("\"\"", "\"one\"", "\"two\"", "\"\\u00e9\\u4e2d\"");
        }
        int d = depth - 1;
        return switch (random.nextInt(7)) {
            case 0 -> "(" + text(d) + " + " + anInt(d) + ")";
            case 1 -> "(\"<\" + " + aLong(d) + " + '>' + " + text(d) + ")";
            case 2 -> "Lib.shown(" + object(d) + ")";
            case 3 -> "Lib.Color.of(" + anInt(d) + ").name()";
            case 4 -> "Lib.cut(" + text(d) + ", " + anInt(d) + ")";
            case 5 -> "Lib.greeter(" + text(d) + ").greet(" + anInt(d) + ")";
            default -> "(" + condition(d) + " ? " + text(d) + " : " + text(d) + ")";
        };
    }

    private String object(int depth) {
        if (depth == 0) {
            return one(objects);
        }
        int d = depth - 1;
        return switch (random.nextInt(modern ? 7 : 6)) {
            case 0 -> text(d);
            case 1 -> "Integer.valueOf(" + anInt(d) + ")";
            case 2 -> "null";
            case 3 -> "Lib.Color.of(" + anInt(d) + ")";
            case 4 -> one(objects);
            case 5 -> "new int[] {" + anInt(d) + ", " + anInt(d) + "}";
            default ->
                one(
                        "new Lib.Point(" + anInt(d) + ", 3)",
                        "new Lib.Circle(" + anInt(d) + ")",
                        "new Lib.Square(" + text(d) + ")");
        };
    }

    private String condition(int depth) {
        if (depth == 0) {
            return one(ints) + one(" < ", " == ", " != ", " > ", " >= ") + constant();
        }
        int d = depth - 1;
        return switch (random.nextInt(modern ? 10 : 8)) {
            case 0, 1 -> anInt(d) + one(" < ", " == ", " != ", " <= ") + anInt(d);
            case 2 ->
                random.nextInt(3) == 0
                        ? anInt(d) + one(" * 0.5f < ", " / 3.0 >= ", " / 0.0f == ") + aLong(d)
                        : aLong(d) + one(" < ", " > ", " == ") + aLong(d);
            case 3 -> text(d) + ".equals(" + object(d) + ")";
            case 4 -> "(" + condition(d) + one(" && ", " || ") + condition(d) + ")";
            case 5 -> "!(" + condition(d) + ")";
            case 6 -> one(objects) + " instanceof " + one("String", "Integer", "Lib.Color", "int[]");
            case 7 -> one(objects) + one(" == ", " != ") + "null";
            case 8 -> {
                String point = "p" + points++;
                yield "(" + one(objects) + " instanceof Lib.Point " + point + " && " + point + ".x() > " + anInt(0)
                        + ")";
            }
            default -> one(objects) + " instanceof Lib.Shape";
        };
    }
}
