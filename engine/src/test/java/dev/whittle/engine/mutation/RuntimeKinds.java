package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Wrong use of what Whittle added: guards, write guards, exits, fragments, and what the certificate says of them. */
final class RuntimeKinds {
    private RuntimeKinds() {}

    static List<Kind> all() {
        return List.of(
                new Kind("guard dropped", RuntimeKinds::dropGuard),
                new Kind("guard of another fact", RuntimeKinds::otherGuard),
                new Kind("guard inverted", RuntimeKinds::invertGuard),
                new Kind("guard moved", RuntimeKinds::moveGuard),
                new Kind("write guard dropped", (d, r) -> writeGuard(d, r, 0)),
                new Kind("write guard expects another value", (d, r) -> writeGuard(d, r, 1)),
                new Kind("write guard of another fact", (d, r) -> writeGuard(d, r, 2)),
                new Kind("exit to another point of the method", (d, r) -> exit(d, r, false)),
                new Kind("exit into another method", (d, r) -> exit(d, r, true)),
                new Kind("wrong local passed at an exit", RuntimeKinds::passed),
                new Kind("fragment's parameters swapped", RuntimeKinds::prologue),
                new Kind("fragment has the body of another", RuntimeKinds::body),
                new Kind("fragments exchanged in the store", RuntimeKinds::exchanged),
                new Kind("exit pins another digest", RuntimeKinds::digest),
                new Kind("exit of another build", RuntimeKinds::build),
                new Kind("fragment missing from the store", RuntimeKinds::missing),
                new Kind("certificate says another resume point", RuntimeKinds::resume),
                new Kind("certificate pairs other positions", RuntimeKinds::pair),
                new Kind("certificate pairs nothing", (d, r) -> {
                    boolean any = !d.pairs.isEmpty();
                    d.pairs.clear();
                    return any;
                }));
    }

    private static InvokeDynamicInsnNode dynamic(
            MethodNode m, Random r, java.util.function.Predicate<AbstractInsnNode> p) {
        return (InvokeDynamicInsnNode) Code.any(m, r, p);
    }

    private static boolean dropGuard(Draft d, Random r) {
        AbstractInsnNode guard = dynamic(d.method, r, Code::isGuard);
        if (guard == null || !(guard.getNext() instanceof JumpInsnNode)) {
            return false;
        }
        d.method.instructions.remove(guard.getNext());
        d.method.instructions.remove(guard);
        return true;
    }

    private static boolean otherGuard(Draft d, Random r) {
        InvokeDynamicInsnNode guard = dynamic(d.method, r, Code::isGuard);
        String key = guard == null ? null : otherKey(d, (String) guard.bsmArgs[1], r);
        if (key == null) {
            return false;
        }
        guard.bsmArgs[1] = key;
        return true;
    }

    private static String otherKey(Draft d, String key, Random r) {
        return Code.pick(
                d.facts().stream()
                        .map(f -> f.field().key())
                        .filter(k -> !k.equals(key))
                        .toList(),
                r);
    }

    private static boolean invertGuard(Draft d, Random r) {
        InvokeDynamicInsnNode guard = dynamic(d.method, r, Code::isGuard);
        if (guard == null || !(guard.getNext() instanceof JumpInsnNode jump)) {
            return false;
        }
        jump.setOpcode(Code.opposite(jump.getOpcode()));
        return true;
    }

    /** To before the instruction in front of it, or behind the one that follows: past a call, or into another block. */
    private static boolean moveGuard(Draft d, Random r) {
        InvokeDynamicInsnNode guard = dynamic(d.method, r, Code::isGuard);
        if (guard == null || !(guard.getNext() instanceof JumpInsnNode jump)) {
            return false;
        }
        boolean up = r.nextBoolean();
        AbstractInsnNode at = up ? guard : jump;
        int steps = 1 + r.nextInt(8);
        for (int i = 0; i < steps; ) {
            at = up ? at.getPrevious() : at.getNext();
            if (at == null) {
                return false;
            }
            i += at.getOpcode() >= 0 ? 1 : 0;
        }
        d.method.instructions.remove(guard);
        d.method.instructions.remove(jump);
        if (up) {
            d.method.instructions.insertBefore(at, guard);
        } else {
            d.method.instructions.insert(at, guard);
        }
        d.method.instructions.insert(guard, jump);
        return true;
    }

    /** In any class of the program, or in the fragment. */
    private static boolean writeGuard(Draft d, Random r, int how) {
        List<ClassNode> classes = new ArrayList<>();
        for (Map.Entry<String, byte[]> e : d.twin.whittled().entrySet()) {
            ClassNode node = e.getKey().equals(d.hot.name) ? d.hot : ClassFiles.parse(e.getValue());
            if (node.methods.stream()
                    .anyMatch(m -> !Code.all(m, Code::isWriteGuard).isEmpty())) {
                classes.add(node);
            }
        }
        ClassNode node = Code.pick(classes, r);
        if (node == null) {
            return false;
        }
        MethodNode method = Code.pick(
                node.methods.stream()
                        .filter(m -> !Code.all(m, Code::isWriteGuard).isEmpty())
                        .toList(),
                r);
        InvokeDynamicInsnNode guard = dynamic(method, r, Code::isWriteGuard);
        switch (how) {
            case 0 -> {
                method.instructions.remove(guard.getPrevious());
                method.instructions.remove(guard);
            }
            case 1 -> guard.bsmArgs[2] = guard.bsmArgs[2].equals("I:1") ? "I:0" : "I:1";
            default -> {
                String key = otherKey(d, (String) guard.bsmArgs[1], r);
                if (key == null) {
                    return false;
                }
                guard.bsmArgs[1] = key;
            }
        }
        d.other = node == d.hot ? null : node;
        return true;
    }

    private static boolean exit(Draft d, Random r, boolean foreign) {
        InvokeDynamicInsnNode exit = dynamic(d.method, r, Code::isExit);
        if (exit == null) {
            return false;
        }
        List<Integer> others = new ArrayList<>();
        for (Certificate c : d.twin.certificates()) {
            if (c.method().equals(d.certificate.method()) == foreign) {
                continue;
            }
            for (Certificate.ExitPoint e : c.exits()) {
                ClassNode node = ClassFiles.parse(d.twin.fragments().get(e.fragment()));
                if (e.fragment() != Code.fragment(exit)
                        && !others.contains(e.fragment())
                        && node.methods.get(0).desc.equals(exit.desc)) {
                    others.add(e.fragment());
                    d.resumes.putIfAbsent(e.fragment(), e.resume());
                }
            }
        }
        Integer other = Code.pick(others, r);
        if (other == null) {
            return false;
        }
        d.fragments.computeIfAbsent(
                other, i -> ClassFiles.parse(d.twin.fragments().get(i)));
        exit.bsmArgs[1] = other + "|";
        return true;
    }

    private static boolean passed(Draft d, Random r) {
        InvokeDynamicInsnNode exit = dynamic(d.method, r, Code::isExit);
        if (exit == null) {
            return false;
        }
        List<VarInsnNode> loads = new ArrayList<>();
        for (AbstractInsnNode at = exit.getPrevious();
                at != null && (at.getOpcode() < 0 || Code.isLoad(at));
                at = at.getPrevious()) {
            if (at instanceof VarInsnNode v) {
                loads.add(v);
            }
        }
        VarInsnNode load = Code.pick(loads, r);
        if (load == null) {
            return false;
        }
        List<Integer> slots = Code.all(
                        d.method,
                        n -> n instanceof VarInsnNode v && n.getOpcode() == load.getOpcode() && v.var != load.var)
                .stream()
                .map(n -> ((VarInsnNode) n).var)
                .toList();
        Integer slot = Code.pick(slots, r);
        if (slot == null) {
            return false;
        }
        load.var = slot;
        return true;
    }

    private static ClassNode fragment(Draft d, Random r) {
        return Code.pick(new ArrayList<>(d.fragments.values()), r);
    }

    private static boolean prologue(Draft d, Random r) {
        ClassNode fragment = fragment(d, r);
        if (fragment == null) {
            return false;
        }
        d.target = fragment.methods.get(0);
        List<VarInsnNode> stores = new ArrayList<>();
        for (AbstractInsnNode n : d.target.instructions) {
            if (n instanceof VarInsnNode v) {
                stores.add(v);
            } else if (n.getOpcode() >= 0 && Code.constant(n) == null && !(n instanceof InsnNode)) {
                break;
            }
        }
        VarInsnNode a = Code.pick(stores, r);
        VarInsnNode b = a == null
                ? null
                : Code.pick(
                        stores.stream()
                                .filter(v -> v.getOpcode() == a.getOpcode() && v.var != a.var)
                                .toList(),
                        r);
        if (b == null) {
            return false;
        }
        Code.exchange(a, b);
        return true;
    }

    private static boolean body(Draft d, Random r) {
        ClassNode fragment = fragment(d, r);
        if (fragment == null) {
            return false;
        }
        MethodNode mine = fragment.methods.get(0);
        List<MethodNode> others = d.twin.fragments().values().stream()
                .map(ClassFiles::parse)
                .filter(n -> !n.name.equals(fragment.name))
                .map(n -> n.methods.get(0))
                .filter(m -> m.desc.equals(mine.desc))
                .toList();
        MethodNode other = Code.pick(others, r);
        if (other == null) {
            return false;
        }
        other.name = mine.name;
        fragment.methods.set(0, other);
        d.target = other;
        return true;
    }

    /** Both keep their numbers and their names, and have one another's code. */
    private static boolean exchanged(Draft d, Random r) {
        ClassNode a = fragment(d, r);
        ClassNode b = fragment(d, r);
        if (a == null || a == b || !a.methods.get(0).desc.equals(b.methods.get(0).desc)) {
            return false;
        }
        MethodNode method = a.methods.get(0);
        a.methods.set(0, b.methods.get(0));
        b.methods.set(0, method);
        return true;
    }

    private static boolean digest(Draft d, Random r) {
        InvokeDynamicInsnNode exit = dynamic(d.method, r, Code::isExit);
        if (exit == null) {
            return false;
        }
        byte[] digest = new byte[32];
        r.nextBytes(digest);
        exit.bsmArgs[1] = Code.fragment(exit) + "|"
                + java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        d.forged.add(exit);
        return true;
    }

    private static boolean build(Draft d, Random r) {
        InvokeDynamicInsnNode exit = dynamic(d.method, r, Code::isExit);
        if (exit == null) {
            return false;
        }
        exit.bsmArgs[0] = exit.bsmArgs[0] + "x";
        return true;
    }

    private static boolean missing(Draft d, Random r) {
        Integer fragment = Code.pick(new ArrayList<>(d.fragments.keySet()), r);
        d.lost = fragment;
        return fragment != null;
    }

    private static boolean resume(Draft d, Random r) {
        Integer fragment = Code.pick(new ArrayList<>(d.resumes.keySet()), r);
        if (fragment == null) {
            return false;
        }
        d.resumes.merge(fragment, 1 + r.nextInt(4), (a, b) -> r.nextBoolean() ? a + b : Math.max(0, a - b));
        return true;
    }

    private static boolean pair(Draft d, Random r) {
        if (d.pairs.isEmpty()) {
            return false;
        }
        int at = r.nextInt(d.pairs.size());
        Certificate.PositionPair p = d.pairs.get(at);
        d.pairs.set(at, new Certificate.PositionPair(p.original() + 1 + r.nextInt(3), p.transformed(), p.predicates()));
        return true;
    }
}
