package dev.whittle.engine;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.model.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A jar of classes that the recorded run never loaded, byte for byte as they were. It lies beside the jar that they left, and that jar's
 * {@code Class-Path} names it first, so that a class loader which heeds the attribute looks for a class there before it looks in what came
 * after the jar. Its name has the build's id in it: classes of two builds never meet.
 */
final class ColdJar {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    /** Where a whittled jar says the name of the jar beside it. */
    private static final String POINTER = "classes";

    private ColdJar() {}

    /** Two jars that were one. */
    record Split(JarContents hot, JarContents cold) {}

    /** Returns the name of the jar of cold classes: {@code app-whittled-cold-BUILD.jar} for {@code app-whittled.jar}. */
    static String name(String output, String build) {
        String stem = output.endsWith(".jar") ? output.substring(0, output.length() - 4) : output;
        return stem + "-cold-" + build + ".jar";
    }

    /** Returns the entry that names the jar of cold classes. */
    static String pointer(String build) {
        return Packaging.folder(build) + POINTER;
    }

    /** Says why no class may leave a jar, or nothing. */
    static String refusal(ProgramInput input) {
        List<Entry> entries = input.contents().entries();
        if (entries.stream()
                .anyMatch(e -> e.name().equalsIgnoreCase(MANIFEST) && !e.name().equals(MANIFEST))) {
            return "the name of its manifest is not written as usual";
        }
        boolean indexed = entries.stream().anyMatch(e -> e.name().equalsIgnoreCase(JarIndex.NAME));
        if (indexed && !JarIndex.isIdle(input)) {
            return "it has an index of other jars, which class loaders heed in place of a Class-Path";
        }
        Manifest manifest;
        try {
            manifest = manifest(input.contents().find(MANIFEST));
        } catch (IOException e) {
            return "its manifest cannot be read (" + e.getMessage() + ")";
        }
        if (indexed && manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH) != null) {
            return "it has an index, which class loaders heed in place of its Class-Path";
        }
        boolean seals = seals(manifest.getMainAttributes())
                || manifest.getEntries().values().stream().anyMatch(ColdJar::seals);
        return seals ? "it seals packages, whose classes stand in one jar" : "";
    }

    /** Says where a jar from which classes left cannot be run any more, though its original says that it can; or nothing. */
    static String elsewhere(ProgramInput input) {
        if (input.contents().entries().stream().anyMatch(e -> e.name().endsWith("module-info.class"))) {
            return "a module path";
        }
        try {
            Attributes main = manifest(input.contents().find(MANIFEST)).getMainAttributes();
            return main.getValue("Bundle-SymbolicName") != null
                    ? "an OSGi framework"
                    : main.getValue("Automatic-Module-Name") != null ? "a module path" : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean seals(Attributes attributes) {
        return Boolean.parseBoolean(attributes.getValue(Attributes.Name.SEALED));
    }

    /**
     * Returns the classes of a jar that leave it.
     *
     * @param stays whether a class, by its internal name, has a reason to stay: it was loaded, or is changed
     */
    static Set<String> choose(ProgramInput input, Predicate<String> stays) {
        Set<String> cold = new TreeSet<>(input.classes().keySet());
        cold.removeAll(input.multiRelease());
        cold.removeIf(stays);
        return cold;
    }

    /**
     * Splits a jar.
     *
     * @param cold internal names of the classes that leave
     * @param name of the jar that they go to
     */
    static Split split(JarContents whole, Set<String> cold, String name, String build) {
        byte[] manifest = whole.find(MANIFEST);
        List<Entry> hot = new ArrayList<>();
        List<Entry> beside = new ArrayList<>();
        Set<String> folders = new LinkedHashSet<>();
        cold.forEach(c -> addFolders(c, folders));
        if (manifest == null) {
            hot.add(new Entry(MANIFEST, naming(null, name)));
        }
        for (Entry entry : whole.entries()) {
            if (entry.name().equals(MANIFEST)) {
                hot.add(entry.with(naming(manifest, name)));
            } else if (cold.contains(stem(entry.name()))) {
                beside.add(entry);
            } else if (!entry.name().equals(JarIndex.NAME)) {
                hot.add(entry);
                if (entry.isFolder() && folders.contains(entry.name())) {
                    beside.add(entry);
                }
            }
        }
        beside.add(new Entry(MANIFEST, beside(manifest)));
        hot.add(new Entry(pointer(build), name.getBytes(StandardCharsets.UTF_8)));
        return new Split(new JarContents(hot), new JarContents(beside));
    }

    /**
     * Puts together again what was split, so that it can be compared with the original.
     *
     * @param findings receives what no split would have made, a sentence each
     */
    static JarContents join(Split split, ProgramInput original, String name, List<String> findings) {
        byte[] manifest = original.contents().find(MANIFEST);
        Set<String> here = new TreeSet<>();
        List<Entry> joined = new ArrayList<>();
        boolean named = false;
        for (Entry entry : split.hot.entries()) {
            here.add(entry.name());
            boolean ours = entry.name().equals(MANIFEST) && Arrays.equals(entry.bytes(), naming(manifest, name));
            named |= ours;
            if (!ours) {
                joined.add(entry);
            } else if (manifest != null) {
                joined.add(entry.with(manifest));
            }
        }
        if (!named) {
            findings.add("The manifest of the whittled program is not the original's with " + name
                    + " as the first of its class path.");
        }
        for (Entry entry : split.cold.entries()) {
            boolean isManifest = entry.name().equals(MANIFEST);
            if (isManifest && !Arrays.equals(entry.bytes(), beside(manifest))) {
                findings.add("The manifest of " + name + " is not the one that its classes had.");
            }
            // Folders stand in both.
            if (isManifest || entry.isFolder() && here.contains(entry.name())) {
                continue;
            }
            if (!here.add(entry.name())) {
                findings.add("The file " + entry.name() + " stands in the whittled program and in " + name + ".");
            } else if (!entry.name().endsWith(".class")) {
                findings.add("The file " + entry.name() + " of " + name + " is no class, and does not belong there.");
            } else {
                joined.add(entry);
            }
        }
        if (refusal(original).isEmpty()) {
            // An index that decided nothing went, as it would hide the Class-Path.
            original.contents().entries().stream()
                    .filter(e -> e.name().equals(JarIndex.NAME) && !here.contains(e.name()))
                    .forEach(joined::add);
        }
        return new JarContents(joined);
    }

    private static void addFolders(String type, Set<String> folders) {
        for (int at = type.indexOf('/'); at >= 0; at = type.indexOf('/', at + 1)) {
            folders.add(type.substring(0, at + 1));
        }
    }

    private static String stem(String entry) {
        return entry.endsWith(".class") ? entry.substring(0, entry.length() - ".class".length()) : "";
    }

    /** Returns the manifest with the jar as the first of its class path. */
    private static byte[] naming(byte @Nullable [] original, String name) {
        return edited(original, attributes -> {
            String before = attributes.getValue(Attributes.Name.CLASS_PATH);
            attributes.put(Attributes.Name.CLASS_PATH, before == null ? url(name) : url(name) + ' ' + before);
        });
    }

    /** Returns a file's name as a relative URL: a class path is divided by spaces. */
    private static String url(String name) {
        try {
            return new URI(null, null, '/' + name, null)
                    .toASCIIString()
                    .substring(1)
                    .replace(":", "%3A");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("each name of a file is a path", e);
        }
    }

    /** Returns the manifest that says of the packages what the original does, and names no class path. */
    private static byte[] beside(byte @Nullable [] original) {
        return edited(original, attributes -> {
            attributes.remove(Attributes.Name.CLASS_PATH);
            attributes.remove(Attributes.Name.MAIN_CLASS);
        });
    }

    private static byte[] edited(byte @Nullable [] original, Consumer<Attributes> edit) {
        try {
            Manifest manifest = manifest(original);
            manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
            edit.accept(manifest.getMainAttributes());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            manifest.write(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the manifest was read before", e);
        }
    }

    /** @throws IOException if it is damaged */
    private static Manifest manifest(byte @Nullable [] bytes) throws IOException {
        return bytes == null ? new Manifest() : new Manifest(new ByteArrayInputStream(bytes));
    }

    /**
     * Returns the name that a whittled jar gives of the jar beside it, or null if it names none.
     *
     * @throws BadInputException if it is not the name of a file
     */
    static @Nullable String named(JarContents hot, String build) {
        byte[] said = hot.find(pointer(build));
        if (said == null) {
            return null;
        }
        String name = new String(said, StandardCharsets.UTF_8);
        if (!name.endsWith(".jar") || name.contains("/") || name.contains("\\")) {
            throw new BadInputException("The whittled program does not say which jar has its cold classes, but " + name
                    + "; whittle it again.");
        }
        return name;
    }
}
