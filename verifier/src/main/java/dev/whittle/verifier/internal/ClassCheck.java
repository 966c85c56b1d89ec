package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.MethodId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;

/** Accounts for what differs between two versions of a class outside the certified methods. */
final class ClassCheck {
    private final World world;
    private final Marks marks;

    /** @param marks that classes may have */
    ClassCheck(World world, Marks marks) {
        this.world = world;
        this.marks = marks;
    }

    /**
     * Returns the first difference that nothing accounts for, or an empty string.
     *
     * @param nestMembers internal names of fragment classes that may join the nest
     * @param certified methods whose code is judged by itself
     */
    String difference(ClassNode before, ClassNode after, Set<String> nestMembers, Set<MethodId> certified) {
        String raised = new Raise(world).finding(before, after);
        if (!raised.isEmpty()) {
            return raised;
        }
        List<String> members = new ArrayList<>(after.nestMembers == null ? List.of() : after.nestMembers);
        List<String> old = before.nestMembers == null ? List.of() : before.nestMembers;
        if (!members.containsAll(old) || new HashSet<>(members).size() != members.size()) {
            return "its nest members changed";
        }
        members.removeAll(old);
        if (!nestMembers.containsAll(members)) {
            return "its nest has a member that is no fragment";
        }
        if (!members.isEmpty() && Raise.isOld(after)) {
            return "its class file is older than nests, and fragments are to join its nest";
        }
        if (ClassFiles.major(after) < ClassFiles.DYNAMIC && usesDynamic(after)) {
            return "its class file is older than invokedynamic";
        }
        if (!header(before).equals(header(marks.strip(after)))) {
            return "its header, fields or attributes changed";
        }
        return methods(before, after, certified);
    }

    private static boolean usesDynamic(ClassNode node) {
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof InvokeDynamicInsnNode) {
                    return true;
                }
            }
        }
        return false;
    }

    private String methods(ClassNode before, ClassNode after, Set<MethodId> certified) {
        if (before.methods.size() != after.methods.size()) {
            return "its methods are not the same";
        }
        Map<String, MethodNode> byName = new HashMap<>();
        after.methods.forEach(m -> byName.put(m.name + m.desc, m));
        for (int i = 0; i < before.methods.size(); i++) {
            MethodNode a = before.methods.get(i);
            MethodNode b = after.methods.get(i);
            if (!a.name.equals(b.name) || !a.desc.equals(b.desc)) {
                return "its methods are not in their order";
            }
            if (!shape(a).equals(shape(b))) {
                return "the declaration of " + a.name + a.desc + " changed";
            }
            boolean judged = certified.contains(new MethodId(before.name, a.name, a.desc));
            if (!judged && !sameBody(before.name, a, b)) {
                return "the code of " + a.name + a.desc + " changed, and no certificate speaks of it";
            }
        }
        return "";
    }

    private boolean sameBody(String owner, MethodNode a, MethodNode b) {
        MethodNode stripped = WriteGuards.strip(b);
        marks.strip(owner, stripped);
        if (a.instructions.size() != stripped.instructions.size()) {
            return false;
        }
        for (int i = 0; i < a.instructions.size(); i++) {
            AbstractInsnNode x = a.instructions.get(i);
            AbstractInsnNode y = stripped.instructions.get(i);
            if (x.getOpcode() != y.getOpcode() || x.getOpcode() >= 0 && !SameCode.same(x, y)) {
                return false;
            }
        }
        return text(a, true).equals(text(stripped, true));
    }

    /** Everything about a class but its version, its methods and its nest members, as text. */
    private static String header(ClassNode node) {
        ClassNode copy = new ClassNode();
        node.accept(copy);
        copy.methods.clear();
        copy.nestMembers = null;
        // Versions are compared by themselves.
        copy.version = ClassFiles.NESTS;
        return print(copy);
    }

    private static String shape(MethodNode method) {
        return text(method, false);
    }

    private static String text(MethodNode method, boolean code) {
        MethodNode copy = WriteGuards.copy(method);
        // Maxima are computed anew when a class is written.
        copy.maxLocals = 0;
        copy.maxStack = 0;
        if (!code) {
            copy.instructions.clear();
            copy.tryCatchBlocks = new ArrayList<>();
            copy.localVariables = null;
            copy.visibleLocalVariableAnnotations = null;
            copy.invisibleLocalVariableAnnotations = null;
        }
        ClassNode holder = new ClassNode();
        holder.version = 61;
        holder.name = "X";
        holder.methods.add(copy);
        return print(holder);
    }

    private static String print(ClassNode node) {
        StringWriter text = new StringWriter();
        node.accept(new TraceClassVisitor(null, new Textifier(), new PrintWriter(text)));
        return text.toString();
    }
}
