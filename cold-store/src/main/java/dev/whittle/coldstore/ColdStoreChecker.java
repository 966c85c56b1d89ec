package dev.whittle.coldstore;

import dev.whittle.runtime.StoreFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Checks a whole store, fragment by fragment. Stateless. */
public final class ColdStoreChecker {
    private ColdStoreChecker() {}

    /** Returns what is wrong, each with its place; empty if nothing is. */
    public static List<String> check(byte[] store) {
        List<String> damages = new ArrayList<>();
        try {
            StoreFormat format = StoreFormat.parse(store);
            for (StoreFormat.Entry entry : format.entries()) {
                try {
                    format.fragment(entry);
                } catch (IOException e) {
                    damages.add(e.getMessage());
                }
            }
        } catch (IOException e) {
            damages.add(e.getMessage());
        }
        return List.copyOf(damages);
    }
}
