package dev.whittle.verifier.internal.replay.fuzz;

import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.RecordedInput;
import dev.whittle.model.RecordedInput.Value;
import dev.whittle.verifier.internal.replay.Program;
import dev.whittle.verifier.internal.replay.Search;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A question as bytes, for the process that looks for its answer. Both are of one build of Whittle, so it has no versions. */
final class Parcel {
    private Parcel() {}

    static byte[] write(Search.Question question) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Program program = question.program();
        text(out, program.build());
        for (Map<String, byte[]> classes : List.of(program.originals(), program.whittled(), program.library())) {
            out.writeInt(classes.size());
            for (Map.Entry<String, byte[]> each : new TreeMap<>(classes).entrySet()) {
                text(out, each.getKey());
                block(out, each.getValue());
            }
        }
        out.writeInt(program.fragments().size());
        for (Map.Entry<Integer, byte[]> each : new TreeMap<>(program.fragments()).entrySet()) {
            out.writeInt(each.getKey());
            block(out, each.getValue());
        }
        out.writeInt(program.unusable().size());
        for (int id : new TreeSet<>(program.unusable())) {
            out.writeInt(id);
        }
        out.writeInt(program.facts().size());
        for (Plan.FactPlan fact : program.facts()) {
            FactSite.Field field = fact.field();
            for (String each : List.of(
                    fact.id().name(),
                    field.owner(),
                    field.name(),
                    field.descriptor(),
                    fact.value().text())) {
                text(out, each);
            }
            Plan.FactUse.Folded use = (Plan.FactUse.Folded) fact.use();
            out.writeInt(use.mark());
            out.writeBoolean(use.guarded());
        }
        MethodId method = question.method();
        for (String each : List.of(method.owner(), method.name(), method.descriptor())) {
            text(out, each);
        }
        inputs(out, program.inputs().getOrDefault(method, List.of()));
        out.writeInt(question.models().size());
        for (SortedMap<Integer, Long> model : question.models()) {
            out.writeInt(model.size());
            for (Map.Entry<Integer, Long> each : model.entrySet()) {
                out.writeInt(each.getKey());
                out.writeLong(each.getValue());
            }
        }
        out.writeBoolean(question.strangers());
        return bytes.toByteArray();
    }

    /** The seeds lie in a folder beside it. */
    static Search.Question read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String build = text(in);
        List<Map<String, byte[]>> classes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Map<String, byte[]> map = new TreeMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                String name = text(in);
                map.put(name, block(in));
            }
            classes.add(map);
        }
        Map<Integer, byte[]> fragments = new TreeMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            int id = in.readInt();
            fragments.put(id, block(in));
        }
        Set<Integer> unusable = new TreeSet<>();
        for (int n = in.readInt(); n > 0; n--) {
            unusable.add(in.readInt());
        }
        List<Plan.FactPlan> facts = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            FactId id = new FactId(text(in));
            FactSite.Field field = new FactSite.Field(text(in), text(in), text(in));
            FactValue value = FactValue.parse(text(in));
            facts.add(new Plan.FactPlan(id, field, value, new Plan.FactUse.Folded(in.readInt(), in.readBoolean())));
        }
        MethodId method = new MethodId(text(in), text(in), text(in));
        TreeMap<MethodId, List<RecordedInput>> inputs = new TreeMap<>();
        inputs.put(method, inputs(in));
        List<SortedMap<Integer, Long>> models = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            TreeMap<Integer, Long> model = new TreeMap<>();
            for (int m = in.readInt(); m > 0; m--) {
                int slot = in.readInt();
                model.put(slot, in.readLong());
            }
            models.add(model);
        }
        Program program =
                new Program(build, classes.get(0), classes.get(1), fragments, unusable, classes.get(2), facts, inputs);
        return new Search.Question(program, method, models, in.readBoolean(), List.of(), 0);
    }

    private static void inputs(DataOutputStream out, List<RecordedInput> inputs) throws IOException {
        out.writeInt(inputs.size());
        for (RecordedInput input : inputs) {
            out.writeInt(input.arguments().size());
            for (Value value : input.arguments()) {
                value(out, value);
            }
        }
    }

    private static void value(DataOutputStream out, Value value) throws IOException {
        if (value instanceof Value.OfInt i) {
            out.writeByte('I');
            out.writeInt(i.value());
        } else if (value instanceof Value.OfLong l) {
            out.writeByte('J');
            out.writeLong(l.value());
        } else if (value instanceof Value.OfFloat f) {
            out.writeByte('F');
            out.writeInt(Float.floatToRawIntBits(f.value()));
        } else if (value instanceof Value.OfDouble d) {
            out.writeByte('D');
            out.writeLong(Double.doubleToRawLongBits(d.value()));
        } else if (value instanceof Value.OfText t) {
            out.writeByte('T');
            // Not as UTF-8, which has no lone surrogates.
            block(out, t.value().getBytes(StandardCharsets.UTF_16BE));
        } else if (value instanceof Value.OfBytes b) {
            out.writeByte('B');
            out.writeInt(b.value().size());
            for (byte each : b.value()) {
                out.writeByte(each);
            }
        } else if (value instanceof Value.Opaque o) {
            out.writeByte('O');
            text(out, o.className());
        } else {
            out.writeByte('N');
        }
    }

    private static List<RecordedInput> inputs(DataInputStream in) throws IOException {
        List<RecordedInput> inputs = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            List<Value> values = new ArrayList<>();
            for (int m = in.readInt(); m > 0; m--) {
                values.add(value(in));
            }
            inputs.add(new RecordedInput(values));
        }
        return inputs;
    }

    private static Value value(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 'I' -> new Value.OfInt(in.readInt());
            case 'J' -> new Value.OfLong(in.readLong());
            case 'F' -> new Value.OfFloat(Float.intBitsToFloat(in.readInt()));
            case 'D' -> new Value.OfDouble(Double.longBitsToDouble(in.readLong()));
            case 'T' -> new Value.OfText(new String(block(in), StandardCharsets.UTF_16BE));
            case 'B' -> {
                List<Byte> bytes = new ArrayList<>();
                for (byte each : block(in)) {
                    bytes.add(each);
                }
                yield new Value.OfBytes(bytes);
            }
            case 'O' -> new Value.Opaque(text(in));
            default -> new Value.OfNull();
        };
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        block(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void block(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(block(in), StandardCharsets.UTF_8);
    }

    private static byte[] block(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
