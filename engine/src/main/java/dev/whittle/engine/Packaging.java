package dev.whittle.engine;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.coldstore.ColdStoreWriter;
import dev.whittle.model.BadInputException;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.Fragment;
import dev.whittle.model.TransformedClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/**
 * The files that a whittling writes, in memory until all of them are known.
 *
 * @param program the whittled program
 * @param store the cold store, whether it is inside the program or beside it; no bytes if there is none
 * @param siblings files beside the program: store, cold classes, certificate, report
 * @param besideBytes bytes of the jar of cold classes, 0 if there is none
 */
record Packaging(JarContents program, byte[] store, Map<Path, byte[]> siblings, long besideBytes) {
    private Packaging(JarContents program, byte[] store, Map<Path, byte[]> siblings) {
        this(program, store, siblings, 0);
    }

    /** Folder of a build's resources inside the program. */
    static String folder(String build) {
        return "META-INF/whittle/" + build + '/';
    }

    /** Returns the store of a build, or no bytes if the build changes nothing or has no store. */
    static byte[] store(List<TransformedClass> classes, String build, StoreMode mode) {
        if (classes.isEmpty() || mode == StoreMode.RESIDENT) {
            return new byte[0];
        }
        List<Fragment> fragments =
                classes.stream().flatMap(c -> c.fragments().stream()).toList();
        Map<String, ClassDigest> originals = new TreeMap<>();
        classes.stream()
                .flatMap(c -> c.certificates().stream())
                .forEach(c -> originals.put(c.method().owner(), c.original()));
        return ColdStoreWriter.write(build, originals, fragments);
    }

    /**
     * Packs one part of a program. Each part that changes has the store of all, as a class loader shows only one of them.
     *
     * @param classes of all parts
     */
    static Packaging of(
            ProgramInput input,
            List<TransformedClass> classes,
            byte[] store,
            String build,
            StoreMode mode,
            Path output) {
        List<TransformedClass> own = classes.stream()
                .filter(c -> input.classes().containsKey(c.name()))
                .toList();
        Map<String, byte[]> changed = new TreeMap<>();
        own.forEach(c -> changed.put(c.name() + ".class", c.bytes()));
        if (changed.isEmpty()) {
            return new Packaging(input.contents(), new byte[0], Map.of());
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : input.contents().entries()) {
            byte[] bytes = changed.get(entry.name());
            entries.add(
                    entry.name().equals("module-info.class")
                            ? entry.with(withRuntimePackage(entry.bytes()))
                            : bytes == null ? entry : entry.with(bytes));
        }
        entries.addAll(RuntimeClasses.entries());
        Map<Path, byte[]> siblings = new LinkedHashMap<>();
        switch (mode) {
            case EMBEDDED -> entries.add(new Entry(folder(build) + "store.wcs", store));
            case SIDECAR -> {
                Path beside = Request.sidecar(output);
                entries.add(new Entry(
                        folder(build) + "sidecar",
                        String.valueOf(beside.getFileName()).getBytes(StandardCharsets.UTF_8)));
                siblings.put(beside, store);
            }
            case RESIDENT -> entries.addAll(Companions.entries(own));
        }
        return new Packaging(new JarContents(entries), store, siblings);
    }

    /** A module that lists its packages has to list the runtime's too. */
    private static byte[] withRuntimePackage(byte[] moduleInfo) {
        ClassNode node = new ClassNode();
        new ClassReader(moduleInfo).accept(node, 0);
        if (node.module == null || node.module.packages == null) {
            return moduleInfo;
        }
        node.module.packages.add("dev/whittle/runtime");
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** Returns the same with some of its classes in a jar beside the output. */
    Packaging beside(Set<String> cold, Path output, String build) {
        if (cold.isEmpty()) {
            return this;
        }
        String name = ColdJar.name(String.valueOf(output.getFileName()), build);
        ColdJar.Split split = ColdJar.split(program, cold, name, build);
        byte[] jar = split.cold().toJar();
        Map<Path, byte[]> more = new LinkedHashMap<>(siblings);
        more.put(output.resolveSibling(name), jar);
        return new Packaging(split.hot(), store, more, jar.length);
    }

    Packaging with(Path sibling, String text) {
        Map<Path, byte[]> more = new LinkedHashMap<>(siblings);
        more.put(sibling, text.getBytes(StandardCharsets.UTF_8));
        return new Packaging(program, store, more, besideBytes);
    }

    /**
     * Returns the files that would be written.
     *
     * @throws BadInputException if a file is there already
     */
    List<Path> refuseToReplace(Path output, boolean force) {
        List<Path> targets = new ArrayList<>(siblings.keySet());
        targets.add(output);
        for (Path target : targets) {
            if (!force && Files.exists(target)) {
                throw new BadInputException(target + " exists; give another output, or --force to replace it.");
            }
        }
        return targets;
    }

    /**
     * Writes everything, the program last: while it is missing nothing looks finished.
     *
     * @throws BadInputException if a file is there already, or cannot be written
     */
    List<Path> write(Path output, boolean directory, boolean force) {
        List<Path> targets = refuseToReplace(output, force);
        try {
            for (Map.Entry<Path, byte[]> sibling : siblings.entrySet()) {
                JarContents.writeAtomically(sibling.getKey(), sibling.getValue());
            }
            if (directory) {
                writeDirectory(output);
            } else {
                JarContents.writeAtomically(output, program.toJar());
            }
            return targets;
        } catch (IOException e) {
            throw new BadInputException(
                    "The output " + output + " cannot be written (" + e.getMessage()
                            + "); check the folder and the disk.",
                    e);
        }
    }

    private void writeDirectory(Path output) throws IOException {
        Path absolute = output.toAbsolutePath();
        Path parent = java.util.Objects.requireNonNull(absolute.getParent());
        Files.createDirectories(parent);
        Path beside = Files.createTempDirectory(parent, ".whittle");
        for (Entry entry : program.entries()) {
            Path file = beside.resolve(entry.name());
            if (entry.isFolder()) {
                Files.createDirectories(file);
                continue;
            }
            Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
            Files.write(file, entry.bytes());
        }
        if (Files.exists(absolute)) {
            delete(absolute);
        }
        Files.move(beside, absolute);
    }

    private static void delete(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            walk.sorted(java.util.Comparator.reverseOrder()).forEach(p -> {
                try {
                    Files.delete(p);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
