package dev.whittle.verifier.internal.replay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the numbers of an input in order after something was left out of it: what refers to an object that is gone is null, as {@link Maker}
 * makes it, and an array that nothing refers to any more has no number.
 */
final class Numbers {
    /** Of the objects that are made by now: they are made in the order in which an input is read. */
    private final Set<Integer> made = new HashSet<>();

    private final Set<Integer> referred = new HashSet<>();

    private Numbers() {}

    static Input tidy(Input input) {
        Numbers numbers = new Numbers();
        Recipe first = input.receiver();
        Recipe receiver = first == null ? null : numbers.bound(first);
        List<Recipe> arguments = input.arguments().stream().map(numbers::bound).toList();
        return new Input(
                receiver == null ? null : numbers.plain(receiver),
                arguments.stream().map(numbers::plain).toList(),
                input.names(),
                input.broken());
    }

    private Recipe bound(Recipe recipe) {
        if (recipe instanceof Recipe.Again again) {
            referred.add(again.number());
            return made.contains(again.number()) ? again : new Recipe.Nothing();
        } else if (recipe instanceof Recipe.Items items) {
            List<Recipe> values = items.values().stream().map(this::bound).toList();
            made.add(items.number());
            return new Recipe.Items(items.number(), items.element(), values);
        } else if (recipe instanceof Recipe.Made object) {
            made.add(object.number());
            return fields(
                    object,
                    object.fields().stream()
                            .map(Recipe.Field::value)
                            .map(this::bound)
                            .toList());
        } else if (recipe instanceof Recipe.Platform platform) {
            return new Recipe.Platform(
                    platform.kind(), platform.parts().stream().map(this::bound).toList());
        }
        return recipe;
    }

    private Recipe plain(Recipe recipe) {
        if (recipe instanceof Recipe.Items items) {
            return new Recipe.Items(
                    referred.contains(items.number()) ? items.number() : 0,
                    items.element(),
                    items.values().stream().map(this::plain).toList());
        } else if (recipe instanceof Recipe.Made object) {
            return fields(
                    object,
                    object.fields().stream()
                            .map(Recipe.Field::value)
                            .map(this::plain)
                            .toList());
        } else if (recipe instanceof Recipe.Platform platform) {
            return new Recipe.Platform(
                    platform.kind(), platform.parts().stream().map(this::plain).toList());
        }
        return recipe;
    }

    private static Recipe fields(Recipe.Made object, List<Recipe> values) {
        List<Recipe.Field> fields = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Recipe.Field field = object.fields().get(i);
            fields.add(new Recipe.Field(field.owner(), field.name(), field.descriptor(), values.get(i)));
        }
        return new Recipe.Made(object.number(), object.type(), fields);
    }
}
