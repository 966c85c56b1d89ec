package dev.whittle.formats.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.model.BadInputException;
import java.nio.file.Path;

/**
 * One versioned JSON file: a {@code format} and a {@code version}, then the fields of a record.
 *
 * @param <T> the record
 */
public final class JsonFormat<T> {
    private final String kind;
    private final int version;
    private final Class<T> type;
    private final Problems problems;
    private final ObjectMapper mapper = Mappers.json();

    /**
     * @param kind word for the file, such as {@code plan}
     * @param mend end of each message: what the reader can do
     */
    public JsonFormat(String kind, int version, Class<T> type, String mend) {
        this.kind = kind;
        this.version = version;
        this.type = type;
        this.problems = new Problems(kind, mend);
    }

    public T read(Path file) {
        return fromText(TextFiles.read(file, kind), String.valueOf(file.getFileName()));
    }

    public void write(Path file, T value) {
        TextFiles.write(file, toText(value), kind);
    }

    /** Reads the header first: a file of a later version should be told as such, not by its first unknown field. */
    public T fromText(String text, String name) {
        try {
            Header.check(mapper.readTree(text), kind, version, problems, name);
            T value = mapper.readValue(text, type);
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

    public String toText(T value) {
        ObjectNode out = mapper.createObjectNode();
        out.put(Header.FORMAT, Header.PREFIX + kind);
        out.put(Header.VERSION, version);
        JsonNode body = mapper.valueToTree(value);
        body.properties().forEach(e -> out.set(e.getKey(), e.getValue()));
        try {
            return mapper.writer(Mappers.printer()).writeValueAsString(out) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + kind + " of plain records cannot be written", e);
        }
    }
}
