package dev.whittle.transformer.plan;

import dev.whittle.model.FactValue;
import java.util.function.Predicate;
import org.objectweb.asm.Type;

/** Which recorded values a place can have at all: a profile may be damaged, or of a program that has changed. Stateless. */
final class FactValues {
    private FactValues() {}

    /**
     * Returns why no fold may rest on a value, or an empty string. One that the place never has would break its guard at the first write,
     * and what was folded for it would never run.
     *
     * @param descriptor of the field or parameter
     * @param isEnumConstant tells whether {@code owner.name} is a constant of an enum
     */
    static String objection(FactValue value, String descriptor, Predicate<String> isEnumConstant) {
        if (value instanceof FactValue.Other) {
            return "values of its type cannot be folded";
        }
        return possible(value, Type.getType(descriptor), isEnumConstant)
                ? ""
                : "the recorded value " + value.text() + " is none of its type "
                        + Type.getType(descriptor).getClassName();
    }

    private static boolean possible(FactValue value, Type type, Predicate<String> isEnumConstant) {
        int number = value instanceof FactValue.OfInt i ? i.value() : 0;
        return switch (type.getSort()) {
            case Type.BOOLEAN -> value instanceof FactValue.OfInt && (number & 1) == number;
            case Type.BYTE -> value instanceof FactValue.OfInt && (byte) number == number;
            case Type.SHORT -> value instanceof FactValue.OfInt && (short) number == number;
            case Type.CHAR -> value instanceof FactValue.OfInt && (char) number == number;
            case Type.INT -> value instanceof FactValue.OfInt;
            case Type.LONG -> value instanceof FactValue.OfLong;
            case Type.OBJECT ->
                value instanceof FactValue.OfEnum e && isEnumConstant.test(type.getInternalName() + "." + e.constant());
            default -> false;
        };
    }
}
