package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Tells where a static field may be taken for an enum constant: for a certain object, which is not null and has the field's name. Until the
 * enum is initialised the field is null, and whoever its initialiser calls sees that; so it is a constant only for code that no
 * initialiser comes to, and a renamed field holds an object of another name. Not thread-safe.
 */
final class EnumConstants {
    private static final int CONSTANT = Opcodes.ACC_ENUM | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;

    /**
     * @param names of the fields that hold an object of their own name
     * @param runs classes whose code runs in the initialiser; null if that is not known
     */
    private record Known(Set<String> names, @Nullable Set<String> runs) {}

    private final World world;
    private final Map<String, Known> known = new HashMap<>();

    EnumConstants(World world) {
        this.world = world;
    }

    /** @param self the class whose code reads the field */
    boolean holds(FieldInsnNode n, String self) {
        if (!n.desc.equals("L" + n.owner + ";")) {
            return false;
        }
        Known enumeration = known.computeIfAbsent(n.owner, this::known);
        Set<String> runs = enumeration.runs();
        return enumeration.names().contains(n.name) && runs != null && !runs.contains(self);
    }

    /**
     * Returns true if the field holds the one object of its name that the enum makes.
     *
     * @param enumeration internal name
     */
    boolean named(String enumeration, String field) {
        return known.computeIfAbsent(enumeration, this::known).names().contains(field);
    }

    private Known known(String name) {
        ClassNode node = world.find(name);
        if (node == null || (node.access & Opcodes.ACC_ENUM) == 0 || !"java/lang/Enum".equals(node.superName)) {
            return new Known(Set.of(), null);
        }
        return new Known(names(node), new Initialiser(world, node).runs());
    }

    private Set<String> names(ClassNode node) {
        Set<String> declared = new TreeSet<>();
        for (FieldNode field : node.fields) {
            if ((field.access & CONSTANT) == CONSTANT && field.desc.equals("L" + node.name + ";")) {
                declared.add(field.name);
            }
        }
        Set<String> stored = new TreeSet<>();
        Set<String> named = new TreeSet<>();
        int made = 0;
        for (MethodNode method : node.methods) {
            for (List<AbstractInsnNode> row : rows(node, method)) {
                made += (int) row.stream().filter(i -> makes(i, node)).count();
                if (row.get(row.size() - 1) instanceof FieldInsnNode f && f.getOpcode() == Opcodes.PUTSTATIC) {
                    boolean once = stored.add(f.name) && method.name.equals("<clinit>");
                    if (once && declared.contains(f.name) && f.name.equals(nameIn(row, node, method))) {
                        named.add(f.name);
                    } else if (declared.contains(f.name)) {
                        return Set.of();
                    }
                }
            }
        }
        // Another object might have the name of one of them.
        return made == named.size() ? named : Set.of();
    }

    /** Returns true if an instruction makes an object of an enum or of a class of its constants. */
    boolean makes(AbstractInsnNode insn, ClassNode node) {
        return insn instanceof TypeInsnNode t && t.getOpcode() == Opcodes.NEW && family(t.desc, node.name);
    }

    private boolean family(String name, String enumeration) {
        ClassNode node = world.find(name);
        return name.equals(enumeration) || node != null && enumeration.equals(node.superName);
    }

    /** The instructions and labels of a method, cut behind each store to a static field of the class. */
    private static List<List<AbstractInsnNode>> rows(ClassNode node, MethodNode method) {
        List<List<AbstractInsnNode>> rows = new ArrayList<>();
        List<AbstractInsnNode> row = new ArrayList<>();
        for (AbstractInsnNode insn : method.instructions) {
            row.add(insn);
            if (insn instanceof FieldInsnNode f && f.getOpcode() == Opcodes.PUTSTATIC && f.owner.equals(node.name)) {
                rows.add(row);
                row = new ArrayList<>();
            }
        }
        if (!row.isEmpty()) {
            rows.add(row);
        }
        return rows;
    }

    /** Each constant is made in a row, once, with its name first: new, dup, the name, ..., the constructor, the field. */
    private @Nullable String nameIn(List<AbstractInsnNode> row, ClassNode node, MethodNode method) {
        Set<AbstractInsnNode> targets = targets(method);
        List<AbstractInsnNode> real =
                row.stream().filter(i -> i.getOpcode() >= 0).toList();
        boolean straight =
                row.stream().noneMatch(targets::contains) && real.stream().noneMatch(EnumConstants::branches);
        boolean makes = real.size() > 4
                && makes(real.get(0), node)
                && real.stream()
                                .filter(i -> i.getOpcode() == Opcodes.NEW && makes(i, node))
                                .count()
                        == 1
                && real.get(1).getOpcode() == Opcodes.DUP
                && real.get(real.size() - 2) instanceof MethodInsnNode m
                && m.name.equals("<init>")
                && m.owner.equals(((TypeInsnNode) real.get(0)).desc)
                && passesNameOn(m, node.name);
        return straight && makes && real.get(2) instanceof LdcInsnNode ldc && ldc.cst instanceof String name
                ? name
                : null;
    }

    private static Set<AbstractInsnNode> targets(MethodNode method) {
        Set<AbstractInsnNode> targets = new HashSet<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof JumpInsnNode n) {
                targets.add(n.label);
            } else if (insn instanceof TableSwitchInsnNode n) {
                targets.addAll(n.labels);
                targets.add(n.dflt);
            } else if (insn instanceof LookupSwitchInsnNode n) {
                targets.addAll(n.labels);
                targets.add(n.dflt);
            }
        }
        method.tryCatchBlocks.forEach(b -> targets.add(b.handler));
        return targets;
    }

    private static boolean branches(AbstractInsnNode insn) {
        return insn instanceof JumpInsnNode
                || insn instanceof TableSwitchInsnNode
                || insn instanceof LookupSwitchInsnNode
                || insn.getOpcode() == Opcodes.ATHROW
                || insn.getOpcode() == Opcodes.RETURN;
    }

    /** The constructor hands the name that it is given to the next one, up to that of Enum. */
    private boolean passesNameOn(MethodInsnNode call, String enumeration) {
        ClassNode node = world.find(call.owner);
        if (call.owner.equals("java/lang/Enum")) {
            return call.desc.equals("(Ljava/lang/String;I)V");
        }
        Type[] parameters = Type.getArgumentTypes(call.desc);
        if (node == null
                || !family(call.owner, enumeration)
                || parameters.length < 2
                || !parameters[0].getDescriptor().equals("Ljava/lang/String;")) {
            return false;
        }
        for (MethodNode method : node.methods) {
            if (method.name.equals("<init>") && method.desc.equals(call.desc)) {
                MethodInsnNode next = superCall(method);
                return next != null && passesNameOn(next, enumeration);
            }
        }
        return false;
    }

    /** Returns the one call of another constructor if it comes without a jump, on {@code this} and the name. */
    private static @Nullable MethodInsnNode superCall(MethodNode method) {
        List<AbstractInsnNode> row = new ArrayList<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() >= 0) {
                row.add(insn);
            }
            if (insn instanceof MethodInsnNode m && m.name.equals("<init>")) {
                boolean first = row.size() > 3 && loads(row.get(0), 0) && loads(row.get(1), 1);
                return first ? m : null;
            }
            boolean plain =
                    insn.getOpcode() < 0 || insn instanceof LdcInsnNode || loads(insn) || pushes(insn.getOpcode());
            if (!plain) {
                return null;
            }
        }
        return null;
    }

    private static boolean loads(AbstractInsnNode insn) {
        return insn instanceof VarInsnNode v && v.getOpcode() >= Opcodes.ILOAD && v.getOpcode() <= Opcodes.ALOAD;
    }

    private static boolean loads(AbstractInsnNode insn, int local) {
        return insn instanceof VarInsnNode v && v.getOpcode() == Opcodes.ALOAD && v.var == local;
    }

    private static boolean pushes(int opcode) {
        return opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.SIPUSH;
    }
}
