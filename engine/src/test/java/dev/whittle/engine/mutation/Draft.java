package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.bytecode.Instructions;
import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.verifier.VerificationInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A twin while it is changed. Digests at exits and ordinals in the certificate follow whatever happens to the code. */
final class Draft {
    final Twin twin;
    final Certificate certificate;
    /** The class of the method that is mutated, and the method. */
    final ClassNode hot;

    final MethodNode method;
    final Map<Integer, ClassNode> fragments = new TreeMap<>();
    /** Where the mutation is: the method or a fragment's. */
    MethodNode target;
    /** A class changed besides. */
    ClassNode other;

    /** Exits whose digest is not to be set right. */
    final List<InvokeDynamicInsnNode> forged = new ArrayList<>();
    /** A fragment that is left out of the store, or null. */
    Integer lost;

    final Map<Integer, Integer> resumes = new TreeMap<>();
    private final List<AbstractInsnNode> positions = new ArrayList<>();
    final List<Certificate.PositionPair> pairs;

    Draft(Twin twin, Certificate certificate) {
        this.twin = twin;
        this.certificate = certificate;
        this.hot = ClassFiles.parse(twin.whittled().get(certificate.method().owner()));
        this.method = find(hot, certificate.method());
        this.target = method;
        this.pairs = new ArrayList<>(certificate.pairs());
        certificate.exits().forEach(e -> {
            resumes.put(e.fragment(), e.resume());
            fragments.computeIfAbsent(
                    e.fragment(), i -> ClassFiles.parse(twin.fragments().get(i)));
        });
        for (AbstractInsnNode n : method.instructions) {
            if (n.getOpcode() >= 0) {
                positions.add(n);
            }
        }
    }

    static MethodNode find(ClassNode node, MethodId id) {
        return node.methods.stream()
                .filter(m -> m.name.equals(id.name()) && m.desc.equals(id.descriptor()))
                .findFirst()
                .orElseThrow();
    }

    ClassNode owner() {
        return target == method ? hot : fragmentOfTarget();
    }

    private ClassNode fragmentOfTarget() {
        return fragments.values().stream()
                .filter(f -> f.methods.contains(target))
                .findFirst()
                .orElse(hot);
    }

    /** @param frames true if the frames of the target are to be made anew */
    VerificationInput input(boolean frames) {
        Map<Integer, byte[]> store = new TreeMap<>(twin.fragments());
        Map<String, String> digests = new HashMap<>();
        fragments.forEach((id, node) -> {
            byte[] bytes = write(node, frames);
            store.put(id, bytes);
            digests.put(id + "|", id + "|" + Digests.base64(bytes));
        });
        for (AbstractInsnNode n : method.instructions) {
            if (n instanceof InvokeDynamicInsnNode d && Code.isExit(d) && !forged.contains(d)) {
                String reference = (String) d.bsmArgs[1];
                d.bsmArgs[1] = digests.getOrDefault(reference.substring(0, reference.indexOf('|') + 1), reference);
            }
        }
        if (lost != null) {
            store.remove(lost);
        }
        Map<String, byte[]> whittled = new TreeMap<>(twin.whittled());
        if (other != null) {
            whittled.put(other.name, write(other, false));
        }
        whittled.put(hot.name, write(hot, frames));
        List<Certificate> certificates = new ArrayList<>(twin.certificates());
        certificates.replaceAll(c -> c == certificate ? certified() : c);
        return new VerificationInput(
                Twin.BUILD, twin.originals(), whittled, store, certificates, twin.facts(), Map.of());
    }

    private byte[] write(ClassNode node, boolean frames) {
        if (!frames || !node.methods.contains(target)) {
            return ClassFiles.write(node);
        }
        ClassWriter writer = new Hierarchic(twin.originals());
        ClassNode alone = new ClassNode();
        node.accept(alone);
        alone.methods.removeIf(m -> !m.name.equals(target.name) || !m.desc.equals(target.desc));
        alone.accept(writer);
        MethodNode computed = ClassFiles.parse(writer.toByteArray()).methods.get(0);
        int at = node.methods.indexOf(target);
        node.methods.set(at, computed);
        byte[] bytes = ClassFiles.write(node);
        node.methods.set(at, target);
        return bytes;
    }

    private Certificate certified() {
        Instructions now = Instructions.of(method);
        List<Certificate.GuardPoint> guards = new ArrayList<>();
        for (Certificate.GuardPoint g : certificate.guards()) {
            guards.add(new Certificate.GuardPoint(moved(g.transformed(), now), g.factKey(), g.value()));
        }
        List<Certificate.ExitPoint> exits = new ArrayList<>();
        for (Certificate.ExitPoint e : certificate.exits()) {
            int fragment = positions.get(e.transformed()) instanceof InvokeDynamicInsnNode d && Code.isExit(d)
                    ? Code.fragment(d)
                    : e.fragment();
            int resume = resumes.getOrDefault(fragment, e.resume());
            exits.add(new Certificate.ExitPoint(
                    moved(e.transformed(), now), fragment, resume, e.passed(), e.stackDepth()));
        }
        List<Certificate.PositionPair> moved = pairs.stream()
                .map(p -> new Certificate.PositionPair(p.original(), moved(p.transformed(), now), p.predicates()))
                .toList();
        return new Certificate(
                certificate.method(), certificate.original(), certificate.movedWhole(), moved, guards, exits);
    }

    /** An instruction that is gone stands where the one after it stands. */
    private int moved(int ordinal, Instructions now) {
        for (int i = ordinal; i < positions.size(); i++) {
            if (method.instructions.contains(positions.get(i))) {
                return now.ordinalOf(positions.get(i));
            }
        }
        return now.size();
    }

    /** Finds common superclasses in the class files, and loads nothing. */
    private static final class Hierarchic extends ClassWriter {
        private final Map<String, byte[]> classes;

        Hierarchic(Map<String, byte[]> classes) {
            super(ClassWriter.COMPUTE_FRAMES);
            this.classes = classes;
        }

        @Override
        protected String getCommonSuperClass(String a, String b) {
            List<String> supers = supers(a);
            for (String each : supers(b)) {
                if (supers.contains(each)) {
                    return each;
                }
            }
            return "java/lang/Object";
        }

        private List<String> supers(String name) {
            List<String> result = new ArrayList<>();
            for (String at = name; at != null; ) {
                result.add(at);
                byte[] bytes = classes.get(at);
                at = bytes != null ? ClassFiles.parse(bytes).superName : platform(at);
            }
            return result;
        }

        private static String platform(String name) {
            try {
                Class<?> parent = Class.forName(Type.getObjectType(name).getClassName(), false, null)
                        .getSuperclass();
                return parent == null ? null : Type.getInternalName(parent);
            } catch (ClassNotFoundException e) {
                return null;
            }
        }
    }

    List<Plan.FactPlan> facts() {
        return twin.facts();
    }
}
