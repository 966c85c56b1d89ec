package dev.whittle.engine.generated;

import java.util.List;
import java.util.Random;

/** Makes one random method {@code static long name(int a, long b, String s, Object o)}. Used once. */
final class MethodMaker {
    private static final int DEPTH = 3;

    private final Random random;
    private final boolean modern;
    private final Expressions expressions;
    private final StringBuilder out = new StringBuilder();
    private int names;
    private int loops;
    /** What a jump out of a loop may name. */
    private String label = "";

    /** @param callees that it may call */
    MethodMaker(Random random, boolean modern, List<String> callees) {
        this.random = random;
        this.modern = modern;
        this.expressions = new Expressions(random, modern, callees);
    }

    String make(String name) {
        line("static " + (random.nextInt(8) == 0 ? "synchronized " : "") + (random.nextInt(8) == 0 ? "strictfp " : "")
                + "long " + name + "(int a, long b, String s, Object o) {");
        line("Lib.enter(); Inner inner = new Inner(a);");
        block(DEPTH, 3 + random.nextInt(4));
        line("return " + expressions.aLong() + ";");
        line("}");
        return out.toString();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private String fresh(String of) {
        return of + names++;
    }

    private void block(int depth, int statements) {
        int ints = expressions.ints.size();
        int longs = expressions.longs.size();
        int texts = expressions.texts.size();
        int objects = expressions.objects.size();
        for (int i = 0; i < statements; i++) {
            statement(depth);
        }
        shorten(expressions.ints, ints);
        shorten(expressions.longs, longs);
        shorten(expressions.texts, texts);
        shorten(expressions.objects, objects);
    }

    private static void shorten(List<String> list, int size) {
        list.subList(size, list.size()).clear();
    }

    private void nested(int depth) {
        block(depth - 1, 1 + random.nextInt(2));
    }

    private void statement(int depth) {
        int kind = random.nextInt(depth == 0 ? 9 : 20);
        switch (kind) {
            case 0 -> declare("int", "i", expressions.ints, expressions.anInt());
            case 1 -> declare("long", "l", expressions.longs, expressions.aLong());
            case 2 -> declare("String", "t", expressions.texts, expressions.text());
            case 3 -> declare("Object", "x", expressions.objects, expressions.object());
            case 4 -> line("count " + (random.nextBoolean() ? "+= " : "^= ") + expressions.anInt() + ";");
            case 5 -> line("a = " + expressions.anInt() + ";");
            case 6 -> line("Lib.trace(" + (random.nextBoolean() ? expressions.text() : expressions.aLong()) + ");");
            case 7 -> small();
            case 8 -> line("b += " + expressions.aLong() + ";");
            case 9, 10 -> branch(depth);
            case 11 -> loop(depth);
            case 12 -> numbers(depth);
            case 13 -> names(depth);
            case 14, 15 -> handlers(depth);
            case 16 -> locked(depth);
            case 17 -> lambda();
            case 18 -> resources(depth);
            default -> jump();
        }
    }

    private void declare(String type, String name, List<String> scope, String value) {
        String fresh = fresh(name);
        line(type + " " + fresh + " = " + value + ";");
        scope.add(fresh);
    }

    private void small() {
        switch (random.nextInt(6)) {
            case 0 -> line("assert " + expressions.condition() + " : " + expressions.text() + ";");
            case 1 ->
                line("int[] " + "v" + names + " = new int[3]; v" + names + "[" + expressions.anInt() + " & 3] += "
                        + expressions.anInt() + "; a += v" + names++ + "[1];");
            case 2 -> line("s = (String) (Object) " + expressions.object() + ";");
            case 3 ->
                line("inner.secret " + (random.nextBoolean() ? "+= " : "= ") + expressions.anInt()
                        + "; a ^= inner.secret;");
            case 4 -> line("Lib.trace(Lib.caller());");
            default ->
                line("Lib.all(" + expressions.text() + ", " + expressions.object() + ", " + expressions.anInt() + ");");
        }
    }

    private void branch(int depth) {
        line("if (" + expressions.condition() + ") {");
        nested(depth);
        if (random.nextBoolean()) {
            line("} else {");
            nested(depth);
        }
        line("}");
    }

    private void loop(int depth) {
        String before = label;
        label = "loop" + loops++;
        String index = fresh("n");
        line(label + ": for (int " + index + " = 0; " + index + " < " + (1 + random.nextInt(4)) + "; " + index
                + "++) {");
        expressions.ints.add(index + " * 1");
        nested(depth);
        if (random.nextInt(3) == 0) {
            line("if (" + expressions.condition() + ") { " + (random.nextBoolean() ? "break " : "continue ") + label
                    + "; }");
        }
        expressions.ints.remove(expressions.ints.size() - 1);
        line("}");
        label = before;
    }

    private void numbers(int depth) {
        boolean dense = random.nextBoolean();
        line("switch (0 + " + expressions.anInt() + (random.nextBoolean() ? " & 7" : "") + ") {");
        for (int i = 0; i < 3; i++) {
            line("case " + (dense ? i : i * 1000 - 1) + ": {");
            nested(depth);
            line("}" + (random.nextInt(3) == 0 ? "" : " break;"));
        }
        if (random.nextBoolean()) {
            line("default: {");
            nested(depth);
            line("}");
        }
        line("}");
    }

    private void names(int depth) {
        boolean constants = random.nextBoolean();
        line("switch (" + (constants ? "Lib.Color.of(" + expressions.anInt() + ")" : expressions.text()) + ") {");
        for (String each : constants ? List.of("RED", "BLUE") : List.of("\"one\"", "\"two\"", "\"\"")) {
            line("case " + each + ": {");
            nested(depth);
            line("} break;");
        }
        line("default: Lib.trace(\"other\");");
        line("}");
    }

    private void handlers(int depth) {
        line("try {");
        nested(depth);
        if (random.nextBoolean()) {
            line("if (" + expressions.condition() + ") { throw new IllegalStateException(" + expressions.text()
                    + "); }");
        }
        boolean caught = random.nextInt(4) > 0;
        if (caught) {
            String e = fresh("e");
            String types = random.nextBoolean() ? "IllegalStateException | ArithmeticException" : "RuntimeException";
            line("} catch (" + types + " " + e + ") {");
            line("Lib.trace(" + e + ".getClass().getName());");
            nested(depth);
        }
        if (!caught || random.nextBoolean()) {
            line("} finally {");
            nested(depth);
        }
        line("}");
    }

    private void locked(int depth) {
        line("synchronized (" + (random.nextBoolean() ? "Lib.LOCK" : "inner") + ") {");
        nested(depth);
        line("}");
    }

    private void lambda() {
        String f = fresh("f");
        String captured = fresh("c");
        line("final int " + captured + " = " + expressions.anInt() + ";");
        switch (random.nextInt(3)) {
            case 0 ->
                line("java.util.function.IntUnaryOperator " + f + " = q -> q > 3 ? q * " + captured + " : q - "
                        + captured + ";");
            case 1 -> line("java.util.function.IntUnaryOperator " + f + " = inner::add;");
            default ->
                line("java.util.function.IntUnaryOperator " + f + " = new java.util.function.IntUnaryOperator() {"
                        + " public int applyAsInt(int q) { if (q < " + captured
                        + ") { return q; } count++; return inner.secret; } };");
        }
        line("a += " + f + ".applyAsInt(" + expressions.anInt() + ");");
    }

    private void resources(int depth) {
        String r = fresh("r");
        line("try (Lib.Resource " + r + " = new Lib.Resource(" + expressions.anInt() + ")) {");
        nested(depth);
        line("Lib.trace(" + r + ".toString());");
        line("}");
    }

    /** Behind a condition, so that what follows can be reached. */
    private void jump() {
        String how = switch (random.nextInt(label.isEmpty() ? 2 : 4)) {
            case 0 -> "return " + expressions.aLong() + ";";
            case 1 ->
                "throw new " + (random.nextBoolean() ? "IllegalStateException" : "Lib.Failure") + "("
                        + expressions.text() + ");";
            case 2 -> "break " + label + ";";
            default -> "continue " + label + ";";
        };
        line("if (" + expressions.condition() + ") { " + how + " }");
    }
}
