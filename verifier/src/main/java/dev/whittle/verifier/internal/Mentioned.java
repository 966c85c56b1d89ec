package dev.whittle.verifier.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Looks for names that a program should not know. Stateless. */
public final class Mentioned {
    private Mentioned() {}

    /** Returns true if a class file has a name among its constants, or within one of them, or could have. */
    public static boolean in(Map<String, byte[]> classes, String name) {
        return in(classes, name, false);
    }

    /** The same for a name with a number behind it. */
    public static boolean numbered(Map<String, byte[]> classes, String name) {
        return in(classes, name, true);
    }

    private static boolean in(Map<String, byte[]> classes, String name, boolean numbered) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        return classes.values().stream().anyMatch(bytes -> holds(bytes, wanted, numbered));
    }

    private static boolean holds(byte[] bytes, byte[] wanted, boolean numbered) {
        int end = bytes.length - wanted.length - (numbered ? 1 : 0);
        for (int i = 0; i <= end; i++) {
            int n = 0;
            while (n < wanted.length && bytes[i + n] == wanted[n]) {
                n++;
            }
            if (n == wanted.length && (!numbered || bytes[i + n] >= '0' && bytes[i + n] <= '9')) {
                return true;
            }
        }
        return false;
    }
}
