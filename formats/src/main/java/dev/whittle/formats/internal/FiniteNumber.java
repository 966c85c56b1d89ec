package dev.whittle.formats.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;

/** Shares and weights: a literal such as 1e400 would otherwise become infinite without a word. */
final class FiniteNumber extends JsonDeserializer<Double> {
    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
        if (!in.currentToken().isNumeric() || !Double.isFinite(in.getDoubleValue())) {
            throw JsonMappingException.from(in, "a finite number belongs there");
        }
        return in.getDoubleValue();
    }
}
