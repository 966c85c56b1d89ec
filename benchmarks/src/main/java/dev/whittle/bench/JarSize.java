package dev.whittle.bench;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What is in a jar.
 *
 * @param classes number of class files
 * @param classBytes their bytes, unpacked
 * @param codeBytes the bytecode in them: the lengths of their methods' code, without tables and constants
 * @param jarBytes the jar as it lies on the disk
 */
record JarSize(int classes, long classBytes, long codeBytes, long jarBytes) {
    /** Nothing at all. */
    static final JarSize NONE = new JarSize(0, 0, 0, 0);

    static JarSize of(Path jar) {
        return of(jar, name -> true);
    }

    /** Returns what the jar has of the classes that another one had, and the jar's size with all that is in it. */
    static JarSize ofWhatWas(Path jar, Path original) {
        try (ZipFile zip = new ZipFile(original.toFile())) {
            return of(jar, name -> zip.getEntry(name) != null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JarSize of(Path jar, Predicate<String> counts) {
        int classes = 0;
        long bytes = 0;
        long code = 0;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (entry.getName().endsWith(".class") && counts.test(entry.getName())) {
                    byte[] file = zip.getInputStream(entry).readAllBytes();
                    classes++;
                    bytes += file.length;
                    code += codeBytes(file);
                }
            }
            return new JarSize(classes, bytes, code, Files.size(jar));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the classes that are here and not there, of the same jar. */
    JarSize minus(JarSize part) {
        return new JarSize(classes - part.classes, classBytes - part.classBytes, codeBytes - part.codeBytes, jarBytes);
    }

    /** Reads a class file as JVMS 4 lays it out, for nothing but the lengths of its code. */
    static long codeBytes(byte[] file) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
        in.skipNBytes(8);
        Set<Integer> named = new HashSet<>();
        int constants = in.readUnsignedShort();
        for (int i = 1; i < constants; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> {
                    if (in.readUTF().equals("Code")) {
                        named.add(i);
                    }
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(2);
            }
        }
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        return members(in, named) + members(in, named);
    }

    private static long members(DataInputStream in, Set<Integer> code) throws IOException {
        long sum = 0;
        for (int members = in.readUnsignedShort(); members > 0; members--) {
            in.skipNBytes(6);
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                boolean isCode = code.contains(in.readUnsignedShort());
                long length = in.readInt() & 0xffffffffL;
                if (isCode) {
                    in.skipNBytes(4);
                    sum += in.readInt() & 0xffffffffL;
                    length -= 8;
                }
                in.skipNBytes(length);
            }
        }
        return sum;
    }
}
