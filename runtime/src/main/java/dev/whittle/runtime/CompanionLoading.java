package dev.whittle.runtime;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Loads and links the cold code of programs that hold it as classes of their own, so that hot code that leaves for it later waits for no class to
 * be loaded. It has a thread of its own because class loaders are user code: one that waits for the class initialiser that begins this would
 * wait for ever. What it loads has no initialisers, so that nothing of the program runs.
 */
final class CompanionLoading implements Runnable {
    /** Has the names of the classes, one a line. */
    static final String LIST = "META-INF/whittle/companions";

    /** What the name of each has, and no other is loaded. */
    private static final String INFIX = "$whittle$";

    private CompanionLoading() {}

    /** Begins, and returns at once. */
    static void begin() {
        // Nothing of the thread that happens to come here is inherited.
        Thread thread = new Thread(null, new CompanionLoading(), "whittle-rehearsal", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        ClassLoader loader = CompanionLoading.class.getClassLoader();
        try {
            Enumeration<URL> lists = loader == null ? ClassLoader.getSystemResources(LIST) : loader.getResources(LIST);
            while (lists.hasMoreElements()) {
                String names = new String(StoreLocator.read(lists.nextElement()), StandardCharsets.UTF_8);
                StringTokenizer lines = new StringTokenizer(names, "\n");
                while (lines.hasMoreTokens()) {
                    load(lines.nextToken(), loader);
                }
            }
        } catch (IOException | RuntimeException e) {
            // It is a rehearsal: what is not loaded now is when it is needed.
            return;
        }
    }

    private static void load(String name, @Nullable ClassLoader loader) {
        try {
            if (name.contains(INFIX)) {
                Class.forName(name, true, loader);
            }
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            // Whoever calls it is told.
            return;
        }
    }
}
