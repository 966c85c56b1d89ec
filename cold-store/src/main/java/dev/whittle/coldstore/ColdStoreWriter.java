package dev.whittle.coldstore;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.Fragment;
import dev.whittle.model.Staging;
import dev.whittle.runtime.StoreFormat;
import dev.whittle.runtime.writing.StoreWriter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Makes stores. Equal fragments in any order give equal bytes. Stateless. */
public final class ColdStoreWriter {
    private ColdStoreWriter() {}

    /**
     * Returns the bytes of a store.
     *
     * @param originals of the class files that the fragments left, by internal name
     * @throws IllegalArgumentException if two fragments share an id
     */
    public static byte[] write(String build, Map<String, ClassDigest> originals, List<Fragment> fragments) {
        return StoreWriter.write(
                build,
                fragments.stream()
                        .map(f -> new StoreFormat.Raw(
                                f.id(),
                                f.className(),
                                origin(
                                        f,
                                        Objects.requireNonNull(
                                                originals.get(f.origin().owner()), "its original")),
                                f.classBytes()))
                        .toList());
    }

    /**
     * Writes a store to a file, beside it first: whoever reads the file sees the old store or the new one.
     *
     * @throws IOException if that fails; the file is then as it was
     */
    public static void write(Path file, String build, Map<String, ClassDigest> originals, List<Fragment> fragments)
            throws IOException {
        Staging.write(file, write(build, originals, fragments));
    }

    /** Returns what a program holds of a store that it is shipped without: a line for each fragment, its id and what the index says of it. */
    public static byte[] names(byte[] store) {
        StringBuilder lines = new StringBuilder();
        try {
            StoreFormat.parse(store)
                    .entries()
                    .forEach(e ->
                            lines.append(e.id()).append(' ').append(e.method()).append('\n'));
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no store", e);
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns what the index says of a fragment, "*" in place of a method if several share it: to people, and to what is learned from a run in which it came back. */
    private static String origin(Fragment fragment, ClassDigest original) {
        return fragment.origin().name()
                + fragment.origin().descriptor()
                + ' '
                + fragment.resume()
                + ' '
                + original.hex().substring(0, 16)
                + (fragment.facts().isEmpty() ? "" : " @" + facts(fragment));
    }

    /** Encoded, since the name of a fact may hold any character. */
    private static String facts(Fragment fragment) {
        return fragment.facts().stream()
                .map(f -> URLEncoder.encode(f.name(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
    }
}
