package dev.whittle.model;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files and folders that are written together. Each is written whole beside its place first; only when all are there do they take their places,
 * which needs no more room. If that fails, what was there before is put back. A file takes the place of a file only, a folder that of a
 * folder. Not thread-safe.
 */
public final class Staging implements AutoCloseable {
    private final Map<Path, Path> staged = new LinkedHashMap<>();

    /** Writes one file whole or not at all: who reads it meanwhile sees the old one or the new one. */
    public static void write(Path target, byte[] bytes) throws IOException {
        try (Staging staging = new Staging()) {
            staging.file(target, bytes);
            staging.commit();
        }
    }

    /** Writes a file beside its place. */
    public void file(Path target, byte[] bytes) throws IOException {
        Files.write(beside(target), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Writes a folder of files beside its place.
     *
     * @param files by their names in the folder; those of folders that may be empty end with a slash
     */
    public void folder(Path target, Map<String, byte[]> files) throws IOException {
        Path root = Files.createDirectory(beside(target));
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            Path file = root.resolve(each.getKey());
            if (each.getKey().endsWith("/")) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.write(file, each.getValue());
            }
        }
    }

    private Path beside(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new FileSystemException(target.toString(), null, "names no file");
        }
        Folders.create(folder);
        Path beside = hidden(absolute, "part");
        staged.put(absolute, beside);
        return beside;
    }

    /** Not the name of a temporary file, which would leave the output readable for its owner alone. */
    private static Path hidden(Path target, String extension) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + "." + extension);
    }

    /**
     * Has everything that was written take its place, in the order in which it was.
     *
     * @throws IOException if that cannot be done; then everything is as it was before
     */
    public void commit() throws IOException {
        for (Map.Entry<Path, Path> each : staged.entrySet()) {
            refuseAnotherKind(each.getKey(), each.getValue());
        }
        Map<Path, Path> old = new LinkedHashMap<>();
        List<Path> placed = new ArrayList<>();
        try {
            for (Map.Entry<Path, Path> each : staged.entrySet()) {
                Path target = each.getKey();
                if (Files.isDirectory(target)) {
                    old.put(target, Files.move(target, hidden(target, "old")));
                } else if (staged.size() > 1 && Files.exists(target)) {
                    // A link, so that the place is never empty for who reads it meanwhile.
                    Path kept = hidden(target, "old");
                    link(kept, target);
                    old.put(target, kept);
                }
                move(each.getValue(), target);
                placed.add(target);
            }
        } catch (IOException e) {
            putBack(placed, old);
            throw e;
        }
        old.values().forEach(Staging::discard);
    }

    private static void refuseAnotherKind(Path target, Path beside) throws IOException {
        if (Files.exists(target) && Files.isDirectory(target) != Files.isDirectory(beside)) {
            String what = Files.isDirectory(target) ? "is a folder, and a file" : "is a file, and a folder";
            throw new FileSystemException(target.toString(), null, what + " is to be written");
        }
    }

    private static void putBack(List<Path> placed, Map<Path, Path> old) throws IOException {
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
