package dev.whittle.verifier.internal;

import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Decides which claimed facts may be relied on: every write is seen and guarded, and no thread can see a value that was not written. */
final class FactCheck {
    private final String build;
    private final World world;
    private final Collection<ClassNode> shipped;
    private final Collection<ClassNode> library;
    private final Marks marks;
    private final boolean mentioned;

    /**
     * @param shipped all classes that will run, the fragments too
     * @param library classes beside the program
     * @param mentioned whether a class of the original or beside it knows the name of the field for marks
     */
    FactCheck(
            String build,
            World world,
            Collection<ClassNode> shipped,
            Collection<ClassNode> library,
            Marks marks,
            boolean mentioned) {
        this.build = build;
        this.world = world;
        this.shipped = shipped;
        this.library = library;
        this.marks = marks;
        this.mentioned = mentioned;
    }

    /** Adds to {@code facts} what may be relied on; returns by key why the others may not. */
    Map<String, String> check(List<Plan.FactPlan> claims, Facts facts) {
        List<Plan.FactPlan> folded = claims.stream()
                .filter(claim -> claim.use() instanceof Plan.FactUse.Folded)
                .toList();
        if (folded.isEmpty()) {
            return Map.of();
        }
        UnseenWrites unseen = new UnseenWrites(shipped, library);
        MarkCheck marked = new MarkCheck(world, shipped, marks, mentioned, unseen.enumeration());
        Map<String, String> findings = new TreeMap<>();
        for (Plan.FactPlan claim : folded) {
            String finding = finding(claim, unseen, marked);
            if (finding.isEmpty()) {
                FactSite.Field f = claim.field();
                World.Field declared = world.field(f.owner(), f.name(), f.descriptor());
                facts.add(new Facts.Fact(f, claim.value(), declared, claim.bit(), claim.guarded()));
            } else {
                findings.put(claim.field().key(), finding);
            }
        }
        return findings;
    }

    private String finding(Plan.FactPlan claim, UnseenWrites unseen, MarkCheck marked) {
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
        String seen = visibility(owner, declared);
        if (!seen.isEmpty()) {
            return seen;
        }
        String owners = new Construction(world, shipped).finding(owner, field);
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
        String written = unseen.finding(field);
        return written.isEmpty() ? marked.finding(claim, owner, declared) : written;
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
            return type == null || !constant ? "the enum of the field has no constant " + e.constant() : made(type, e);
        }
        return "a value " + value.text() + " is not folded";
    }

    /** Guards compare the name of what is written, and code compares with fields. */
    private String made(ClassNode type, FactValue.OfEnum value) {
        if (!world.enums().named(type.name, value.constant())) {
            return "the field " + value.constant() + " of the enum may hold another constant than it says";
        }
        return Stream.concat(shipped.stream(), library.stream())
                .filter(node -> !node.name.equals(type.name) && makes(node, type))
                .findFirst()
                .map(node -> node.name + " makes an object of the enum")
                .orElse("");
    }

    private boolean makes(ClassNode node, ClassNode type) {
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode n : method.instructions) {
                if (world.enums().makes(n, type)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Every store instruction in one class. */
    private String writes(ClassNode node, Plan.FactPlan claim, boolean ours) {
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode n : method.instructions) {
                if (n instanceof FieldInsnNode store
                        && world.mayStore(store, claim.field())
                        && (!ours || claim.guarded() && !guarded(store, claim))) {
                    return "a store in " + node.name + "." + method.name + " is not guarded";
                }
            }
        }
        return "";
    }

    /** Code that is not in sight can write a field that it can name. */
    private String visibility(ClassNode owner, FieldNode field) {
        int open = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
        if ((field.access & open) == 0 || (field.access & Opcodes.ACC_FINAL) != 0) {
            return "";
        }
        boolean reachable = (owner.access & Opcodes.ACC_PUBLIC) != 0
                || World.subclasses(owner.name, shipped).stream().anyMatch(c -> (c.access & Opcodes.ACC_PUBLIC) != 0);
        return reachable ? "code outside the program may write the field" : "";
    }

    private boolean guarded(FieldInsnNode store, Plan.FactPlan claim) {
        InvokeDynamicInsnNode guard = WriteGuards.guardOf(store);
        return guard != null
                && build.equals(guard.bsmArgs[0])
                && claim.field().key().equals(guard.bsmArgs[1])
                && claim.value().text().equals(guard.bsmArgs[2]);
    }
}
