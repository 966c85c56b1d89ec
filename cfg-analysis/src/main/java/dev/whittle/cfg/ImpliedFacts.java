package dev.whittle.cfg;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A method whose result is a fact makes facts of the fields of its own object that it reads: as long as they keep their values it returns
 * what it returned. Stateless.
 */
public final class ImpliedFacts {
    private ImpliedFacts() {}

    /**
     * Returns the fields that declared methods read and that nobody declared, each once, with the method's id and the field's name as
     * their id ({@code net.pcie.bus}). Whether such a field may be folded is still to be assessed.
     *
     * @param classes class files by internal name
     */
    public static List<FactDeclaration> of(Map<String, byte[]> classes, List<FactDeclaration> declarations) {
        Set<FactSite> known = new HashSet<>();
        declarations.forEach(d -> known.add(d.site()));
        List<FactDeclaration> implied = new ArrayList<>();
        for (FactDeclaration declaration : declarations) {
            if (declaration.site() instanceof FactSite.Method method
                    && classes.containsKey(method.id().owner())) {
                for (FactSite.Field field : reads(classes, method)) {
                    if (known.add(field)) {
                        FactId id = new FactId(declaration.id().name() + "." + field.name());
                        implied.add(new FactDeclaration(id, field, "read by " + method.id()));
                    }
                }
            }
        }
        return List.copyOf(implied);
    }

    private static List<FactSite.Field> reads(Map<String, byte[]> classes, FactSite.Method site) {
        ClassNode owner;
        try {
            owner = ClassFiles.parse(
                    Objects.requireNonNull(classes.get(site.id().owner())));
        } catch (BadInputException e) {
            return List.of();
        }
        List<FactSite.Field> fields = new ArrayList<>();
        for (MethodNode method : owner.methods) {
            if (method.name.equals(site.id().name())
                    && method.desc.equals(site.id().descriptor())) {
                for (AbstractInsnNode node : method.instructions) {
                    if (node.getOpcode() == Opcodes.GETFIELD
                            && node instanceof FieldInsnNode f
                            && f.owner.equals(owner.name)) {
                        fields.add(new FactSite.Field(f.owner, f.name, f.desc));
                    }
                }
            }
        }
        return fields;
    }
}
