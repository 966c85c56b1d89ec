package dev.whittle.transformer.pass;

import org.objectweb.asm.tree.MethodNode;

/** A method as it is declared, without its code. Stateless. */
final class MethodShell {
    private MethodShell() {}

    static MethodNode of(MethodNode original) {
        MethodNode method = new MethodNode(
                original.access,
                original.name,
                original.desc,
                original.signature,
                original.exceptions.toArray(new String[0]));
        method.visibleAnnotations = original.visibleAnnotations;
        method.invisibleAnnotations = original.invisibleAnnotations;
        method.visibleTypeAnnotations = original.visibleTypeAnnotations;
        method.invisibleTypeAnnotations = original.invisibleTypeAnnotations;
        method.visibleParameterAnnotations = original.visibleParameterAnnotations;
        method.invisibleParameterAnnotations = original.invisibleParameterAnnotations;
        method.visibleAnnotableParameterCount = original.visibleAnnotableParameterCount;
        method.invisibleAnnotableParameterCount = original.invisibleAnnotableParameterCount;
        method.annotationDefault = original.annotationDefault;
        method.parameters = original.parameters;
        method.attrs = original.attrs;
        return method;
    }
}
