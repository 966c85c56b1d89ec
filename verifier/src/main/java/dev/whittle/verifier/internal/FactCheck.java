package dev.whittle.verifier.internal;

import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Decides which claimed facts may be relied on: every write is seen and guarded, and no thread can see a value that was not written. */
final class FactCheck {
    private final String build;
    private final World world;
    private final Collection<ClassNode> shipped;
    private final Collection<ClassNode> library;

    /**
     * @param shipped all classes that will run, the fragments too
     * @param library classes beside the program
     */
    FactCheck(String build, World world, Collection<ClassNode> shipped, Collection<ClassNode> library) {
        this.build = build;
        this.world = world;
        this.shipped = shipped;
        this.library = library;
    }

    /** Adds to {@code facts} what may be relied on; returns by key why the others may not. */
    Map<String, String> check(List<Plan.FactPlan> claims, Facts facts) {
        Map<String, String> findings = new TreeMap<>();
        for (Plan.FactPlan claim : claims) {
            if (claim.use() instanceof Plan.FactUse.Folded) {
                String finding = finding(claim);
                if (finding.isEmpty()) {
                    FactSite.Field f = claim.field();
                    facts.add(new Facts.Fact(f, claim.value(), world.field(f.owner(), f.name(), f.descriptor())));
                } else {
                    findings.put(claim.field().key(), finding);
                }
            }
        }
        return findings;
    }

    private String finding(Plan.FactPlan claim) {
        FactSite.Field field = claim.field();
        ClassNode owner = world.find(field.owner());
        FieldNode declared = owner == null ? null : declared(owner, field);
        if (owner == null || declared == null) {
            return "the field is not declared by " + field.owner();
        }
        if ((declared.access & (Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE)) != 0) {
            return "the field is static or volatile";
        }
        String type = type(claim);
        if (!type.isEmpty()) {
            return type;
        }
        String owners = new Construction(world).finding(owner, field);
        if (!owners.isEmpty()) {
            return owners;
        }
        for (ClassNode node : shipped) {
            String finding = writes(node, claim, true);
            if (!finding.isEmpty()) {
                return finding;
            }
        }
        for (ClassNode node : library) {
            String finding = writes(node, claim, false);
            if (!finding.isEmpty()) {
                return finding;
            }
        }
        return "";
    }

    static @org.jspecify.annotations.Nullable FieldNode declared(ClassNode owner, FactSite.Field field) {
        return owner.fields.stream()
                .filter(f -> f.name.equals(field.name()) && f.desc.equals(field.descriptor()))
                .findFirst()
                .orElse(null);
    }

    private String type(Plan.FactPlan claim) {
        String descriptor = claim.field().descriptor();
        FactValue value = claim.value();
        if (value instanceof FactValue.OfInt i) {
            boolean fits = switch (descriptor) {
                case "Z" -> i.value() == 0 || i.value() == 1;
                case "B" -> i.value() == (byte) i.value();
                case "S" -> i.value() == (short) i.value();
                case "C" -> i.value() == (char) i.value();
                default -> descriptor.equals("I");
            };
            return fits ? "" : "the value " + value.text() + " is not of the field's type " + descriptor;
        } else if (value instanceof FactValue.OfLong) {
            return descriptor.equals("J") ? "" : "the value is a long and the field is not";
        } else if (value instanceof FactValue.OfEnum e) {
            String name = descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1) : "";
            ClassNode type = world.find(name);
            boolean constant = type != null
                    && (type.access & Opcodes.ACC_ENUM) != 0
                    && type.fields.stream()
                            .anyMatch(f -> f.name.equals(e.constant()) && (f.access & Opcodes.ACC_ENUM) != 0);
            return constant ? "" : "the enum of the field has no constant " + e.constant();
        }
        return "a value " + value.text() + " is not folded";
    }

    /** Every store in one class, by instruction, handle or name. */
    private String writes(ClassNode node, Plan.FactPlan claim, boolean ours) {
        FactSite.Field field = claim.field();
        boolean byName = false;
        boolean reflects = false;
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode n : method.instructions) {
                if (n instanceof FieldInsnNode store && isStore(store, field)) {
                    if (!ours || !guarded(store, claim)) {
                        return "a store in " + node.name + "." + method.name + " is not guarded";
                    }
                } else if (n instanceof InvokeDynamicInsnNode d) {
                    for (Object arg : d.bsmArgs) {
                        if (arg instanceof Handle h && isHandle(h, field)) {
                            return "a method handle in " + node.name + " can write the field";
                        }
                    }
                } else if (n instanceof LdcInsnNode ldc) {
                    if (ldc.cst instanceof Handle h && isHandle(h, field)) {
                        return "a method handle in " + node.name + " can write the field";
                    }
                    byName |= field.name().equals(ldc.cst);
                } else if (n instanceof MethodInsnNode call) {
                    reflects |= reflective(call);
                }
            }
        }
        return byName && reflects ? node.name + " may write the field by its name" : "";
    }

    private boolean isStore(FieldInsnNode n, FactSite.Field field) {
        if (n.getOpcode() != Opcodes.PUTFIELD || !n.name.equals(field.name()) || !n.desc.equals(field.descriptor())) {
            return false;
        }
        World.Field found = world.field(n.owner, n.name, n.desc);
        return !found.known() || found.owner().equals(field.owner());
    }

    private static boolean isHandle(Handle h, FactSite.Field field) {
        return h.getTag() == Opcodes.H_PUTFIELD
                && h.getName().equals(field.name())
                && h.getDesc().equals(field.descriptor());
    }

    private static boolean reflective(MethodInsnNode n) {
        return n.owner.equals("java/lang/Class") && n.name.contains("Field")
                || n.name.equals("findVarHandle")
                || n.name.equals("findSetter")
                || n.name.equals("newUpdater")
                || n.name.equals("objectFieldOffset");
    }

    private boolean guarded(FieldInsnNode store, Plan.FactPlan claim) {
        InvokeDynamicInsnNode guard = WriteGuards.guardOf(store);
        return guard != null
                && build.equals(guard.bsmArgs[0])
                && claim.field().key().equals(guard.bsmArgs[1])
                && claim.value().text().equals(guard.bsmArgs[2]);
    }
}
