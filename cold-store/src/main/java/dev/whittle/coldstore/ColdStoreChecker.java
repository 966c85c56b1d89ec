package dev.whittle.coldstore;

import dev.whittle.runtime.StoreFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks a whole store, fragment by fragment. Stateless. */
public final class ColdStoreChecker {
    private static final int CLASS_MAGIC = 0xCAFEBABE;

    private ColdStoreChecker() {}

    /** Returns what is wrong, each with its place; empty if nothing is. Damage of one fragment does not hide that of the next. */
    public static List<String> check(byte[] store) {
        List<String> damages = new ArrayList<>();
        try {
            StoreFormat format = StoreFormat.parse(store);
            for (StoreFormat.Entry entry : format.entries()) {
                check(format, entry, damages);
            }
        } catch (IOException e) {
            damages.add(e.getMessage());
        }
        return List.copyOf(damages);
    }

    /** Does the same with a file. One that cannot be read is one damage. */
    public static List<String> check(Path store) {
        try {
            return check(Files.readAllBytes(store)).stream()
                    .map(damage -> store + ": " + damage)
                    .toList();
        } catch (IOException e) {
            return List.of(store + ": it cannot be read (" + e + ")");
        }
    }

    private static void check(StoreFormat format, StoreFormat.Entry entry, List<String> damages) {
        try {
            byte[] classFile = format.fragment(entry);
            if (classFile.length < 8 || ByteBuffer.wrap(classFile).getInt() != CLASS_MAGIC) {
                damages.add("fragment " + entry.id() + " (" + entry.className() + ") is not a class file");
            }
        } catch (IOException e) {
            damages.add(e.getMessage());
        }
    }
}
