package dev.whittle.engine;

import dev.whittle.bytecode.Digests;
import dev.whittle.bytecode.JarContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A program as it was read: one class path, of which each entry is whittled.
 *
 * @param parts its entries; of a class that several hold, the first has it, and the others hold a file that stays
 * @param classes of all parts, by internal name, sorted
 * @param warnings what is copied as it is, each with the reason, for a person
 */
record Program(List<ProgramInput> parts, Map<String, byte[]> classes, List<String> warnings) {
    Program {
        parts = List.copyOf(parts);
        warnings = List.copyOf(warnings);
    }

    /** @throws dev.whittle.model.BadInputException as {@link ProgramInput#read} */
    static Program read(List<Path> paths) {
        List<ProgramInput> parts = new ArrayList<>();
        Map<String, byte[]> classes = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        for (Path path : paths) {
            ProgramInput part = ProgramInput.read(path);
            Map<String, byte[]> own = new TreeMap<>(part.classes());
            own.keySet().removeAll(classes.keySet());
            int shadowed = part.classes().size() - own.size();
            if (shadowed > 0) {
                warnings.add(path + " holds " + shadowed + (shadowed == 1 ? " class" : " classes")
                        + " that an entry before it holds too; they are copied as they are.");
            }
            warnings.addAll(part.warnings());
            classes.putAll(own);
            parts.add(new ProgramInput(path, part.contents(), Collections.unmodifiableMap(own), part.warnings()));
        }
        return new Program(parts, Collections.unmodifiableMap(classes), warnings);
    }

    /** Returns the names of the parts without their folders. */
    String name() {
        return parts.stream().map(p -> String.valueOf(p.path().getFileName())).collect(Collectors.joining(":"));
    }

    /** Returns the classes of which a part holds variants for later Java versions: they stay as they are. */
    Set<String> multiRelease() {
        Set<String> result = new TreeSet<>();
        parts.forEach(p -> result.addAll(p.multiRelease()));
        return result;
    }

    String digest() {
        List<String> digests = parts.stream().map(p -> digest(p.contents())).toList();
        return digests.size() == 1 ? digests.get(0) : String.join(":", digests);
    }

    static String digest(JarContents contents) {
        List<String> lines = new ArrayList<>();
        for (JarContents.Entry entry : contents.entries()) {
            lines.add(entry.name() + ' ' + Digests.of(entry.bytes()).hex());
        }
        lines.sort(null);
        return HexFormat.of()
                .formatHex(Digests.sha256(String.join("\n", lines).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
