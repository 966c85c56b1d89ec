package dev.whittle.model;

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
