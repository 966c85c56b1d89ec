package dev.whittle.formats.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.whittle.model.BadInputException;
import java.nio.file.Path;

/** Small JSON files without a header, some written by other programs: fields that are not asked for are passed over. */
public final class PlainJson {
    private PlainJson() {}

    public static <T> T read(Path file, Class<T> type, String kind, String mend) {
        Problems problems = new Problems(kind, mend);
        String name = String.valueOf(file.getFileName());
        try {
            T value = Mappers.json()
                    .readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .without(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .readValue(TextFiles.read(file, kind));
            if (value == null) {
                throw problems.at(name, "", "it is empty");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw problems.from(e, name);
        } catch (BadInputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw problems.at(name, "", "it holds values that do not go together");
        }
    }

    public static void write(Path file, Object value, String kind) {
        try {
            TextFiles.write(file, Mappers.json().writer(Mappers.printer()).writeValueAsString(value) + "\n", kind);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + kind + " of plain values cannot be written", e);
        }
    }
}
