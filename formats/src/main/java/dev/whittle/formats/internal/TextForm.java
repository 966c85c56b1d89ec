package dev.whittle.formats.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.whittle.model.BadInputException;
import java.io.IOException;
import java.util.function.Function;

/** A value that files spell as one string. */
record TextForm<T>(Class<T> type, Function<T, String> write, Function<String, T> read) {
    void addTo(SimpleModule module) {
        module.addSerializer(type, new Writer());
        module.addDeserializer(type, new Reader());
    }

    private final class Writer extends JsonSerializer<T> {
        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider serializers) throws IOException {
            out.writeString(write.apply(value));
        }
    }

    private final class Reader extends JsonDeserializer<T> {
        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_STRING) {
                throw JsonMappingException.from(in, "a string belongs there");
            }
            try {
                return read.apply(in.getText());
            } catch (BadInputException e) {
                throw JsonMappingException.from(in, String.valueOf(e.getMessage()), e);
            }
        }
    }
}
