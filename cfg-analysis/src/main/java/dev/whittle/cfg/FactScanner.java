package dev.whittle.cfg;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.cfg.internal.MarkerCalls;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.MethodId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds the facts that a program declares in its own code. Stateless. */
public final class FactScanner {
    private static final String ANNOTATION = "Ldev/whittle/annotations/HwBranch;";
    private static final String ORIGIN = "annotation";

    private final List<FactDeclaration> found = new ArrayList<>();

    private FactScanner() {}

    /**
     * Returns the declarations by {@code @HwBranch} and by marker calls, in the order of class names and of the class files. Classes
     * that cannot be parsed and marker calls whose id is no constant declare nothing.
     *
     * @param classes class files by internal name
     * @throws BadInputException if an annotation has an empty id
     */
    public static List<FactDeclaration> scan(Map<String, byte[]> classes) {
        FactScanner scanner = new FactScanner();
        new TreeMap<>(classes).values().forEach(scanner::scanClass);
        return List.copyOf(scanner.found);
    }

    private void scanClass(byte[] bytes) {
        ClassNode node;
        try {
            node = ClassFiles.parse(bytes);
        } catch (BadInputException e) {
            // Such an entry is copied as it is; the reader of the jar warns of it.
            return;
        }
        String place = node.name.replace('/', '.');
        add(node.invisibleAnnotations, node.visibleAnnotations, place, new FactSite.Type(node.name));
        for (FieldNode field : node.fields) {
            add(
                    field.invisibleAnnotations,
                    field.visibleAnnotations,
                    place + "." + field.name,
                    new FactSite.Field(node.name, field.name, field.desc));
        }
        node.methods.forEach(m -> scanMethod(node, m));
    }

    private void scanMethod(ClassNode owner, MethodNode method) {
        MethodId id = new MethodId(owner.name, method.name, method.desc);
        add(method.invisibleAnnotations, method.visibleAnnotations, id.toString(), new FactSite.Method(id));
        parameters(id, method.invisibleParameterAnnotations, method.invisibleAnnotableParameterCount);
        parameters(id, method.visibleParameterAnnotations, method.visibleAnnotableParameterCount);
        MarkerCalls.in(owner.name, method)
                .forEach((ordinal, fact) ->
                        declare(fact, id + " instruction " + ordinal, new FactSite.Marker(id, ordinal), "marker call"));
    }

    private void parameters(MethodId id, List<AnnotationNode> @Nullable [] annotations, int annotable) {
        if (annotations == null) {
            return;
        }
        int arguments = Type.getArgumentCount(id.descriptor());
        // Constructors of inner classes and enums have leading parameters that the annotations do not count.
        int shift = annotable == 0 ? 0 : arguments - annotable;
        for (int i = 0; i + shift < arguments && i < annotations.length; i++) {
            add(annotations[i], null, id + " parameter " + i, new FactSite.Parameter(id, i + shift));
        }
    }

    private void add(
            @Nullable List<AnnotationNode> some, @Nullable List<AnnotationNode> others, String place, FactSite site) {
        for (List<AnnotationNode> annotations : List.of(orNone(some), orNone(others))) {
            for (AnnotationNode annotation : annotations) {
                if (annotation.desc.equals(ANNOTATION)) {
                    declare(idOf(annotation), place, site, ORIGIN);
                }
            }
        }
    }

    private static List<AnnotationNode> orNone(@Nullable List<AnnotationNode> annotations) {
        return annotations == null ? List.of() : annotations;
    }

    private static String idOf(AnnotationNode annotation) {
        List<Object> values = annotation.values == null ? List.of() : annotation.values;
        for (int i = 0; i + 1 < values.size(); i += 2) {
            if (values.get(i).equals("value") && values.get(i + 1) instanceof String id) {
                return id;
            }
        }
        return "";
    }

    private void declare(String id, String place, FactSite site, String origin) {
        if (id.isBlank()) {
            throw new BadInputException(
                    "The fact declared at " + place + " has an empty id; give it a name such as net.mac.");
        }
        found.add(new FactDeclaration(new FactId(id), site, origin));
    }
}
