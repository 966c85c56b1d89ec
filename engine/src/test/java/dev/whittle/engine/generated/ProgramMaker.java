package dev.whittle.engine.generated;

import dev.whittle.testkit.InMemoryCompiler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes programs that print what they do: random methods over a small library with one of each thing that class files have. The same for
 * the same seed.
 */
final class ProgramMaker {
    private static final int METHODS = 3;

    private ProgramMaker() {}

    /**
     * Returns several programs in one jar: {@code gen.Main} runs them all.
     *
     * @param first seed of the first; the others follow
     * @param release version of Java: before 17, without what came since 8
     */
    static Map<String, byte[]> make(long first, int programs, int release) {
        Map<String, String> sources = new HashMap<>();
        boolean modern = release >= 17;
        sources.put("gen.Lib", modern ? Library.modern() : Library.old());
        StringBuilder main = new StringBuilder();
        for (int i = 0; i < programs; i++) {
            long seed = first + i;
            sources.put("gen.P" + seed, program(seed, modern));
            main.append("Lib.program(\"gen.P").append(seed).append("\");\n");
        }
        sources.put(
                "gen.Main",
                "package gen; public class Main { public static void main(String[] x) throws Exception {\n" + main
                        + "} }");
        return InMemoryCompiler.compile(sources, "--release", String.valueOf(release));
    }

    private static String program(long seed, boolean modern) {
        Random random = new Random(seed);
        StringBuilder out = new StringBuilder("package gen;\npublic class P" + seed + " {\nstatic int count;\n");
        out.append("""
                static final class Inner {
                    private int secret;
                    Inner(int secret) { this.secret = secret; }
                    int add(int x) { if (x > 9) { count++; } return secret + x; }
                }
                """);
        List<String> methods = new ArrayList<>();
        for (int i = 0; i < METHODS; i++) {
            String name = "m" + i;
            out.append(new MethodMaker(random, modern, List.copyOf(methods)).make(name));
            methods.add(name);
        }
        return out.append("}\n").toString();
    }
}
