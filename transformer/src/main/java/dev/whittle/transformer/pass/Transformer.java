package dev.whittle.transformer.pass;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.Certificate;
import dev.whittle.model.FactValue;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.TransformedClass.Refusal;
import dev.whittle.transformer.internal.EnumConstants;
import dev.whittle.transformer.internal.HelperCalls;
import dev.whittle.transformer.internal.IllegalRewriteException;
import dev.whittle.transformer.internal.Members;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Carries a plan out. Stateless; equal input gives equal bytes. */
public final class Transformer {
    private Transformer() {}

    /**
     * Returns the classes that change, sorted by name.
     *
     * @param classes the whole program, by internal name
     * @param build id of the build, which each call of the runtime carries
     */
    public static List<TransformedClass> transform(Map<String, byte[]> classes, Plan plan, String build) {
        return new Run(classes, plan, build).run();
    }

    private static final class Run {
        private final Map<String, byte[]> classes;
        private final String build;
        private final Map<String, FactValue> facts = new TreeMap<>();
        private final Map<String, String> descriptors = new HashMap<>();
        private final Map<String, Map<MethodId, Plan.MethodPlan>> plans = new TreeMap<>();
        private final Members members;
        private final EnumConstants enums;
        private final HelperCalls helpers;
        private final Map<String, ClassNode> changed = new TreeMap<>();
        private final Map<String, List<Fragment>> fragments = new TreeMap<>();
        private final Map<String, List<Certificate>> certificates = new TreeMap<>();
        private final Map<String, List<Refusal>> refusals = new TreeMap<>();
        private int nextFragment;

        Run(Map<String, byte[]> classes, Plan plan, String build) {
            this.classes = new TreeMap<>(classes);
            this.build = build;
            this.members = new Members(classes);
            this.enums = new EnumConstants(classes);
            this.helpers = new HelperCalls(classes, enums);
            for (Plan.FactPlan fact : plan.facts()) {
                if (fact.use() instanceof Plan.FactUse.Folded) {
                    facts.put(fact.field().key(), fact.value());
                    descriptors.put(fact.field().key(), fact.field().descriptor());
                }
            }
            for (Plan.MethodPlan method : plan.methods()) {
                if (!method.directives().isEmpty()) {
                    plans.computeIfAbsent(method.method().owner(), o -> new TreeMap<>())
                            .put(method.method(), method);
                }
            }
        }

        List<TransformedClass> run() {
            for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
                Map<MethodId, Plan.MethodPlan> todo = plans.getOrDefault(entry.getKey(), Map.of());
                if (!todo.isEmpty()) {
                    rewriteClass(entry.getKey(), entry.getValue(), todo);
                }
            }
            guardWrites();
            List<TransformedClass> result = new ArrayList<>();
            changed.forEach((name, node) -> result.add(new TransformedClass(
                    name,
                    ClassFiles.write(node),
                    fragments.getOrDefault(name, List.of()),
                    certificates.getOrDefault(name, List.of()),
                    refusals.getOrDefault(name, List.of()))));
            refusals.forEach((name, list) -> {
                if (!changed.containsKey(name)) {
                    result.add(new TransformedClass(
                            name, java.util.Objects.requireNonNull(classes.get(name)), List.of(), List.of(), list));
                }
            });
            return result;
        }

        private ClassNode node(String name) {
            ClassNode node = changed.get(name);
            return node != null ? node : ClassFiles.parse(java.util.Objects.requireNonNull(classes.get(name), name));
        }

        private void rewriteClass(String name, byte[] bytes, Map<MethodId, Plan.MethodPlan> todo) {
            ClassNode node = node(name);
            String host = node.nestHostClass == null ? name : node.nestHostClass;
            boolean rewritten = false;
            for (int i = 0; i < node.methods.size(); i++) {
                MethodNode method = node.methods.get(i);
                MethodId id = new MethodId(name, method.name, method.desc);
                Plan.MethodPlan plan = todo.get(id);
                if (plan == null) {
                    continue;
                }
                try {
                    checkClass(node, bytes, plan, host);
                    MethodRewriter.Rewritten result = new MethodRewriter(
                                    node, method, host, build, facts, members, enums, helpers)
                            .rewrite(plan.directives(), plan.digest(), nextFragment);
                    node.methods.set(i, result.method());
                    nextFragment += result.fragments().size();
                    fragments.computeIfAbsent(name, n -> new ArrayList<>()).addAll(result.fragments());
                    certificates.computeIfAbsent(name, n -> new ArrayList<>()).add(result.certificate());
                    rewritten = true;
                    changed.put(name, node);
                    nest(host, result.fragments());
                } catch (IllegalRewriteException | UnsupportedOperationException e) {
                    refusals.computeIfAbsent(name, n -> new ArrayList<>())
                            .add(new Refusal(id, String.valueOf(e.getMessage())));
                }
            }
            if (rewritten) {
                changed.put(name, node);
            }
        }

        private void checkClass(ClassNode node, byte[] bytes, Plan.MethodPlan plan, String host)
                throws IllegalRewriteException {
            if (!Digests.of(bytes).equals(plan.digest())) {
                throw new IllegalRewriteException("the plan is for another build of the class");
            }
            if ((node.version & 0xffff) < ClassFiles.NESTS) {
                throw new IllegalRewriteException("class file older than Java 11: it has no nests");
            }
            if (!classes.containsKey(host)) {
                throw new IllegalRewriteException("the nest host " + host + " is not in the input");
            }
        }

        private void nest(String host, List<Fragment> added) {
            ClassNode node = node(host);
            if (node.nestMembers == null) {
                node.nestMembers = new ArrayList<>();
            }
            added.forEach(f -> node.nestMembers.add(f.className()));
            changed.put(host, node);
        }

        private void guardWrites() {
            for (String name : classes.keySet()) {
                ClassNode node = node(name);
                boolean any = false;
                for (MethodNode method : node.methods) {
                    any |= guardWrites(method);
                }
                if (any) {
                    changed.put(name, node);
                }
            }
        }

        private boolean guardWrites(MethodNode method) {
            boolean any = false;
            for (AbstractInsnNode insn : method.instructions.toArray()) {
                if (insn instanceof FieldInsnNode f && f.getOpcode() == Opcodes.PUTFIELD) {
                    String key = members.key(f);
                    FactValue expected = facts.get(key);
                    if (expected != null && f.desc.equals(descriptors.get(key))) {
                        boolean wide = f.desc.equals("J") || f.desc.equals("D");
                        method.instructions.insertBefore(insn, new InsnNode(wide ? Opcodes.DUP2 : Opcodes.DUP));
                        method.instructions.insertBefore(insn, RuntimeCalls.write(build, key, f.desc, expected));
                        any = true;
                    }
                }
            }
            return any;
        }
    }
}
