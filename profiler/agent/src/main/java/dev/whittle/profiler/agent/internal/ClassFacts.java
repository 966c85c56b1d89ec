package dev.whittle.profiler.agent.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Which stores and which parameters of one class are to be shown to the recorder. */
final class ClassFacts {
    private static final String ANNOTATION = "Ldev/whittle/annotations/HwBranch;";

    private final ClassNode type;
    private final FactSelection selection;
    private final Set<String> fields = new HashSet<>();

    ClassFacts(ClassNode type, FactSelection selection) {
        this.type = type;
        this.selection = selection;
        for (FieldNode field : type.fields) {
            if (isMarked(field.visibleAnnotations) || isMarked(field.invisibleAnnotations)) {
                fields.add(field.name);
            }
        }
        type.methods.stream().filter(this::isFact).forEach(this::readFields);
    }

    /** A field of another class is a fact only by a rule: this class file does not show its annotations. */
    boolean isField(String owner, String name) {
        return owner.equals(type.name) && fields.contains(name) || selection.hasField(owner, name);
    }

    /** Returns positions in the descriptor. */
    Set<Integer> parameters(MethodNode method) {
        Set<Integer> result = new TreeSet<>();
        int count = Type.getArgumentCount(method.desc);
        for (int i = 0; i < count; i++) {
            if (isMarked(method.visibleParameterAnnotations, method.visibleAnnotableParameterCount, i, count)
                    || isMarked(method.invisibleParameterAnnotations, method.invisibleAnnotableParameterCount, i, count)
                    || selection.hasParameter(type.name, method.name, i)) {
                result.add(i);
            }
        }
        return result;
    }

    private boolean isFact(MethodNode method) {
        boolean marked = isMarked(method.visibleAnnotations) || isMarked(method.invisibleAnnotations);
        return (marked || selection.hasMethod(type.name, method.name)) && (method.access & Opcodes.ACC_STATIC) == 0;
    }

    /** What a method returns for an object depends on the fields that it reads: their values are facts. */
    private void readFields(MethodNode method) {
        for (AbstractInsnNode node : method.instructions) {
            if (node.getOpcode() == Opcodes.GETFIELD
                    && node instanceof FieldInsnNode field
                    && field.owner.equals(type.name)
                    && isFoldable(field.desc)) {
                fields.add(field.name);
            }
        }
    }

    /** An enum cannot be told from another class before it is loaded; a class of the JDK is hardly one that matters. */
    private static boolean isFoldable(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'Z', 'B', 'C', 'S', 'I', 'J' -> true;
            case 'L' -> !descriptor.startsWith("Ljava/");
            default -> false;
        };
    }

    /** Constructors of inner classes and enums may annotate fewer parameters than they have: which is not said. */
    private static boolean isMarked(
            @Nullable List<AnnotationNode> @Nullable [] annotations, int annotable, int index, int count) {
        return annotations != null
                && index < annotations.length
                && (annotable == 0 || annotable == count)
                && isMarked(annotations[index]);
    }

    private static boolean isMarked(@Nullable List<AnnotationNode> annotations) {
        return Stream.ofNullable(annotations).flatMap(List::stream).anyMatch(a -> a.desc.equals(ANNOTATION));
    }
}
