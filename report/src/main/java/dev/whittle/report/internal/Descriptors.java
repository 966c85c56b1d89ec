package dev.whittle.report.internal;

import java.util.ArrayList;
import java.util.List;

/** Parameter types as a Java programmer writes them, without packages. */
final class Descriptors {
    private Descriptors() {}

    /** Returns the text between the brackets as it stands where it is not a descriptor: reports are read from files too. */
    static String parameters(String descriptor) {
        int end = descriptor.indexOf(')');
        if (!descriptor.startsWith("(") || end < 0) {
            return descriptor;
        }
        List<String> names = new ArrayList<>();
        int at = 1;
        while (at < end) {
            int element = at;
            while (element < end && descriptor.charAt(element) == '[') {
                element++;
            }
            int next = element < end && descriptor.charAt(element) == 'L'
                    ? descriptor.indexOf(';', element) + 1
                    : element + 1;
            if (next <= element || next > end) {
                return descriptor.substring(1, end);
            }
            names.add(simple(descriptor.substring(element, next)) + "[]".repeat(element - at));
            at = next;
        }
        return String.join(", ", names);
    }

    private static String simple(String type) {
        return switch (type.charAt(0)) {
            case 'L' ->
                type.substring(type.lastIndexOf('/') + 1 == 0 ? 1 : type.lastIndexOf('/') + 1, type.length() - 1);
            case 'Z' -> "boolean";
            case 'B' -> "byte";
            case 'S' -> "short";
            case 'C' -> "char";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'F' -> "float";
            case 'D' -> "double";
            default -> type;
        };
    }
}
