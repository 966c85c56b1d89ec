package dev.whittle.formats;

import java.util.List;

/**
 * As much of a class as rules need to find their places; whoever reads the bytecode makes it.
 *
 * @param name internal name
 * @param fields declared fields
 * @param methods declared methods
 */
public record ClassShape(String name, List<FieldShape> fields, List<MethodShape> methods) {
    public ClassShape {
        fields = List.copyOf(fields);
        methods = List.copyOf(methods);
    }

    public record FieldShape(String name, String descriptor) {}

    /**
     * @param parameters number of parameters, without the receiver
     * @param conditions its conditional jumps and switches by ascending ordinal
     */
    public record MethodShape(String name, String descriptor, int parameters, List<ConditionShape> conditions) {
        public MethodShape {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * @param ordinal instruction ordinal
     * @param line source line, or -1
     */
    public record ConditionShape(int ordinal, int line) {}
}
