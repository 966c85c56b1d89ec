package dev.whittle.coldstore;

import dev.whittle.model.Staging;
import dev.whittle.runtime.StoreFormat;
import dev.whittle.runtime.writing.StoreWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Drops the fragments that no program refers to. Ids and digests stay, so the pins of the program stay right. Stateless. */
public final class ColdStoreCompactor {
    private ColdStoreCompactor() {}

    /**
     * Returns a store with those fragments only, packed anew.
     *
     * @param referenced ids that stay; ids that the store does not hold are ignored
     * @throws IOException if the store is damaged; the message names the place
     */
    public static byte[] compact(byte[] store, Set<Integer> referenced) throws IOException {
        StoreFormat format = StoreFormat.parse(store);
        List<StoreFormat.Raw> kept = new ArrayList<>();
        for (StoreFormat.Entry entry : format.entries()) {
            if (referenced.contains(entry.id())) {
                kept.add(new StoreFormat.Raw(entry.id(), entry.className(), entry.method(), format.fragment(entry)));
            }
        }
        return StoreWriter.write(format.build(), kept);
    }

    /** Does the same to a file, which changes at once or not at all. */
    public static void compact(Path file, Set<Integer> referenced) throws IOException {
        Staging.write(file, compact(Files.readAllBytes(file), referenced));
    }
}
