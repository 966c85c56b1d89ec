package dev.whittle.engine;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.formats.ClassShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What rules are matched against. Stateless. */
final class Shapes {
    private Shapes() {}

    static List<ClassShape> of(Map<String, byte[]> classes) {
        List<ClassShape> shapes = new ArrayList<>();
        for (byte[] bytes : classes.values()) {
            ClassNode node = ClassFiles.parse(bytes);
            shapes.add(new ClassShape(
                    node.name,
                    node.fields.stream()
                            .map(f -> new ClassShape.FieldShape(f.name, f.desc))
                            .toList(),
                    node.methods.stream().map(Shapes::method).toList()));
        }
        return shapes;
    }

    private static ClassShape.MethodShape method(MethodNode method) {
        List<ClassShape.ConditionShape> conditions = new ArrayList<>();
        try {
            Cfg cfg = Cfg.of(method);
            for (int ordinal : cfg.decisions()) {
                conditions.add(new ClassShape.ConditionShape(
                        ordinal, cfg.instructions().line(ordinal)));
            }
        } catch (UnsupportedOperationException subroutine) {
            // A method of an old class file is left alone; it has no conditions to speak of.
            conditions.clear();
        }
        return new ClassShape.MethodShape(
                method.name, method.desc, Type.getArgumentTypes(method.desc).length, conditions);
    }
}
