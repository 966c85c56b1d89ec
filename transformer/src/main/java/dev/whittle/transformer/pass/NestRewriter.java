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
import dev.whittle.transformer.internal.Raising;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Rewrites the classes of one nest: fragments join it, so that its host changes with each of its members. Used once. */
final class NestRewriter {
    /**
     * @param classes of the nest, sorted
     * @param methods what to do, by method
     * @param facts folded facts by key: all if something is folded here, as a helper elsewhere may read them; else those of which the nest
     *     touches a field of that name
     */
    record Task(List<String> classes, Map<MethodId, Plan.MethodPlan> methods, Map<String, Assumed> facts) {
        Task {
            classes = List.copyOf(classes);
            methods = Map.copyOf(methods);
            facts = Map.copyOf(facts);
        }
    }

    /**
     * @param bit of the object's mark that stands for the fact, or 0
     * @param guarded whether writes break a guard for all objects together
     */
    record Assumed(FactValue value, String descriptor, int bit, boolean guarded) {}

    private final Map<String, byte[]> program;
    private final String build;
    private final Linking linking;
    private final Members members;
    private final EnumConstants enums;
    private final HelperCalls helpers;
    private final ProgramIndex index;
    private final String host;
    private final Task task;
    private final Map<String, FactValue> values = new TreeMap<>();
    private final Map<String, Integer> bits = new TreeMap<>();
    private final Set<String> guarded = new TreeSet<>();
    private final Map<String, ClassNode> changed = new TreeMap<>();
    private final Map<String, List<Fragment>> fragments = new TreeMap<>();
    private final Map<String, List<Certificate>> certificates = new TreeMap<>();
    private final Map<String, List<Refusal>> refusals = new TreeMap<>();

    NestRewriter(
            Map<String, byte[]> program,
            String build,
            Linking linking,
            Members members,
            EnumConstants enums,
            HelperCalls helpers,
            ProgramIndex index,
            String host,
            Task task) {
        this.program = program;
        this.build = build;
        this.linking = linking;
        this.members = members;
        this.enums = enums;
        this.helpers = helpers;
        this.index = index;
        this.host = host;
        this.task = task;
        task.facts().forEach((key, fact) -> {
            values.put(key, fact.value());
            if (fact.bit() != 0) {
                bits.put(key, fact.bit());
            }
            if (fact.guarded()) {
                guarded.add(key);
            }
        });
    }

    List<TransformedClass> rewrite() {
        for (String name : task.classes()) {
            rewriteClass(name, task.methods());
        }
        task.classes().forEach(this::guardWrites);
        if (linking == Linking.DIRECT) {
            changed.values().forEach(DirectExits::link);
        }
        List<TransformedClass> result = new ArrayList<>();
        changed.forEach((name, node) -> result.add(new TransformedClass(
                name,
                ClassFiles.write(node),
                fragments.getOrDefault(name, List.of()),
                certificates.getOrDefault(name, List.of()),
                refusals.getOrDefault(name, List.of()))));
        refusals.forEach((name, list) -> {
            if (!changed.containsKey(name)) {
                result.add(new TransformedClass(name, original(name), List.of(), List.of(), list));
            }
        });
        return result;
    }

    private byte[] original(String name) {
        return Objects.requireNonNull(program.get(name), name);
    }

    private ClassNode node(String name) {
        ClassNode node = changed.get(name);
        return node != null ? node : ClassFiles.parse(original(name));
    }

    private void rewriteClass(String name, Map<MethodId, Plan.MethodPlan> todo) {
        if (todo.keySet().stream().noneMatch(m -> m.owner().equals(name))) {
            return;
        }
        ClassNode node = node(name);
        List<MethodRewriter.Rewritten> done = new ArrayList<>();
        for (int i = 0; i < node.methods.size(); i++) {
            MethodNode method = node.methods.get(i);
            MethodId id = new MethodId(name, method.name, method.desc);
            Plan.MethodPlan plan = todo.get(id);
            if (plan == null) {
                continue;
            }
            try {
                checkClass(node, plan);
                Raising.raise(node);
                MethodRewriter.Rewritten result = new MethodRewriter(
                                node, method, host, build, values, bits, guarded, members, enums, helpers)
                        .rewrite(plan.directives(), plan.digest(), index.firstFragment(id));
                node.methods.set(i, result.method());
                done.add(result);
            } catch (IllegalRewriteException | UnsupportedOperationException e) {
                refusals.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(new Refusal(id, String.valueOf(e.getMessage())));
            }
        }
        if (!done.isEmpty()) {
            changed.put(name, node);
        }
        for (MethodRewriter.Rewritten each : SharedFragment.share(node, done)) {
            fragments.computeIfAbsent(name, n -> new ArrayList<>()).addAll(each.fragments());
            certificates.computeIfAbsent(name, n -> new ArrayList<>()).add(each.certificate());
            nest(each.fragments());
        }
    }

    private void checkClass(ClassNode node, Plan.MethodPlan plan) throws IllegalRewriteException {
        if (!Digests.of(original(node.name)).equals(plan.digest())) {
            throw new IllegalRewriteException("the plan is for another build of the class");
        }
        String refusal = members.raising().refusal(node);
        if (!refusal.isEmpty()) {
            throw new IllegalRewriteException(refusal);
        }
        if (!program.containsKey(host)) {
            throw new IllegalRewriteException("the nest host " + host + " is not in the input");
        }
    }

    private void nest(List<Fragment> added) {
        ClassNode node = node(host);
        if (node.nestMembers == null) {
            node.nestMembers = new ArrayList<>();
        }
        added.forEach(f -> node.nestMembers.add(f.className()));
        changed.put(host, node);
    }

    private void guardWrites(String name) {
        if (values.isEmpty()) {
            return;
        }
        ClassNode node = node(name);
        boolean old = ClassFiles.major(node) < ClassFiles.DYNAMIC;
        if (old && !members.raising().refusal(node).isEmpty()) {
            // Nothing can be called before its writes, so that the verifier refuses the facts that it writes.
            return;
        }
        boolean any = MarkWriter.mark(node, task.facts());
        for (MethodNode method : node.methods) {
            any |= guardWrites(method);
        }
        if (any) {
            if (old) {
                Raising.raise(node);
            }
            changed.put(name, node);
        }
    }

    private boolean guardWrites(MethodNode method) {
        boolean any = false;
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof FieldInsnNode f && f.getOpcode() == Opcodes.PUTFIELD) {
                String key = members.key(f);
                Assumed expected = task.facts().get(key);
                if (expected != null && expected.guarded() && f.desc.equals(expected.descriptor())) {
                    boolean wide = f.desc.equals("J") || f.desc.equals("D");
                    method.instructions.insertBefore(insn, new InsnNode(wide ? Opcodes.DUP2 : Opcodes.DUP));
                    method.instructions.insertBefore(insn, RuntimeCalls.write(build, key, f.desc, expected.value()));
                    any = true;
                }
            }
        }
        return any;
    }
}
