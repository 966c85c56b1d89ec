package dev.whittle.engine;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.model.Certificate;
import dev.whittle.model.Certificate.ExitPoint;
import dev.whittle.model.Fragment;
import dev.whittle.model.TransformedClass;
import dev.whittle.verifier.Resident;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Fragments that are classes of the whittled program ({@link StoreMode#RESIDENT}), and the list of them that the runtime reads. Stateless. */
final class Companions {
    /** Has their names, one a line, sorted. */
    static final String LIST = "META-INF/whittle/companions";

    private Companions() {}

    /** Returns what a part of a program gets for those of its classes that change. */
    static List<Entry> entries(List<TransformedClass> changed) {
        Map<String, byte[]> classes = new TreeMap<>();
        changed.stream().flatMap(c -> c.fragments().stream()).forEach(f -> classes.put(f.className(), f.classBytes()));
        List<Entry> entries = new ArrayList<>();
        classes.forEach((name, bytes) -> entries.add(new Entry(name + ".class", bytes)));
        if (!classes.isEmpty()) {
            entries.add(new Entry(LIST, list(classes.keySet())));
        }
        return entries;
    }

    private static byte[] list(Collection<String> names) {
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append(name.replace('/', '.')).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the fragments that certificates speak of, by id. One that is missing is left out: who leaves for it is not proved. */
    static Map<Integer, byte[]> fragments(JarContents whittled, List<Certificate> certificates) {
        Map<Integer, byte[]> fragments = new TreeMap<>();
        names(certificates).forEach((name, id) -> {
            byte[] bytes = whittled.find(name + ".class");
            if (bytes != null) {
                fragments.put(id, bytes);
            }
        });
        return fragments;
    }

    /** Returns which files of a whittled program are companions that certificates speak of, or the list of just these. */
    static Set<String> expected(JarContents whittled, List<Certificate> certificates) {
        Set<String> names = new TreeSet<>(names(certificates).keySet());
        Set<String> files = new TreeSet<>();
        names.removeIf(name -> {
            byte[] bytes = whittled.find(name + ".class");
            return bytes == null || !Resident.isInert(name, bytes);
        });
        names.forEach(name -> files.add(name + ".class"));
        if (Arrays.equals(whittled.find(LIST), list(names))) {
            files.add(LIST);
        }
        return files;
    }

    private static Map<String, Integer> names(List<Certificate> certificates) {
        Map<String, Integer> names = new TreeMap<>();
        for (Certificate certificate : certificates) {
            for (ExitPoint exit : certificate.exits()) {
                names.put(Fragment.className(certificate.method().owner(), exit.fragment()), exit.fragment());
            }
        }
        return names;
    }
}
