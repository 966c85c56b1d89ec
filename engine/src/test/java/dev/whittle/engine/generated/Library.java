package dev.whittle.engine.generated;

/** What generated programs use: one of each thing that class files have, and a driver that tells what came of each call. */
final class Library {
    private static final String OLD = """
            enum Color {
                RED, GREEN { @Override int weight() { return 20; } }, BLUE;
                int weight() { return ordinal() * 3; }
                static Color of(int x) { return values()[(x & 0x7fffffff) % 3]; }
            }
            static class Box<T extends Comparable<T>> implements Comparable<T> {
                private final T value;
                Box(T value) { this.value = value; }
                @Override public int compareTo(T other) { return other == null ? 1 : value.compareTo(other); }
            }
            static abstract class Worker {
                protected int done;
                int work(int x) { done++; return step(x) + done; }
                abstract int step(int x);
            }
            static class Adder extends Worker { @Override int step(int x) { return x > 50 ? x + 3 : x - 3; } }
            static class Doubler extends Adder { @Override int step(int x) { return super.step(x) * 2; } }
            static Worker worker(int x) { return (x & 1) == 0 ? new Adder() : new Doubler(); }
            interface Greeter {
                String name();
                default String greet(int times) {
                    String all = "";
                    for (int i = 0; i < (times & 3); i++) { all += name() + i; }
                    return all;
                }
                static Greeter of(String name) { return () -> name; }
            }
            static Greeter greeter(String name) { return name.length() > 3 ? Greeter.of(name) : name::trim; }
            static class Failure extends RuntimeException { Failure(String m) { super(m); } }
            static class Resource implements AutoCloseable {
                private final int x;
                Resource(int x) { this.x = x; if (x == 13) { throw new Failure("no resource"); } }
                @Override public void close() { trace("close " + x); if (x == 7) { throw new Failure("close"); } }
                @Override public String toString() { return "r" + x; }
            }
            static <T extends Number> T same(T t) { return t; }
            static String cut(String s, int n) { return s.substring(Math.min(s.length(), n & 7)); }
            static void all(Object... parts) { for (Object p : parts) { trace(p); } }
            // What arrays call themselves is not the same twice.
            static String shown(Object o) { return o instanceof int[] ? "ints" : String.valueOf(o); }
            static void enter() { if (++calls > 2000) { throw new Failure("too many calls"); } }
            static void trace(Object what) {
                if (text.length() < 20000) { text.append(shown(what)).append(';'); }
            }
            static void program(String name) throws Exception {
                Class<?> type = Class.forName(name);
                java.util.List<java.lang.reflect.Method> methods = new java.util.ArrayList<>();
                for (java.lang.reflect.Method m : type.getDeclaredMethods()) { if (m.getName().matches("m[0-9]")) { methods.add(m); } }
                methods.sort(java.util.Comparator.comparing(java.lang.reflect.Method::getName));
                Object[] objects = {null, "one", 5, Color.GREEN, new int[] {1}};
                for (java.lang.reflect.Method m : methods) {
                    m.setAccessible(true);
                    for (int i = -2; i < 14; i++) {
                        calls = 0;
                        text.setLength(0);
                        String end;
                        try { end = "returned " + m.invoke(null, i * (i > 9 ? 1000 : 1), i * 7L, i % 3 == 0 ? "one" : "t" + i, objects[(i + 2) % 5]); }
                        catch (java.lang.reflect.InvocationTargetException e) {
                            Throwable t = e.getCause();
                            // The platform names locals in its text.
                            boolean told = !(t instanceof NullPointerException);
                            end = "threw " + t.getClass().getName() + (told ? " " + t.getMessage() : "") + " with " + t.getSuppressed().length;
                        }
                        System.out.println(name + "." + m.getName() + " " + i + ": " + text + end);
                    }
                }
            }
            static final Object LOCK = new Object();
            static final int LIMIT = Integer.getInteger("limit", 11);
            static int calls;
            static final StringBuilder text = new StringBuilder();
            """;

    private static final String SINCE = """
            record Point(int x, int y) { Point { if (x == 77) { throw new Failure("point"); } } int sum() { return x + y; } }
            sealed interface Shape permits Circle, Square {}
            record Circle(int r) implements Shape {}
            record Square(String name) implements Shape {}
            interface Named { private String part() { return "part"; } default String whole() { return part() + 1; } }
            static String caller() { return StackWalker.getInstance().walk(s -> s.skip(1).findFirst().get().getMethodName()) + new Named() {}.whole(); }
            """;

    private Library() {}

    static String modern() {
        return "package gen;\npublic class Lib {\n" + OLD + SINCE + "}\n";
    }

    static String old() {
        return "package gen;\npublic class Lib {\n" + OLD + "static String caller() { return \"caller\"; }\n}\n";
    }
}
