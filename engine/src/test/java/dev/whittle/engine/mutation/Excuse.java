package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;

/** Why a mutant does the same as the program it was made of. */
final class Excuse {
    private Excuse() {}

    /** Returns the rule, or an empty string if there is none. */
    static String of(Mutant mutant) {
        if (Mutant.sameBytes(mutant.twin(), mutant.input())) {
            // The certificate is a hint: what runs is what was proved.
            return "nothing that runs is changed";
        }
        return "";
    }

    /** Returns the lines that a person has to look at. */
    static String difference(Mutant mutant) {
        StringBuilder text = new StringBuilder();
        Map<String, byte[]> now = mutant.input().whittled();
        mutant.twin().whittled().forEach((name, bytes) -> compare(text, bytes, now.get(name)));
        mutant.twin()
                .fragments()
                .forEach((id, bytes) ->
                        compare(text, bytes, mutant.input().fragments().get(id)));
        return text.toString();
    }

    private static void compare(StringBuilder text, byte[] a, byte[] b) {
        if (java.util.Arrays.equals(a, b)) {
            return;
        }
        List<String> old = lines(a);
        List<String> now = lines(b);
        int head = 0;
        while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - head
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        text.append("    ").append(old.get(0)).append("\n");
        old.subList(Math.max(0, head - 8), Math.min(old.size(), old.size() - tail + 6))
                .forEach(l -> text.append("    - ").append(l).append("\n"));
        now.subList(Math.max(0, head - 1), Math.min(now.size(), now.size() - tail + 1))
                .forEach(l -> text.append("    + ").append(l).append("\n"));
    }

    private static List<String> lines(byte[] bytes) {
        ClassNode node = ClassFiles.parse(bytes);
        node.methods.forEach(m -> m.maxStack = 0);
        StringWriter out = new StringWriter();
        node.accept(new TraceClassVisitor(null, new Textifier(), new PrintWriter(out)));
        List<String> lines = new ArrayList<>();
        // Labels are numbered by the printer, digests follow the bytes.
        out.toString()
                .lines()
                .map(l -> l.strip().replaceAll("\\b(\\d+)\\|[-\\w]{40,}", "$1|"))
                .forEach(lines::add);
        return lines;
    }
}
