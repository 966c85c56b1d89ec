package dev.whittle.demo.nic;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Rounds of {@link HotPlug}, each in a class loader of its own: a guard breaks once and for ever, so a program that is to see many break
 * under load has to begin anew. Some rounds are long, so that the code is compiled when its guards break, and many are short.
 */
public final class PlugRounds {
    private static final String[] NAMES = {
        "binds", "received", "sent", "handed", "codes", "changes", "wrong", "loads", "broken"
    };

    private PlugRounds() {}

    /**
     * Prints the sums over all rounds, and ends with code 1 if a result was wrong.
     *
     * @param args the program's jar, the jar of this class, the rounds as {@code 1x3000,4x500} binds, the seed, and words for the round
     */
    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[3]);
        long[] sums = new long[NAMES.length];
        int rounds = 0;
        for (String group : args[2].split(",")) {
            String[] parts = group.split("x");
            for (int i = 0; i < Integer.parseInt(parts[0]); i++) {
                List<String> words = new ArrayList<>(Arrays.asList(args).subList(4, args.length));
                words.add("binds=" + parts[1]);
                words.add("seed=" + (seed + rounds++));
                long[] result = round(Path.of(args[0]), Path.of(args[1]), words.toArray(String[]::new));
                Arrays.setAll(sums, n -> sums[n] + result[n]);
            }
        }
        StringBuilder line = new StringBuilder("hot-plug: rounds=" + rounds);
        for (int i = 0; i < NAMES.length; i++) {
            line.append(' ').append(NAMES[i]).append('=').append(sums[i]);
        }
        System.out.println(line.append(String.format(Locale.ROOT, " seed=%d", seed)));
        System.exit(sums[6] == 0 ? 0 : 1);
    }

    private static long[] round(Path program, Path harness, String[] words)
            throws IOException, ReflectiveOperationException {
        URL[] jars = {program.toUri().toURL(), harness.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Method round = loader.loadClass(HotPlug.class.getName()).getMethod("round", String[].class);
            long[] result = Arrays.copyOf((long[]) round.invoke(null, (Object) words), NAMES.length);
            result[7] = size(loader, "Cold", "loads");
            result[8] = size(loader, "Facts", "invalidated");
            return result;
        }
    }

    /** How many the runtime tells of, or 0 where there is no runtime. */
    private static int size(ClassLoader loader, String type, String method) throws ReflectiveOperationException {
        try {
            Object told = loader.loadClass("dev.whittle.runtime." + type)
                    .getMethod(method)
                    .invoke(null);
            return told instanceof List<?> list ? list.size() : (int) told;
        } catch (ClassNotFoundException e) {
            return 0;
        }
    }
}
