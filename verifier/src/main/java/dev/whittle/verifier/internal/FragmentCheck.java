package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Fragment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Shows that a fragment is the original method, resumed: first a prologue that restores the frame, then the same code. */
public final class FragmentCheck {
    /**
     * @param id fragment id
     * @param resume ordinal in the original
     * @param locals what the prologue puts into the original's locals: parameters and constants
     * @param stack what it pushes
     */
    record Restored(int id, int resume, Map<Integer, Term> locals, List<Term> stack) {}

    /** In the reason of what failed with another method. */
    public static final String SHARES = " shares its class with ";

    private final Map<Integer, byte[]> fragments;
    private final Map<Integer, Integer> resumes;
    private final ClassNode hot;
    private final Code original;
    /** What it has to be in a class of its own. */
    private @Nullable Nestmate moved;

    private final Terms terms;
    private final World world;
    private final Map<String, Restored> checked = new HashMap<>();

    /** @param resumes by fragment id, where somebody claims that it goes on */
    FragmentCheck(
            Map<Integer, byte[]> fragments,
            Map<Integer, Integer> resumes,
            ClassNode hot,
            Code original,
            Terms terms,
            World world) {
        this.fragments = fragments;
        this.resumes = resumes;
        this.hot = hot;
        this.original = original;
        this.terms = terms;
        this.world = world;
    }

    /**
     * @param reference id and digest as the call site pins them
     * @param descriptor of the call site
     */
    Restored check(String reference, String descriptor) {
        Restored known = checked.get(reference + descriptor);
        if (known == null) {
            known = examine(reference, descriptor);
            checked.put(reference + descriptor, known);
        }
        return known;
    }

    private Restored examine(String reference, String descriptor) {
        int bar = reference.indexOf('|');
        int id;
        try {
            id = Integer.parseInt(reference.substring(0, Math.max(bar, 0)));
        } catch (NumberFormatException e) {
            throw Unproved.ofForm("an exit names no fragment: " + reference);
        }
        byte[] bytes = fragments.get(id);
        Integer resume = resumes.get(id);
        if (bytes == null || resume == null) {
            throw Unproved.ofForm("fragment " + id + " is not there, or the certificate does not say where it goes on");
        }
        if (!reference.equals(id + "|" + Digests.base64(bytes))) {
            throw Unproved.ofForm("fragment " + id + " has another digest than the exit pins");
        }
        if (resume < 0 || resume >= original.size()) {
            throw Unproved.ofForm("fragment " + id + " claims to go on outside the method");
        }
        ClassNode node = parsed(id, bytes);
        // First what is wrong with the method itself: others that share its fragment can then do without it.
        Restored restored = resumed(id, resume, shape(id, node, descriptor));
        if (node.methods.size() > 1) {
            String stray = world.judged(hot.name + ' ' + reference, () -> stray(node));
            if (!stray.isEmpty()) {
                throw Unproved.forGood(
                        "fragment " + id + SHARES + stray + ", which is no method of " + hot.name + " as a whole");
            }
        }
        return restored;
    }

    private Nestmate moved() {
        Nestmate known = moved == null ? Nestmate.view(original, world.find(original.owner), world) : moved;
        moved = known;
        return known;
    }

    private static ClassNode parsed(int id, byte[] bytes) {
        try {
            return ClassFiles.parse(bytes);
        } catch (BadInputException e) {
            throw Unproved.forGood("fragment " + id + " is " + e.getMessage());
        }
    }

    private MethodNode shape(int id, ClassNode node, String descriptor) {
        String host = hot.nestHostClass == null ? hot.name : hot.nestHostClass;
        MethodNode expected = original.method;
        MethodNode method = node.methods.stream()
                .filter(m -> m.name.equals(expected.name) && m.desc.equals(descriptor))
                .findFirst()
                .orElseGet(MethodNode::new);
        int strict = expected.access & Opcodes.ACC_STRICT;
        boolean good = node.name.startsWith(hot.name + Fragment.INFIX)
                && node.version == (Raise.isOld(hot) ? ClassFiles.NESTS : hot.version)
                && isInert(node)
                && host.equals(node.nestHostClass)
                && java.util.Objects.equals(node.sourceFile, hot.sourceFile)
                && expected.name.equals(method.name)
                && (method.access & Opcodes.ACC_STRICT) == strict
                && node.methods.stream().map(m -> m.name + m.desc).distinct().count() == node.methods.size();
        if (!good) {
            throw Unproved.ofForm("fragment " + id + " does not have the shape of a fragment of " + hot.name);
        }
        return method;
    }

    /**
     * Returns a method of a shared fragment that is not one of the hot class as it was, or an empty string. The JVM verifies a class as a whole,
     * so that anything else might keep all of it from coming back; what the original class has, the JVM has accepted.
     */
    private String stray(ClassNode node) {
        for (MethodNode method : node.methods) {
            if (hot.methods.stream().noneMatch(m -> m.name.equals(method.name) && isWhole(m, method))) {
                return method.name + method.desc;
            }
        }
        return "";
    }

    /** True if a method of the hot class and one of a fragment do the same with the same parameters in the same places. */
    private boolean isWhole(MethodNode declared, MethodNode method) {
        String object = (declared.access & Opcodes.ACC_STATIC) == 0 ? "L" + hot.name + ";" : "";
        if (declared.instructions.size() == 0 || !method.desc.equals("(" + object + declared.desc.substring(1))) {
            return false;
        }
        try {
            Code code = new Code(hot.name, declared);
            FragmentCheck check = new FragmentCheck(fragments, resumes, hot, code, terms, world);
            Restored restored = check.resumed(0, 0, method);
            return restored.stack().isEmpty() && restored.locals().equals(parameters(method.desc).locals);
        } catch (Unproved e) {
            return false;
        }
    }

    private Restored resumed(int id, int resume, MethodNode method) {
        new Relocation(world, original.owner).check(moved(), resume);
        new Code(hot.name, method).verified();
        return body(id, resume, new Code(hot.name, WriteGuards.strip(method)));
    }

    /** Returns true if nothing of a class runs but what is called of it. */
    public static boolean isInert(ClassNode node) {
        return (node.access & ~Opcodes.ACC_SUPER) == (Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC)
                && "java/lang/Object".equals(node.superName)
                && node.interfaces.isEmpty()
                && node.fields.isEmpty()
                && node.methods.stream().allMatch(FragmentCheck::carried);
    }

    /** Nothing runs when the class is initialised; what is not called does nothing. */
    private static boolean carried(MethodNode method) {
        int flags = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        int others = Opcodes.ACC_PUBLIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_STRICT;
        return !method.name.startsWith("<") && (method.access & ~others) == flags;
    }

    private Restored body(int id, int resume, Code fragment) {
        Frame frame = parameters(fragment.method.desc);
        int at = 0;
        for (int i = 0; i <= fragment.size(); i++) {
            if (new SameCode(moved().code(), fragment).matches(resume, at)) {
                return new Restored(id, resume, new TreeMap<>(frame.locals), new ArrayList<>(frame.stack));
            }
            AbstractInsnNode node = fragment.at(at);
            if (node.getOpcode() == Opcodes.GOTO) {
                at = fragment.ordinalOf(((JumpInsnNode) node).label);
            } else if (node instanceof VarInsnNode || PureOps.constant(node, terms) != null) {
                PureOps.run(node, frame, terms);
                at++;
            } else {
                break;
            }
        }
        throw Unproved.ofForm("fragment " + id + " is not the original from " + resume + " on: "
                + SameCode.explain(moved().code(), fragment, resume, at));
    }

    private Frame parameters(String descriptor) {
        Frame frame = new Frame();
        int slot = 0;
        int index = 0;
        for (Type type : Type.getArgumentTypes(descriptor)) {
            frame.store(slot, terms.app("param", index++, Memory.kind(type)));
            slot += type.getSize();
        }
        return frame;
    }
}
