package dev.whittle.verifier.internal.replay;

import java.util.List;
import java.util.stream.Collectors;

/** A value that can be made again in any sandbox, and read by a person. */
sealed interface Recipe {
    /** A boxed primitive or a string. */
    record Scalar(Object value) implements Recipe {
        @Override
        public String toString() {
            if (value instanceof String s) {
                return Text.quote(s);
            } else if (value instanceof Character c) {
                return "(char) " + (int) c;
            } else if (value instanceof Long l) {
                return l + "L";
            } else if (value instanceof Float f) {
                return f + "f";
            }
            return value.toString();
        }
    }

    /** A string that is another object than each equal one. */
    record Copy(String text) implements Recipe {
        @Override
        public String toString() {
            return "new String(" + Text.quote(text) + ")";
        }
    }

    record Nothing() implements Recipe {
        @Override
        public String toString() {
            return "null";
        }
    }

    /** @param type internal name of an enum */
    record Constant(String type, String name) implements Recipe {
        @Override
        public String toString() {
            return Text.simple(type) + "." + name;
        }
    }

    /**
     * An array.
     *
     * @param number by which others refer to it, or 0
     * @param element descriptor of the array's elements
     */
    record Items(int number, String element, List<Recipe> values) implements Recipe {
        Items(String element, List<Recipe> values) {
            this(0, element, values);
        }

        @Override
        public String toString() {
            String start = number == 0 ? "[" : "#" + number + "[";
            return values.stream().map(Recipe::toString).collect(Collectors.joining(", ", start, "]"));
        }
    }

    /** @param owner internal name of the class that declares the field */
    record Field(String owner, String name, String descriptor, Recipe value) {
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    /**
     * An object that no constructor made.
     *
     * @param number by which others refer to it
     * @param type internal name
     */
    record Made(int number, String type, List<Field> fields) implements Recipe {
        @Override
        public String toString() {
            return fields.stream()
                    .map(Field::toString)
                    .collect(Collectors.joining(", ", Text.simple(type) + "#" + number + "{", "}"));
        }
    }

    /** The same object once more. */
    record Again(int number) implements Recipe {
        @Override
        public String toString() {
            return "#" + number;
        }
    }

    /** An object of the platform, with what is in it. */
    record Platform(Kind kind, List<Recipe> parts) implements Recipe {
        @Override
        public String toString() {
            return parts.stream()
                    .map(Recipe::toString)
                    .collect(Collectors.joining(", ", kind.type.getSimpleName() + "(", ")"));
        }
    }

    /** What of the platform is made up. */
    enum Kind {
        OBJECT(Object.class),
        LIST(java.util.ArrayList.class),
        LINKED_LIST(java.util.LinkedList.class),
        DEQUE(java.util.ArrayDeque.class),
        SET(java.util.LinkedHashSet.class),
        MAP(java.util.LinkedHashMap.class),
        TREE_MAP(java.util.TreeMap.class),
        HASH_MAP(java.util.HashMap.class),
        BUILDER(StringBuilder.class),
        BUFFER(java.nio.ByteBuffer.class),
        INPUT(java.io.ByteArrayInputStream.class),
        OUTPUT(java.io.ByteArrayOutputStream.class),
        ATOMIC_INT(java.util.concurrent.atomic.AtomicInteger.class),
        ATOMIC_LONG(java.util.concurrent.atomic.AtomicLong.class),
        ATOMIC_BOOLEAN(java.util.concurrent.atomic.AtomicBoolean.class),
        BITS(java.util.BitSet.class),
        RANDOM(java.util.Random.class);

        final Class<?> type;

        Kind(Class<?> type) {
            this.type = type;
        }
    }
}
