package dev.whittle.verifier;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.bytecode.Instructions;
import dev.whittle.bytecode.Liveness;
import dev.whittle.model.Certificate;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Whittles by hand, so that the verifier is tested without the transformer: the test says each change, this writes it. */
final class Hand {
    static final String BUILD = "build-1";
    private static final String HEAD =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;"
                    + "Ljava/lang/String;";
    static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC, "dev/whittle/runtime/Cold", "link", HEAD + ")Ljava/lang/invoke/CallSite;", false);
    static final Handle GUARD = new Handle(
            Opcodes.H_INVOKESTATIC, "dev/whittle/runtime/Facts", "guard", HEAD + ")Ljava/lang/invoke/CallSite;", false);
    static final Handle WRITE = new Handle(
            Opcodes.H_INVOKESTATIC,
            "dev/whittle/runtime/Facts",
            "write",
            HEAD + "Ljava/lang/String;)Ljava/lang/invoke/CallSite;",
            false);

    final Map<String, byte[]> originals;
    final Map<String, ClassNode> hot = new TreeMap<>();
    final Map<Integer, ClassNode> fragments = new TreeMap<>();
    final Map<Integer, Integer> resumes = new HashMap<>();
    final List<Edit> edits = new ArrayList<>();
    final List<Plan.FactPlan> facts = new ArrayList<>();
    /** Changes made after the write guards are in. */
    final List<Runnable> late = new ArrayList<>();

    Hand(Map<String, byte[]> originals) {
        this.originals = originals;
        originals.forEach((name, bytes) -> hot.put(name.replace('.', '/'), ClassFiles.parse(bytes)));
    }

    /** The method under change. Ordinals are those of the original; {@link #at} finds their instructions in the copy. */
    final class Edit {
        final MethodId id;
        final MethodNode original;
        final MethodNode now;
        final Instructions before;
        final Instructions copied;
        boolean whole;
        final Map<Integer, Integer> usedFragments = new LinkedHashMap<>();

        Edit(String owner, String name) {
            ClassNode node = hot.get(owner);
            now = node.methods.stream()
                    .filter(m -> m.name.equals(name))
                    .findFirst()
                    .orElseThrow();
            ClassNode old = ClassFiles.parse(originals.get(key(owner)));
            original = old.methods.stream()
                    .filter(m -> m.name.equals(name))
                    .findFirst()
                    .orElseThrow();
            id = new MethodId(owner, name, now.desc);
            before = Instructions.of(original);
            copied = Instructions.of(now);
            edits.add(this);
        }

        AbstractInsnNode at(int ordinal) {
            return copied.get(ordinal);
        }

        /** Ordinal of the n-th instruction of this opcode, from 0. */
        int find(int opcode, int n) {
            int seen = 0;
            for (int i = 0; i < before.size(); i++) {
                if (before.get(i).getOpcode() == opcode && seen++ == n) {
                    return i;
                }
            }
            throw new IllegalArgumentException("no such instruction");
        }

        int targetOf(int jump) {
            return before.ordinalOf(((JumpInsnNode) before.get(jump)).label);
        }

        /** Appends a block that leaves for the original at a place, and returns its label. The stack must be empty there. */
        LabelNode exit(int resume) {
            InsnList block = exitCode(resume);
            LabelNode label = new LabelNode();
            now.instructions.add(label);
            now.instructions.add(block);
            return label;
        }

        InsnList exitCode(int resume) {
            List<Integer> passed = new ArrayList<>();
            Liveness.of(original, Cfg.of(original)).liveIn(resume).stream().forEach(passed::add);
            var frame = dev.whittle.bytecode.Frames.of(id.owner(), original).at(resume);
            StringBuilder descriptor = new StringBuilder("(");
            InsnList block = new InsnList();
            List<Type> types = new ArrayList<>();
            for (int slot : passed) {
                Type type = dev.whittle.bytecode.FrameState.descriptor(frame.local(slot));
                types.add(type);
                descriptor.append(type.getDescriptor());
                block.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), slot));
            }
            Type returned = Type.getReturnType(id.descriptor());
            descriptor.append(")").append(returned.getDescriptor());
            int number = fragments.size();
            fragments.put(number, fragment(number, resume, passed, types, descriptor.toString()));
            resumes.put(number, resume);
            usedFragments.put(number, resume);
            block.add(new InvokeDynamicInsnNode(id.name(), descriptor.toString(), LINK, BUILD, number + "|pending"));
            block.add(new InsnNode(returned.getOpcode(Opcodes.IRETURN)));
            return block;
        }

        private ClassNode fragment(int number, int resume, List<Integer> passed, List<Type> types, String descriptor) {
            ClassNode owner = hot.get(id.owner());
            String host = owner.nestHostClass == null ? owner.name : owner.nestHostClass;
            ClassNode node = new ClassNode();
            node.version = owner.version;
            node.access = Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_SUPER;
            node.name = owner.name + "$whittle$" + number;
            node.superName = "java/lang/Object";
            node.sourceFile = owner.sourceFile;
            node.nestHostClass = host;
            ClassNode hostNode = hot.get(host);
            if (hostNode.nestMembers == null) {
                hostNode.nestMembers = new ArrayList<>();
            }
            hostNode.nestMembers.add(node.name);
            MethodNode m =
                    new MethodNode(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, id.name(), descriptor, null, null);
            original.accept(m);
            m.access = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
            m.localVariables = null;
            Instructions code = Instructions.of(m);
            BitSet reached = Cfg.of(m).reachable(resume, e -> true);
            LabelNode start = new LabelNode();
            m.instructions.insertBefore(code.get(resume), start);
            for (int i = 0; i < code.size(); i++) {
                if (!reached.get(i)) {
                    m.instructions.remove(code.get(i));
                }
            }
            m.tryCatchBlocks.removeIf(b -> {
                for (AbstractInsnNode n = b.start; n != b.end; n = n.getNext()) {
                    if (n.getOpcode() >= 0) {
                        return false;
                    }
                }
                return true;
            });
            InsnList prologue = new InsnList();
            int slot = 0;
            for (Type type : types) {
                prologue.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), slot));
                slot += type.getSize();
            }
            for (int i = types.size() - 1; i >= 0; i--) {
                prologue.add(new VarInsnNode(types.get(i).getOpcode(Opcodes.ISTORE), passed.get(i)));
            }
            prologue.add(new JumpInsnNode(Opcodes.GOTO, start));
            m.instructions.insert(prologue);
            node.methods.add(m);
            return node;
        }

        /** Begins with the switch that turns everything off. */
        Edit off() {
            InsnList list = new InsnList();
            list.add(new FieldInsnNode(Opcodes.GETSTATIC, "dev/whittle/runtime/Switch", "OFF", "Z"));
            list.add(new JumpInsnNode(Opcodes.IFNE, exit(0)));
            now.instructions.insert(list);
            return this;
        }

        /** Makes the jump at an ordinal leave when it is taken. */
        Edit outline(int jump) {
            ((JumpInsnNode) at(jump)).label = exit(targetOf(jump));
            return this;
        }

        /** Tests a fact before an instruction; the way out goes on there. The stack must be empty there. */
        Edit guard(int ordinal, String key) {
            InsnList list = new InsnList();
            list.add(new InvokeDynamicInsnNode("holds", "()Z", GUARD, BUILD, key));
            list.add(new JumpInsnNode(Opcodes.IFEQ, exit(ordinal)));
            now.instructions.insertBefore(at(ordinal), list);
            return this;
        }

        /** Takes instructions out: from, inclusive, to, exclusive. */
        Edit remove(int from, int to) {
            for (int i = from; i < to; i++) {
                now.instructions.remove(at(i));
            }
            return this;
        }

        Edit moveWhole() {
            InsnList code = exitCode(0);
            now.instructions.clear();
            now.tryCatchBlocks.clear();
            now.localVariables = null;
            now.instructions.add(code);
            whole = true;
            return this;
        }
    }

    Edit edit(String owner, String name) {
        return new Edit(owner, name);
    }

    private String key(String owner) {
        return originals.containsKey(owner) ? owner : owner.replace('/', '.');
    }

    /** Speculates on a field and puts a guard before each store to it, in hot code and fragments. */
    void fact(String owner, String field, String descriptor, FactValue value) {
        facts.add(new Plan.FactPlan(
                new FactId("card." + field),
                new FactSite.Field(owner, field, descriptor),
                value,
                new Plan.FactUse.Folded()));
    }

    private void guardWrites(ClassNode node) {
        for (MethodNode m : node.methods) {
            for (AbstractInsnNode n : m.instructions.toArray()) {
                for (Plan.FactPlan fact : facts) {
                    if (n instanceof FieldInsnNode f
                            && f.getOpcode() == Opcodes.PUTFIELD
                            && f.owner.equals(fact.field().owner())
                            && f.name.equals(fact.field().name())) {
                        boolean wide = f.desc.equals("J");
                        m.instructions.insertBefore(n, new InsnNode(wide ? Opcodes.DUP2 : Opcodes.DUP));
                        m.instructions.insertBefore(
                                n,
                                new InvokeDynamicInsnNode(
                                        "wrote",
                                        "(" + f.desc + ")V",
                                        WRITE,
                                        BUILD,
                                        fact.field().key(),
                                        fact.value().text()));
                    }
                }
            }
        }
    }

    /** Writes everything with digests and certificates that agree. */
    VerificationInput input() {
        hot.values().forEach(this::guardWrites);
        fragments.values().forEach(this::guardWrites);
        late.forEach(Runnable::run);
        return seal();
    }

    /** As {@link #input}, for what was guarded already. */
    VerificationInput seal() {
        Map<Integer, byte[]> store = new TreeMap<>();
        fragments.forEach((n, node) -> store.put(n, write(node)));
        for (ClassNode node : hot.values()) {
            for (MethodNode m : node.methods) {
                for (AbstractInsnNode n : m.instructions) {
                    if (n instanceof InvokeDynamicInsnNode d && d.bsm.equals(LINK)) {
                        int number = Integer.parseInt(d.bsmArgs[1].toString().split("\\|")[0]);
                        if (store.containsKey(number)) {
                            d.bsmArgs[1] = number + "|" + Digests.base64(store.get(number));
                        }
                    }
                }
            }
        }
        Map<String, byte[]> before = new TreeMap<>();
        originals.forEach((name, bytes) -> before.put(name.replace('.', '/'), bytes));
        Map<String, byte[]> after = new TreeMap<>(before);
        edits.forEach(e -> after.put(e.id.owner(), write(hot.get(e.id.owner()))));
        hot.forEach((name, node) -> {
            if (node.nestMembers != null && !fragments.isEmpty() || !facts.isEmpty()) {
                after.put(name, write(node));
            }
        });
        List<Certificate> certificates = new ArrayList<>();
        for (Edit e : edits) {
            List<Certificate.ExitPoint> exits = new ArrayList<>();
            e.usedFragments.forEach(
                    (n, r) -> exits.add(new Certificate.ExitPoint(0, n, resumes.getOrDefault(n, r), List.of(), 0)));
            certificates.add(
                    new Certificate(e.id, Digests.of(before.get(e.id.owner())), e.whole, List.of(), List.of(), exits));
        }
        return new VerificationInput(BUILD, before, after, store, certificates, facts, Map.of());
    }

    /** Frames of edited methods and fragments are computed; the others keep theirs. */
    private byte[] write(ClassNode node) {
        ClassNode copy = new ClassNode();
        node.accept(copy);
        for (MethodNode m : copy.methods) {
            for (AbstractInsnNode n : m.instructions.toArray()) {
                if (n instanceof FrameNode) {
                    m.instructions.remove(n);
                }
            }
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return "java/lang/Object";
            }
        };
        copy.accept(writer);
        ClassNode computed = ClassFiles.parse(writer.toByteArray());
        for (int i = 0; i < node.methods.size(); i++) {
            MethodNode m = node.methods.get(i);
            MethodId id = new MethodId(node.name, m.name, m.desc);
            boolean edited = edits.stream().anyMatch(e -> e.id.equals(id));
            if (!edited && hot.containsKey(node.name)) {
                computed.methods.set(i, m);
            }
        }
        return ClassFiles.write(computed);
    }
}
