package dev.whittle.model;

import java.util.List;

/**
 * The arguments of one call as a run saw them, for replay. The receiver is not among them: its state was not recorded.
 *
 * @param arguments one value a parameter of the descriptor, in order
 */
public record RecordedInput(List<Value> arguments) {
    public RecordedInput {
        arguments = List.copyOf(arguments);
    }

    /** What can be written down of an argument and made again elsewhere. */
    public sealed interface Value {
        /** A boolean (0 or 1), byte, short, char or int. */
        record OfInt(int value) implements Value {}

        record OfLong(long value) implements Value {}

        record OfFloat(float value) implements Value {}

        record OfDouble(double value) implements Value {}

        /** A string, cut nowhere: longer ones than the recorder keeps are {@link Opaque}. */
        record OfText(String value) implements Value {}

        /** A byte array; the list holds one element a byte, so that records compare by content. */
        record OfBytes(List<Byte> value) implements Value {
            public OfBytes {
                value = List.copyOf(value);
            }
        }

        record OfNull() implements Value {}

        /** An object whose state was not recorded; the replay makes one up. */
        record Opaque(String className) implements Value {}
    }
}
