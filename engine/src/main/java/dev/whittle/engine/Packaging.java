package dev.whittle.engine;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.coldstore.ColdStoreWriter;
import dev.whittle.model.BadInputException;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.Fragment;
import dev.whittle.model.Staging;
import dev.whittle.model.TransformedClass;
import java.io.IOException;
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
            Retention retention,
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
        if (!RuntimeClasses.isWholeIn(input.contents())) {
            entries.addAll(RuntimeClasses.entries());
        }
        entries.addAll(cold(own, store, build, retention, output));
        Map<Path, byte[]> siblings = new LinkedHashMap<>();
        if (retention.mode().isFile()) {
            siblings.put(Request.sidecar(output), store);
        }
        return new Packaging(new JarContents(entries), store, siblings);
    }

    /** Returns what a part holds of its cold code, or of where that is. */
    private static List<Entry> cold(
            List<TransformedClass> own, byte[] store, String build, Retention retention, Path output) {
        return switch (retention.mode()) {
            case EMBEDDED -> List.of(new Entry(folder(build) + "store.wcs", store));
            case SIDECAR ->
                List.of(new Entry(
                        folder(build) + "sidecar",
                        String.valueOf(Request.sidecar(output).getFileName()).getBytes(StandardCharsets.UTF_8)));
            case REMOTE -> List.of(new Entry(Remote.file(build), Remote.reference(retention.place(build), store)));
            case DROP -> List.of(new Entry(folder(build) + "dropped", ColdStoreWriter.names(store)));
            case RESIDENT -> Companions.entries(own);
        };
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

    /** Writes everything beside its place, the program last: it takes its place when all is there that it may need. */
    void stage(Staging staging, Path output, boolean directory) throws IOException {
        for (Map.Entry<Path, byte[]> sibling : siblings.entrySet()) {
            staging.file(sibling.getKey(), sibling.getValue());
        }
        if (directory) {
            staging.folder(output, program.byName());
        } else {
            staging.file(output, program.toJar());
        }
    }
}
