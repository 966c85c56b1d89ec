package dev.whittle.engine;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares all that the method-by-method proof does not look at: the files that are not classes, and what came in or went. */
final class Comparison {
    private Comparison() {}

    /**
     * Returns what is wrong, one sentence each, in a fixed order.
     *
     * @param companions files that are judged as fragments
     */
    static List<String> findings(ProgramInput original, JarContents whittled, String build, Set<String> companions) {
        Map<String, Entry> before = byName(original.contents());
        Map<String, Entry> after = byName(whittled);
        Map<String, byte[]> runtime =
                RuntimeClasses.entries().stream().collect(Collectors.toMap(Entry::name, Entry::bytes));
        List<String> findings = new ArrayList<>();
        before.forEach((name, was) -> {
            Entry now = after.get(name);
            boolean judgedElsewhere = name.endsWith(".class")
                    && original.classes().containsKey(name.substring(0, name.length() - ".class".length()));
            if (now == null) {
                findings.add("The file " + name + " is missing in the whittled program.");
            } else if (!judgedElsewhere
                    && !name.equals("module-info.class")
                    && !Arrays.equals(now.bytes(), was.bytes())) {
                findings.add("The file " + name + " differs, and is not one that Whittle changes.");
            } else if (was.stored() && !now.stored()) {
                findings.add("The file " + name + " is compressed, and was not: a launcher may not find it.");
            }
        });
        after.forEach((name, now) -> {
            if (!before.containsKey(name)
                    && !name.startsWith(Packaging.folder(build))
                    && !companions.contains(name)
                    && !Arrays.equals(now.bytes(), runtime.get(name))) {
                findings.add(
                        "The file " + name + " is new, and is neither Whittle's runtime nor the store of this build.");
            }
        });
        return findings;
    }

    private static Map<String, Entry> byName(JarContents contents) {
        Map<String, Entry> result = new TreeMap<>();
        contents.entries().forEach(e -> result.put(e.name(), e));
        return result;
    }
}
