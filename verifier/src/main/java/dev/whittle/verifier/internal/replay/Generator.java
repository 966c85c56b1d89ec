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
            return new Recipe.Scalar(scalars.primitive(type, draft.choices));
        }
        if (type.getSort() == Type.ARRAY) {
            return array(type, draft, depth);
        }
        String name = type.getInternalName();
        if (name.equals("java/lang/String") || name.equals("java/lang/CharSequence")) {
            return draft.choices.oneIn(12) ? new Recipe.Nothing() : new Recipe.Scalar(scalars.text(draft.choices));
        }
        return reference(name, draft, depth);
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
                ? Platform.boxed(name)
                        .map(t -> (Recipe) new Recipe.Scalar(scalars.primitive(t, choices)))
                        .orElse(new Recipe.Nothing())
                : platform(name, draft, depth);
    }

    private Recipe platform(String name, Draft draft, int depth) {
        List<Recipe.Kind> kinds = Platform.kinds(name);
        Recipe.Kind kind = kinds.get(draft.choices.below(kinds.size()));
        List<Recipe> parts = new ArrayList<>();
        Type part = Platform.part(kind);
        int count = part == null ? 0 : Platform.single(kind) ? 1 : draft.choices.below(5);
        for (int i = 0; i < count && part != null; i++) {
            parts.add(value(part, draft, depth + 1));
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
        Type element = Type.getType(type.getDescriptor().substring(1));
        int most = element.getSort() < Type.ARRAY ? 20 : 5;
        int length = draft.choices.below(draft.choices.oneIn(3) ? most : 9);
        List<Recipe> values = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            values.add(value(element, draft, depth + 1));
        }
        return new Recipe.Items(element.getDescriptor(), values);
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
        Recipe value = value(Type.getType(each.field().desc), draft, depth);
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
