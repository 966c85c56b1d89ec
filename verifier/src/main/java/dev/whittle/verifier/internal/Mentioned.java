package dev.whittle.verifier.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Looks for names that a program should not know. Stateless. */
public final class Mentioned {
    private Mentioned() {}

    /** Returns true if a class file has a name among its constants, or within one of them, or could have. */
    public static boolean in(Map<String, byte[]> classes, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        return classes.values().stream().anyMatch(bytes -> holds(bytes, wanted));
    }

    private static boolean holds(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            int n = 0;
            while (n < wanted.length && bytes[i + n] == wanted[n]) {
                n++;
            }
            if (n == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
