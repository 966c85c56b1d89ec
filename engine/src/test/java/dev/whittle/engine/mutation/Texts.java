package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Instructions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;
import org.objectweb.asm.util.TraceMethodVisitor;

/**
 * What differs between two pieces of code, as text.
 *
 * @param head instructions that both begin with
 * @param tail instructions that both end with
 * @param suffix instructions that both end with, whatever they begin with
 * @param old the others of the first
 * @param now the others of the second
 */
record Texts(int head, int tail, int suffix, List<String> old, List<String> now) {
    static Texts of(Instructions a, Instructions b) {
        List<String> old = lines(a);
        List<String> now = lines(b);
        int head = head(old, now);
        int tail = tail(old, now, head);
        return new Texts(
                head,
                tail,
                tail(old, now, 0),
                old.subList(head, old.size() - tail),
                now.subList(head, now.size() - tail));
    }

    boolean same() {
        return old.isEmpty() && now.isEmpty();
    }

    private static int head(List<String> old, List<String> now) {
        int head = 0;
        while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
            head++;
        }
        return head;
    }

    private static int tail(List<String> old, List<String> now, int head) {
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - head
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        return tail;
    }

    /** Without targets of jumps: a jump that goes elsewhere is no difference here, and so nothing excuses it. */
    private static List<String> lines(Instructions all) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            lines.add(line(all, i));
        }
        return lines;
    }

    static String line(Instructions all, int at) {
        AbstractInsnNode n = all.get(at);
        Textifier text = new Textifier();
        n.accept(new TraceMethodVisitor(text));
        StringWriter out = new StringWriter();
        text.print(new PrintWriter(out, true));
        String line = plain(out.toString());
        return n instanceof JumpInsnNode ? line.substring(0, line.indexOf(' ')) : line;
    }

    /** Digests follow the bytes. */
    private static String plain(String line) {
        return line.strip().replaceAll("\\b(\\d+)\\|[-\\w]{40,}", "$1|");
    }

    /** Returns the lines of the classes that a person has to look at. */
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
        if (Arrays.equals(a, b)) {
            return;
        }
        List<String> old = lines(a);
        List<String> now = lines(b);
        int head = head(old, now);
        int tail = tail(old, now, head);
        if (head == old.size()) {
            return;
        }
        for (int i = Math.max(0, head - 12); i < Math.min(old.size(), old.size() - tail + 6); i++) {
            text.append("    ")
                    .append(i < head || i >= old.size() - tail ? " " : "-")
                    .append(" ");
            text.append(old.get(i)).append("\n");
        }
        now.subList(head, now.size() - tail)
                .forEach(l -> text.append("    + ").append(l).append("\n"));
    }

    private static List<String> lines(byte[] bytes) {
        ClassNode node = ClassFiles.parse(bytes);
        node.methods.forEach(m -> m.maxStack = 0);
        StringWriter out = new StringWriter();
        node.accept(new TraceClassVisitor(null, new Textifier(), new PrintWriter(out)));
        return out.toString().lines().map(Texts::plain).toList();
    }
}
