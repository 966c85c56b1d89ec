package dev.whittle.bytecode;

import dev.whittle.model.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Files and folders that are written together. Each is written whole beside its place first; only when all are there do they take their places,
 * which needs no more room. If that fails, what was there before is put back. Not thread-safe.
 */
public final class Staging implements AutoCloseable {
    private final Map<Path, Path> staged = new LinkedHashMap<>();
    private int number;

    /** Writes a file beside its place. */
    public void file(Path target, byte[] bytes) throws IOException {
        Path beside = beside(target);
        try (OutputStream out = Files.newOutputStream(beside)) {
            out.write(bytes);
        }
    }

    /** Writes a folder of files beside its place. */
    public void folder(Path target, JarContents contents) throws IOException {
        Path root = Files.createDirectory(beside(target));
        for (JarContents.Entry entry : contents.entries()) {
            Path file = root.resolve(entry.name());
            if (entry.isFolder()) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.write(file, entry.bytes());
            }
        }
    }

    /** Not a temporary file's name, which would leave the output readable for its owner alone. */
    private Path beside(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = Objects.requireNonNull(absolute.getParent(), "a file lies in a folder");
        Folders.create(folder);
        Path beside = hidden(absolute, "part");
        staged.put(absolute, beside);
        return beside;
    }

    private Path hidden(Path target, String extension) {
        return target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + "-"
                        + Thread.currentThread().getId() + "-" + number++ + "." + extension);
    }

    /**
     * Has everything that was written take its place, in the order in which it was.
     *
     * @throws IOException if that cannot be done; then everything is as it was before
     */
    public void commit() throws IOException {
        Map<Path, Path> old = new LinkedHashMap<>();
        List<Path> placed = new ArrayList<>();
        try {
            for (Map.Entry<Path, Path> each : staged.entrySet()) {
                Path target = each.getKey();
                if (Files.isDirectory(target) || Files.isDirectory(each.getValue())) {
                    if (Files.exists(target)) {
                        old.put(target, Files.move(target, hidden(target, "old")));
                    }
                } else if (Files.exists(target)) {
                    // A link, so that the place is never empty for who reads it meanwhile.
                    Path kept = hidden(target, "old");
                    link(kept, target);
                    old.put(target, kept);
                }
                move(each.getValue(), target);
                placed.add(target);
            }
        } catch (IOException e) {
            for (Path target : placed) {
                if (!old.containsKey(target)) {
                    delete(target);
                }
            }
            for (Map.Entry<Path, Path> each : old.entrySet()) {
                if (Files.isDirectory(each.getKey())) {
                    delete(each.getKey());
                }
                move(each.getValue(), each.getKey());
            }
            throw e;
        }
        old.values().forEach(Staging::discard);
    }

    private static void discard(Path path) {
        try {
            delete(path);
        } catch (IOException e) {
            // What was to be written is there; a file of before that cannot be deleted is no reason to say that it is
            // not.
            return;
        }
    }

    private static void link(Path link, Path file) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (IOException | UnsupportedOperationException e) {
            // Not all file systems have links.
            Files.copy(file, link, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    /** Deletes what was written and did not take its place. */
    @Override
    public void close() throws IOException {
        for (Path beside : staged.values()) {
            delete(beside);
        }
        staged.clear();
    }
}
