package dev.whittle.model;

import org.jspecify.annotations.Nullable;

/** Value of a fact as recorded. {@link #text()} is the spelling that files and the runtime's guards use. */
public sealed interface FactValue {
    /** Returns the spelling: {@code I:5}, {@code J:5}, {@code E:I82540EM} or {@code N:}. */
    String text();

    /** A boolean, byte, short, char or int, widened as the JVM does. */
    record OfInt(int value) implements FactValue {
        @Override
        public String text() {
            return "I:" + value;
        }
    }

    record OfLong(long value) implements FactValue {
        @Override
        public String text() {
            return "J:" + value;
        }
    }

    /** An enum constant by its {@link Enum#name()}. */
    record OfEnum(String constant) implements FactValue {
        @Override
        public String text() {
            return "E:" + constant;
        }
    }

    record OfNull() implements FactValue {
        @Override
        public String text() {
            return "N:";
        }
    }

    /** A value that cannot be folded, kept for the reader: its class name or string form. */
    record Other(String description) implements FactValue {
        @Override
        public String text() {
            return "O:" + description;
        }
    }

    /**
     * Returns what a field holds that may be a fact, as reflection gives it.
     *
     * @param value null, a constant of an enum, or the box of a primitive value; of anything else only its class is told
     */
    static FactValue of(@Nullable Object value) {
        if (value == null) {
            return new OfNull();
        } else if (value instanceof Enum<?> constant) {
            return new OfEnum(constant.name());
        } else if (value instanceof Boolean truth) {
            return new OfInt(truth ? 1 : 0);
        } else if (value instanceof Character character) {
            return new OfInt(character);
        } else if (value instanceof Long number) {
            return new OfLong(number);
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return new OfInt(((Number) value).intValue());
        }
        return new Other(value.getClass().getName());
    }

    /**
     * Reads the spelling back.
     *
     * @throws BadInputException if the text is not a fact value
     */
    static FactValue parse(String text) {
        if (text.length() < 2 || text.charAt(1) != ':') {
            throw new BadInputException("Not a fact value (expected I:, J:, E:, N: or O:): " + text);
        }
        String rest = text.substring(2);
        try {
            return switch (text.charAt(0)) {
                case 'I' -> new OfInt(Integer.parseInt(rest));
                case 'J' -> new OfLong(Long.parseLong(rest));
                case 'E' -> new OfEnum(rest);
                case 'N' -> new OfNull();
                case 'O' -> new Other(rest);
                default -> throw new BadInputException("Unknown kind of fact value: " + text);
            };
        } catch (NumberFormatException e) {
            throw new BadInputException("Not a number in fact value: " + text, e);
        }
    }
}
