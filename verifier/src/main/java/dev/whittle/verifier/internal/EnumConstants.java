package dev.whittle.verifier.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.Instructions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
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
            Instructions code = Instructions.of(method);
            Cfg cfg = method.name.equals("<clinit>") ? flow(method) : null;
            int first = 0;
            for (int i = 0; i < code.size(); i++) {
                made += makes(code.get(i), node) ? 1 : 0;
                if (code.get(i) instanceof FieldInsnNode f && stores(f, node)) {
                    boolean once = stored.add(f.name) && cfg != null && straight(cfg, first, i);
                    if (once && declared.contains(f.name) && f.name.equals(nameIn(code, first, i, node))) {
                        named.add(f.name);
                    } else if (declared.contains(f.name)) {
                        return Set.of();
                    }
                    first = i + 1;
                }
            }
        }
        // Another object might have the name of one of them.
        return made == named.size() ? named : Set.of();
    }

    private static boolean stores(FieldInsnNode f, ClassNode node) {
        return f.getOpcode() == Opcodes.PUTSTATIC && f.owner.equals(node.name);
    }

    /** Returns true if an instruction makes an object of an enum or of a class of its constants. */
    boolean makes(AbstractInsnNode insn, ClassNode node) {
        return insn instanceof TypeInsnNode t && t.getOpcode() == Opcodes.NEW && family(t.desc, node.name);
    }

    private boolean family(String name, String enumeration) {
        ClassNode node = world.find(name);
        return name.equals(enumeration) || node != null && enumeration.equals(node.superName);
    }

    /** Each constant is made in a row, once, with its name first: new, dup, the name, ..., the constructor, the field. */
    private @Nullable String nameIn(Instructions code, int first, int last, ClassNode node) {
        List<AbstractInsnNode> row =
                IntStream.rangeClosed(first, last).mapToObj(code::get).toList();
        boolean makes = row.size() > 4
                && makes(row.get(0), node)
                && row.stream().filter(i -> makes(i, node)).count() == 1
                && row.get(1).getOpcode() == Opcodes.DUP
                && row.get(row.size() - 2) instanceof MethodInsnNode m
                && m.name.equals("<init>")
                && m.owner.equals(((TypeInsnNode) row.get(0)).desc)
                && passesNameOn(m, node.name);
        return makes && row.get(2) instanceof LdcInsnNode ldc && ldc.cst instanceof String name ? name : null;
    }

    private static @Nullable Cfg flow(MethodNode method) {
        try {
            return Cfg.of(method);
        } catch (UnsupportedOperationException e) {
            // Subroutines of an old class file: its constants are not known.
            return null;
        }
    }

    /** Nothing leads into a row but what stands before it, nor out of it but what is thrown. */
    private static boolean straight(Cfg cfg, int first, int last) {
        for (int i = first; i <= last; i++) {
            int at = i;
            boolean in = cfg.in(i).stream().allMatch(e -> e.kind() == Cfg.Kind.FALL && e.from() == at - 1)
                    && cfg.in(i).size() == (i > 0 ? 1 : 0);
            boolean out = cfg.out(i).stream().allMatch(e -> e.kind() == Cfg.Kind.FALL || e.kind() == Cfg.Kind.HANDLER);
            if (!in || !out) {
                return false;
            }
        }
        return true;
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
