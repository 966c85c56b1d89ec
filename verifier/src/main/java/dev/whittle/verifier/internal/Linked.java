package dev.whittle.verifier.internal;

import java.util.List;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** What the JVM computes or looks up when an instruction is linked, told apart as the class file does: a text is no number. */
final class Linked {
    private Linked() {}

    /** Returns equal texts only for call sites that are linked alike. */
    static String key(InvokeDynamicInsnNode n) {
        return "invokedynamic " + n.name + n.desc + " " + n.bsm + " " + arguments(List.of(n.bsmArgs));
    }

    /** Returns equal texts only for equal constants. */
    static String key(Object constant) {
        if (constant instanceof ConstantDynamic c) {
            StringBuilder arguments = new StringBuilder("constant " + c.getName() + " " + c.getDescriptor() + " ");
            arguments.append(key(c.getBootstrapMethod()));
            for (int i = 0; i < c.getBootstrapMethodArgumentCount(); i++) {
                arguments.append(argument(c.getBootstrapMethodArgument(i)));
            }
            return arguments.toString();
        } else if (constant instanceof Float f) {
            return "F" + Float.floatToRawIntBits(f);
        } else if (constant instanceof Double d) {
            return "D" + Double.doubleToRawLongBits(d);
        } else if (constant instanceof Handle h) {
            return "handle " + h + " " + h.isInterface();
        } else if (constant instanceof Type t) {
            return "type " + t.getSort() + " " + t.getDescriptor();
        }
        return constant.getClass().getSimpleName() + " " + constant;
    }

    private static String arguments(List<Object> arguments) {
        StringBuilder text = new StringBuilder();
        arguments.forEach(a -> text.append(argument(a)));
        return text.toString();
    }

    /** With its length, so that no text can pass for two arguments. */
    private static String argument(Object argument) {
        String text = key(argument);
        return "\n" + text.length() + ":" + text;
    }
}
