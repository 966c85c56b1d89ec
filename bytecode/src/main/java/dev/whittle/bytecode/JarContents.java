package dev.whittle.bytecode;

import dev.whittle.model.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The files of a jar or a directory of classes, in memory.
 *
 * @param entries in the order of the jar (a directory: by name), with the folders that a jar lists, as class loaders
 *     find a folder of a jar only if it is listed; of a directory with the folders that are empty
 */
public record JarContents(List<Entry> entries) {
    /** Largest sum of uncompressed bytes that is read: beyond it a jar is refused as a zip bomb. */
    public static final long MAX_BYTES = 1L << 30;

    private static final int MAX_ENTRIES = 200_000;
    /** The first time that a zip entry can hold in every time zone (1980-02-01), so that equal input gives equal bytes. */
    private static final java.time.LocalDateTime EPOCH = java.time.LocalDateTime.of(1980, 2, 1, 0, 0);

    public JarContents {
        entries = List.copyOf(entries);
    }

    /**
     * @param name with forward slashes, relative, without {@code ..}; a folder's ends with a slash
     * @param stored true if the jar holds the bytes uncompressed: launchers find a jar in a jar only if it does
     */
    public record Entry(String name, byte[] bytes, boolean stored) {
        /** A file that is compressed. */
        public Entry(String name, byte[] bytes) {
            this(name, bytes, false);
        }

        /** Returns the entry with other bytes. */
        public Entry with(byte[] other) {
            return new Entry(name, other, stored);
        }

        public boolean isFolder() {
            return name.endsWith("/");
        }

        /** Returns true for a class file outside META-INF (a multi-release variant is not one) that is no module-info. */
        public boolean isClass() {
            return name.endsWith(".class")
                    && !name.startsWith("META-INF/")
                    && !name.equals("module-info.class")
                    && !name.endsWith("/module-info.class");
        }
    }

    /**
     * Reads a jar or a directory.
     *
     * @throws BadInputException if it is missing, damaged, too large, or names entries outside itself
     */
    public static JarContents read(Path path) {
        return read(path, MAX_BYTES);
    }

    /** @param most bytes that it may unpack to */
    static JarContents read(Path path, long most) {
        if (Files.isDirectory(path)) {
            return readDirectory(path);
        }
        if (!Files.isRegularFile(path)) {
            throw new BadInputException("There is no jar or directory " + path + "; check the path.");
        }
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return readZip(path, zip, most);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInputException(
                    "The jar " + path + " cannot be read (" + e.getMessage() + "); build or copy it again.", e);
        }
    }

    private static JarContents readZip(Path path, ZipFile zip, long most) throws IOException {
        if (zip.size() > MAX_ENTRIES) {
            throw new BadInputException(
                    "The jar " + path + " has " + zip.size() + " entries; the limit is " + MAX_ENTRIES + ".");
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long total = 0;
        for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
            ZipEntry entry = e.nextElement();
            checkName(path, entry.getName());
            if (!names.add(entry.getName())) {
                if (entry.isDirectory()) {
                    continue;
                }
                throw new BadInputException(
                        "The jar " + path + " holds the entry " + entry.getName() + " twice; build it again.");
            }
            byte[] bytes = readBounded(path, zip, entry, most, most - total);
            total += bytes.length;
            entries.add(new Entry(entry.getName(), bytes, entry.getMethod() == ZipEntry.STORED));
        }
        return new JarContents(entries);
    }

    private static byte[] readBounded(Path path, ZipFile zip, ZipEntry entry, long most, long left) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 16));
            if (bytes.length > left) {
                throw new BadInputException("The jar " + path + " unpacks to more than " + most + " bytes at "
                        + entry.getName() + "; it is refused.");
            }
            CRC32 crc = new CRC32();
            crc.update(bytes);
            if (entry.getCrc() != -1 && crc.getValue() != entry.getCrc()) {
                throw new BadInputException("The entry " + entry.getName() + " of " + path
                        + " is damaged (checksum); build or copy the jar again.");
            }
            return bytes;
        }
    }

    private static void checkName(Path path, String name) {
        boolean outside = name.startsWith("/") || name.contains("\\") || name.matches("[A-Za-z]:.*");
        for (String part : name.split("/", -1)) {
            outside |= part.equals("..");
        }
        if (outside) {
            throw new BadInputException(
                    "The jar " + path + " names an entry outside itself: " + name + "; it is refused.");
        }
    }

    private static JarContents readDirectory(Path root) {
        TreeMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                String name = root.relativize(path).toString().replace('\\', '/');
                if (Files.isRegularFile(path)) {
                    files.put(name, path);
                } else if (!path.equals(root) && isEmptyFolder(path)) {
                    files.put(name + '/', path);
                }
            }
            List<Entry> entries = new ArrayList<>();
            for (var file : files.entrySet()) {
                boolean isFolder = file.getKey().endsWith("/");
                entries.add(new Entry(file.getKey(), isFolder ? new byte[0] : Files.readAllBytes(file.getValue())));
            }
            return new JarContents(entries);
        } catch (IOException e) {
            throw new BadInputException("The directory " + root + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.findFirst().isEmpty();
        }
    }

    /** Returns the bytes of an entry, or null. */
    public byte @org.jspecify.annotations.Nullable [] find(String name) {
        return entries.stream()
                .filter(e -> e.name().equals(name))
                .map(Entry::bytes)
                .findFirst()
                .orElse(null);
    }

    /** Returns the same files as the bytes of a jar; equal contents give equal bytes. The manifest comes first. */
    public byte[] toJar() {
        List<Entry> ordered = new ArrayList<>(entries);
        Collections.sort(ordered, (a, b) -> Boolean.compare(isManifest(b), isManifest(a)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(9);
            for (Entry entry : ordered) {
                zip.putNextEntry(header(entry));
                zip.write(entry.bytes());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static ZipEntry header(Entry entry) {
        ZipEntry header = new ZipEntry(entry.name());
        header.setTimeLocal(EPOCH);
        if (entry.stored() || entry.bytes().length == 0) {
            CRC32 crc = new CRC32();
            crc.update(entry.bytes());
            header.setMethod(ZipEntry.STORED);
            header.setSize(entry.bytes().length);
            header.setCrc(crc.getValue());
        }
        return header;
    }

    private static boolean isManifest(Entry entry) {
        return entry.name().equals("META-INF/MANIFEST.MF");
    }

    /** Returns the bytes of all files and folders by name, in order. */
    public Map<String, byte[]> byName() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        entries.forEach(e -> files.put(e.name(), e.bytes()));
        return files;
    }
}
