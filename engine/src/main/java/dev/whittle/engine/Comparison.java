package dev.whittle.engine;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares all that the method-by-method proof does not look at: the files that are not classes, and what came in or went. */
final class Comparison {
    private Comparison() {}

    /** Returns what is wrong, one sentence each, in a fixed order. */
    static List<String> findings(ProgramInput original, JarContents whittled, String build) {
        Map<String, byte[]> before = byName(original.contents());
        Map<String, byte[]> after = byName(whittled);
        Map<String, byte[]> runtime =
                RuntimeClasses.entries().stream().collect(Collectors.toMap(Entry::name, Entry::bytes));
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : before.entrySet()) {
            byte[] now = after.get(entry.getKey());
            String name = entry.getKey();
            boolean judgedElsewhere = name.endsWith(".class")
                    && original.classes().containsKey(name.substring(0, name.length() - ".class".length()));
            if (now == null) {
                findings.add("The file " + name + " is missing in the whittled program.");
            } else if (!judgedElsewhere && !name.equals("module-info.class") && !Arrays.equals(now, entry.getValue())) {
                findings.add("The file " + name + " differs, and is not one that Whittle changes.");
            }
        }
        for (Map.Entry<String, byte[]> entry : after.entrySet()) {
            if (!before.containsKey(entry.getKey())
                    && !entry.getKey().startsWith(Packaging.folder(build))
                    && !Arrays.equals(entry.getValue(), runtime.get(entry.getKey()))) {
                findings.add("The file " + entry.getKey()
                        + " is new, and is neither Whittle's runtime nor the store of this build.");
            }
        }
        return findings;
    }

    private static Map<String, byte[]> byName(JarContents contents) {
        Map<String, byte[]> result = new TreeMap<>();
        contents.entries().forEach(e -> result.put(e.name(), e.bytes()));
        return result;
    }
}
