package dev.whittle.verifier.internal.replay;

import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/** Makes up values of a type. The same choices give the same values. */
final class Generator {
    private static final int MAX_OBJECTS = 60;
    /** One value of so many repeats another, as far as there is one. */
    private static final int REPEATED = 5;

    private final Hierarchy classes;
    private final Candidates candidates;
    private final Scalars scalars;
    private final Map<String, FactValue> facts = new TreeMap<>();

    Generator(Hierarchy classes, Candidates candidates, Pool pool, List<Plan.FactPlan> facts) {
        this.classes = classes;
        this.candidates = candidates;
        this.scalars = new Scalars(pool);
        facts.forEach(f -> this.facts.put(f.field().key(), f.value()));
    }

    /** Begins an input: most have the facts as they are folded, some have one that is not, few have any values. */
    Draft draft(Choices choices) {
        Draft draft = new Draft(choices);
        int way = choices.below(10);
        if (way == 9) {
            draft.loose = null;
        } else if (way > 5 && !facts.isEmpty()) {
            draft.loose = List.copyOf(facts.keySet()).get(choices.below(facts.size()));
        }
        return draft;
    }

    /** What one input is made from. */
    static final class Draft {
        private final Choices choices;
        private final List<Recipe.Made> objects = new ArrayList<>();
        /** Descriptors of the arrays that were finished, by number. */
        private final Map<Integer, String> arrays = new TreeMap<>();

        /** Numbers of the arrays that occur again. */
        private final SortedSet<Integer> referred = new TreeSet<>();

        private final List<Recipe.Scalar> scalars = new ArrayList<>();
        private int numbers;
        private int size;
        private final SortedSet<String> broken = new TreeSet<>();
        /** The fact that does not hold, or an empty string if all hold, or null if any may. */
        private @Nullable String loose = "";

        private Draft(Choices choices) {
            this.choices = choices;
        }

        SortedSet<String> broken() {
            return broken;
        }
    }

    Recipe receiver(String type, Draft draft) {
        return candidates.isEnum(type) ? constant(type, draft.choices) : made(type, draft, 0);
    }

    Recipe value(Type type, Draft draft) {
        return value(type, draft, 1);
    }

    private Recipe value(Type type, Draft draft, int depth) {
        if (type.getSort() < Type.ARRAY) {
            return number(type, draft);
        }
        if (type.getSort() == Type.ARRAY) {
            return array(type, draft, depth);
        }
        String name = type.getInternalName();
        if (name.equals("java/lang/String") || name.equals("java/lang/CharSequence")) {
            return draft.choices.oneIn(12) ? new Recipe.Nothing() : text(draft);
        }
        return reference(name, draft, depth);
    }

    /** Some numbers are equal to one of the same input, or next to it. */
    private Recipe number(Type type, Draft draft) {
        if (draft.choices.plain()) {
            Recipe.Scalar raw = Scalars.raw(type, draft.choices);
            draft.scalars.add(raw);
            return raw;
        }
        Object fresh = scalars.primitive(type, draft.choices);
        if (draft.choices.oneIn(REPEATED)) {
            Class<?> kind = fresh.getClass();
            List<Object> equal = draft.scalars.stream()
                    .map(Recipe.Scalar::value)
                    .filter(kind::isInstance)
                    .toList();
            if (!equal.isEmpty()) {
                Object value = equal.get(draft.choices.below(equal.size()));
                fresh = value instanceof Number n ? Scalars.near(type, n, draft.choices) : value;
            }
        }
        Recipe.Scalar scalar = new Recipe.Scalar(fresh);
        draft.scalars.add(scalar);
        return scalar;
    }

    /** Some strings are equal to one of the same input: the same object, or another. */
    private Recipe text(Draft draft) {
        if (draft.choices.plain()) {
            Recipe.Scalar raw = new Recipe.Scalar(Scalars.rawText(draft.choices));
            draft.scalars.add(raw);
            return raw;
        }
        String fresh = scalars.text(draft.choices);
        if (draft.choices.oneIn(REPEATED)) {
            List<String> equal = draft.scalars.stream()
                    .map(Recipe.Scalar::value)
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
            if (!equal.isEmpty()) {
                fresh = equal.get(draft.choices.below(equal.size()));
                if (draft.choices.oneIn(2)) {
                    return new Recipe.Copy(fresh);
                }
            }
        }
        Recipe.Scalar scalar = new Recipe.Scalar(fresh);
        draft.scalars.add(scalar);
        return scalar;
    }

    private Recipe reference(String name, Draft draft, int depth) {
        Choices choices = draft.choices;
        if (depth > Candidates.MAX_DEPTH || ++draft.size > MAX_OBJECTS || choices.oneIn(8)) {
            return new Recipe.Nothing();
        }
        if (candidates.isEnum(name)) {
            return constant(name, choices);
        }
        if (!draft.objects.isEmpty() && choices.oneIn(6)) {
            List<Recipe.Made> fitting = draft.objects.stream()
                    .filter(o -> classes.isSubtype(o.type(), name))
                    .toList();
            if (!fitting.isEmpty()) {
                return new Recipe.Again(
                        fitting.get(choices.below(fitting.size())).number());
            }
        }
        List<String> possible =
                candidates.of(name).stream().filter(candidates::mayMake).toList();
        if (!possible.isEmpty()) {
            return made(possible.get(choices.below(possible.size())), draft, depth);
        }
        return Platform.kinds(name).isEmpty()
                ? Platform.boxed(name).map(t -> number(t, draft)).orElse(new Recipe.Nothing())
                : platform(name, draft, depth);
    }

    private Recipe platform(String name, Draft draft, int depth) {
        List<Recipe.Kind> kinds = Platform.kinds(name);
        Recipe.Kind kind = kinds.get(draft.choices.below(kinds.size()));
        List<Recipe> parts = new ArrayList<>();
        Type part = Platform.part(kind);
        int count = part == null ? 0 : Platform.single(kind) ? 1 : draft.choices.below(5);
        for (int i = 0; i < count && part != null; i++) {
            boolean mapped = i % 2 == 1 && Map.class.isAssignableFrom(kind.type);
            Recipe made = value(part, draft, depth + 1);
            parts.add(mapped && draft.choices.oneIn(4) ? new Recipe.Nothing() : made);
        }
        return new Recipe.Platform(kind, parts);
    }

    private Recipe constant(String name, Choices choices) {
        ClassNode node = classes.find(name);
        List<String> names = node == null || !candidates.mayMake(name)
                ? List.of()
                : node.fields.stream()
                        .filter(f -> (f.access & Opcodes.ACC_ENUM) != 0)
                        .map(f -> f.name)
                        .toList();
        return names.isEmpty()
                ? new Recipe.Nothing()
                : new Recipe.Constant(name, names.get(choices.below(names.size())));
    }

    private Recipe array(Type type, Draft draft, int depth) {
        if (draft.choices.oneIn(12) || depth > Candidates.MAX_DEPTH) {
            return new Recipe.Nothing();
        }
        Integer other = draft.arrays.isEmpty() || !draft.choices.oneIn(REPEATED) ? null : same(type, draft);
        if (other != null) {
            draft.referred.add(other);
            return new Recipe.Again(other);
        }
        Type element = Type.getType(type.getDescriptor().substring(1));
        int most = element.getSort() < Type.ARRAY ? 20 : 5;
        boolean plain = element.getSort() < Type.ARRAY && draft.choices.plain();
        int length = plain ? Scalars.rawLength(draft.choices) : scalars.length(draft.choices, most);
        List<Recipe> values = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            values.add(plain ? Scalars.raw(element, draft.choices) : value(element, draft, depth + 1));
        }
        int number = ++draft.numbers;
        draft.arrays.put(number, type.getDescriptor());
        return new Recipe.Items(number, element.getDescriptor(), values);
    }

    /** Returns the value with numbers on those arrays only that occur again. */
    static Recipe plain(Recipe recipe, Draft draft) {
        if (recipe instanceof Recipe.Items items) {
            int number = draft.referred.contains(items.number()) ? items.number() : 0;
            List<Recipe> values =
                    items.values().stream().map(v -> plain(v, draft)).toList();
            return new Recipe.Items(number, items.element(), values);
        } else if (recipe instanceof Recipe.Made made) {
            List<Recipe.Field> fields = made.fields().stream()
                    .map(f -> new Recipe.Field(f.owner(), f.name(), f.descriptor(), plain(f.value(), draft)))
                    .toList();
            return new Recipe.Made(made.number(), made.type(), fields);
        }
        return recipe;
    }

    private static @Nullable Integer same(Type type, Draft draft) {
        List<Integer> fitting = draft.arrays.entrySet().stream()
                .filter(e -> e.getValue().equals(type.getDescriptor()))
                .map(Map.Entry::getKey)
                .toList();
        return fitting.isEmpty() ? null : fitting.get(draft.choices.below(fitting.size()));
    }

    private Recipe made(String type, Draft draft, int depth) {
        int number = ++draft.numbers;
        List<Recipe.Field> fields = new ArrayList<>();
        Recipe.Made shell = new Recipe.Made(number, type, fields);
        ClassNode node = classes.find(type);
        boolean isRecord = node != null && (node.access & Opcodes.ACC_RECORD) != 0;
        if (!isRecord) {
            // A record is made by its constructor, which must have the parts first: they cannot refer to it.
            draft.objects.add(shell);
        }
        for (Candidates.Declared each : candidates.fields(type)) {
            fields.add(new Recipe.Field(
                    each.owner(), each.field().name, each.field().desc, field(each, draft, depth + 1)));
        }
        return shell;
    }

    private Recipe field(Candidates.Declared each, Draft draft, int depth) {
        String key = each.owner() + "." + each.field().name;
        FactValue fact = facts.get(key);
        boolean holds = draft.loose == null ? draft.choices.below(3) > 0 : !draft.loose.equals(key);
        if (fact != null && holds) {
            Recipe folded = folded(fact, Type.getType(each.field().desc));
            if (folded != null) {
                return folded;
            }
        }
        Type type = Type.getType(each.field().desc);
        // What a fact is compared with stands in the code more often than not.
        boolean compared = key.equals(draft.loose) && type.getSort() < Type.ARRAY && draft.choices.oneIn(2);
        Recipe value = compared ? new Recipe.Scalar(scalars.constant(type, draft.choices)) : value(type, draft, depth);
        if (fact != null && !value.equals(folded(fact, Type.getType(each.field().desc)))) {
            draft.broken.add(key);
        }
        return value;
    }

    private @Nullable Recipe folded(FactValue fact, Type type) {
        if (fact instanceof FactValue.OfInt i && type.getSort() < Type.ARRAY) {
            return new Recipe.Scalar(Scalars.cut(type, i.value()));
        } else if (fact instanceof FactValue.OfLong l && type.getSort() == Type.LONG) {
            return new Recipe.Scalar(l.value());
        } else if (fact instanceof FactValue.OfEnum e && type.getSort() == Type.OBJECT) {
            String name = type.getInternalName();
            return candidates.isEnum(name) && candidates.mayMake(name) ? new Recipe.Constant(name, e.constant()) : null;
        }
        return fact instanceof FactValue.OfNull ? new Recipe.Nothing() : null;
    }
}
