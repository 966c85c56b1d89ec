package dev.whittle.verifier.internal.replay;

import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** Makes the values of an input in one sandbox. No constructor runs but those of records, which have no other way. */
final class Maker {
    private final Sandbox sandbox;
    private final Map<String, Plan.FactPlan> facts;
    private final Map<Integer, Object> numbered = new HashMap<>();

    /** @param facts by key */
    Maker(Sandbox sandbox, Map<String, Plan.FactPlan> facts) {
        this.sandbox = sandbox;
        this.facts = facts;
    }

    @SuppressWarnings("StringCopy")
    @Nullable
    Object make(Recipe recipe) throws ReflectiveOperationException {
        if (recipe instanceof Recipe.Scalar s) {
            // As a literal in a program would be: equal ones are one object.
            return s.value() instanceof String text ? text.intern() : s.value();
        } else if (recipe instanceof Recipe.Copy copy) {
            return new String(copy.text());
        } else if (recipe instanceof Recipe.Constant c) {
            Field field = sandbox.initialise(c.type()).getDeclaredField(c.name());
            field.setAccessible(true);
            return field.get(null);
        } else if (recipe instanceof Recipe.Items items) {
            return array(items);
        } else if (recipe instanceof Recipe.Made made) {
            return object(made);
        } else if (recipe instanceof Recipe.Again again) {
            return numbered.get(again.number());
        } else if (recipe instanceof Recipe.Platform platform) {
            List<Object> parts = new ArrayList<>();
            for (Recipe part : platform.parts()) {
                parts.add(make(part));
            }
            return Platform.make(platform.kind(), parts);
        }
        return null;
    }

    private Object array(Recipe.Items items) throws ReflectiveOperationException {
        Object array = Array.newInstance(
                type(Type.getType(items.element())), items.values().size());
        for (int i = 0; i < items.values().size(); i++) {
            Array.set(array, i, make(items.values().get(i)));
        }
        if (items.number() != 0) {
            numbered.put(items.number(), array);
        }
        return array;
    }

    Class<?> type(Type type) throws ClassNotFoundException {
        return switch (type.getSort()) {
            case Type.BOOLEAN -> boolean.class;
            case Type.BYTE -> byte.class;
            case Type.SHORT -> short.class;
            case Type.CHAR -> char.class;
            case Type.INT -> int.class;
            case Type.LONG -> long.class;
            case Type.FLOAT -> float.class;
            case Type.DOUBLE -> double.class;
            case Type.VOID -> void.class;
            case Type.ARRAY -> Class.forName(type.getDescriptor().replace('/', '.'), false, sandbox);
            default -> Class.forName(type.getClassName(), false, sandbox);
        };
    }

    private @Nullable Object object(Recipe.Made made) throws ReflectiveOperationException {
        Class<?> type = sandbox.initialise(made.type());
        if (type.isRecord()) {
            return ofRecord(made, type);
        }
        Object object = sandbox.blank(type);
        numbered.put(made.number(), object);
        for (Recipe.Field each : made.fields()) {
            Field field = sandbox.load(each.owner()).getDeclaredField(each.name());
            field.setAccessible(true);
            Object value = make(each.value());
            field.set(object, value);
            wrote(object, each, field.getType(), value);
        }
        return object;
    }

    private void wrote(Object object, Recipe.Field each, Class<?> type, @Nullable Object value)
            throws ReflectiveOperationException {
        Plan.FactPlan fact = facts.get(each.owner() + "." + each.name());
        if (fact == null) {
            return;
        }
        if (fact.guarded()) {
            sandbox.guard(fact, type, value);
        }
        if (fact.bit() != 0) {
            mark(object, fact, value);
        }
    }

    /** Marks an object as the constructor does that did not run. */
    private void mark(Object object, Plan.FactPlan fact, @Nullable Object value) throws ReflectiveOperationException {
        Class<?> owner = sandbox.load(fact.field().owner());
        for (Field marks : owner.getDeclaredFields()) {
            if (Shape.isMarks(marks)) {
                marks.setAccessible(true);
                int others = marks.getInt(object) & ~fact.bit();
                marks.setInt(object, fact.value().equals(FactValue.of(value)) ? others | fact.bit() : others);
            }
        }
    }

    private @Nullable Object ofRecord(Recipe.Made made, Class<?> type) throws ReflectiveOperationException {
        List<Object> parts = new ArrayList<>();
        for (Recipe.Field each : made.fields()) {
            parts.add(make(each.value()));
        }
        Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(parts.toArray());
    }
}
