package dev.whittle.bench.library;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** jackson-core, jackson-databind and Gson. */
public final class JsonWork {
    private static final String[] TEXTS = {Data.json(8, 1), Data.json(3, 2), Data.json(15, 3)};
    private static final byte[][] BYTES = bytes();

    private JsonWork() {}

    private static byte[][] bytes() {
        byte[][] bytes = new byte[TEXTS.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = TEXTS[i].getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }

    /** One order, for binding by reflection. */
    @SuppressWarnings("NullAway")
    public static final class Order {
        /** Its number. */
        public int id;
        /** Who ordered. */
        public String customer;
        /** What is to be paid. */
        public double total;
        /** Whether it is. */
        public boolean paid;
        /** What was ordered. */
        public List<String> lines;
        /** What else was said. */
        public Map<String, String> notes;

        /** An empty one. */
        public Order() {}

        static Order of(int id) {
            Order order = new Order();
            order.id = id;
            order.customer = "customer \"" + id % 7 + "\"";
            order.total = id * 1.25;
            order.paid = id % 3 == 0;
            order.lines = new ArrayList<>(Data.words(6, id % 11));
            order.notes = Map.of("door", id % 2 == 0 ? "front" : "back");
            return order;
        }

        long hash() {
            return id
                    + 31L * customer.hashCode()
                    + Double.hashCode(total)
                    + (paid ? 1 : 0)
                    + lines.hashCode()
                    + notes.hashCode();
        }
    }

    /** Tokens of UTF-8. */
    public static final class JacksonBytes implements LongSupplier {
        private final JsonFactory factory = new JsonFactory();
        private int next;

        @Override
        public long getAsLong() {
            try (JsonParser parser = factory.createParser(BYTES[next++ % BYTES.length])) {
                return sum(parser);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        static long sum(JsonParser parser) throws IOException {
            long sum = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                sum = sum * 31
                        + switch (token) {
                            case FIELD_NAME, VALUE_STRING -> parser.getText().hashCode();
                            case VALUE_NUMBER_INT -> parser.getIntValue();
                            case VALUE_NUMBER_FLOAT -> Double.hashCode(parser.getDoubleValue());
                            default -> token.id();
                        };
            }
            return sum;
        }
    }

    /** Tokens of characters. */
    public static final class JacksonText implements LongSupplier {
        private final JsonFactory factory = new JsonFactory();
        private int next;

        @Override
        public long getAsLong() {
            try (JsonParser parser = factory.createParser(TEXTS[next++ % TEXTS.length])) {
                return JacksonBytes.sum(parser);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** JSON written piece by piece. */
    public static final class JacksonWrite implements LongSupplier {
        private final JsonFactory factory = new JsonFactory();
        private final List<String> words = Data.words(50, 4);
        private int next;

        @Override
        public long getAsLong() {
            StringWriter out = new StringWriter();
            try (JsonGenerator json = factory.createGenerator(out)) {
                json.writeStartArray();
                for (int i = 0; i < 12; i++) {
                    json.writeStartObject();
                    json.writeStringField("name", words.get(next++ % 50));
                    json.writeNumberField("id", next);
                    json.writeNumberField("share", next % 8 / 8.0);
                    json.writeBooleanField("even", next % 2 == 0);
                    json.writeStringField("text", i % 3 == 0 ? "a \"quoted\"\n\u00e9" : "plain words");
                    json.writeEndObject();
                }
                json.writeEndArray();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return out.toString().hashCode();
        }
    }

    /** Trees of nodes. */
    public static final class JacksonTree implements LongSupplier {
        private final ObjectMapper mapper = new ObjectMapper();
        private int next;

        @Override
        public long getAsLong() {
            try {
                JsonNode root = mapper.readTree(BYTES[next++ % BYTES.length]);
                long sum = 0;
                for (JsonNode item : root.path("items")) {
                    sum = sum * 31 + item.path("id").asInt() + item.path("tags").size();
                    sum += item.path("name").asText().hashCode();
                }
                return sum + mapper.writeValueAsString(root).hashCode();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Objects written and read. */
    public static final class JacksonObjects implements LongSupplier {
        private final ObjectMapper mapper = new ObjectMapper();
        private int next;

        @Override
        public long getAsLong() {
            try {
                byte[] text = mapper.writeValueAsBytes(Order.of(next++));
                return mapper.readValue(text, Order.class).hash() + text.length;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Trees of elements. */
    public static final class GsonTree implements LongSupplier {
        private final Gson gson = new Gson();
        private int next;

        @Override
        public long getAsLong() {
            JsonObject root = gson.fromJson(TEXTS[next++ % TEXTS.length], JsonObject.class);
            long sum = 0;
            for (var item : root.getAsJsonArray("items")) {
                sum = sum * 31 + item.getAsJsonObject().get("id").getAsInt();
                sum += item.getAsJsonObject().get("name").getAsString().hashCode();
            }
            return sum + gson.toJson(root).hashCode();
        }
    }

    /** Objects written and read. */
    public static final class GsonObjects implements LongSupplier {
        private final Gson gson = new Gson();
        private int next;

        @Override
        public long getAsLong() {
            String text = gson.toJson(Order.of(next++));
            return gson.fromJson(text, Order.class).hash() + text.length();
        }
    }
}
