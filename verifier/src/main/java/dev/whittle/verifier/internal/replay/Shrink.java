package dev.whittle.verifier.internal.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes inputs smaller, one step at a time: what is left out first is what tells a reader least. */
final class Shrink {
    /** Fields that hold facts: with another value the input would be of another kind. */
    private final Set<String> kept;

    /** @param kept keys of fields that stay as they are */
    Shrink(Set<String> kept) {
        this.kept = new TreeSet<>(kept);
    }

    /** Returns all inputs that are one step smaller, the most daring first within each place. */
    List<Input> steps(Input input) {
        List<Input> all = new ArrayList<>();
        Recipe receiver = input.receiver();
        for (int i = 0; i < input.arguments().size(); i++) {
            int at = i;
            Recipe argument = input.arguments().get(i);
            for (Recipe each : steps(argument)) {
                all.add(with(input, receiver, replaced(input.arguments(), at, each)));
            }
        }
        if (receiver instanceof Recipe.Made made) {
            // There is no call without it.
            inside(made).forEach(each -> all.add(with(input, each, input.arguments())));
        }
        return all;
    }

    private static Input with(Input input, @Nullable Recipe receiver, List<Recipe> arguments) {
        return Numbers.tidy(new Input(receiver, arguments, input.names(), input.broken()));
    }

    private static <T> List<T> replaced(List<T> list, int at, T by) {
        List<T> copy = new ArrayList<>(list);
        copy.set(at, by);
        return copy;
    }

    private List<Recipe> steps(Recipe recipe) {
        if (recipe instanceof Recipe.Scalar s) {
            return scalar(s.value());
        } else if (recipe instanceof Recipe.Copy c) {
            List<Recipe> plainer = new ArrayList<>(List.of(new Recipe.Scalar(c.text())));
            text(c.text()).forEach(t -> plainer.add(new Recipe.Copy(t)));
            return plainer;
        } else if (recipe instanceof Recipe.Nothing || recipe instanceof Recipe.Constant) {
            return List.of();
        }
        List<Recipe> all = new ArrayList<>();
        all.add(new Recipe.Nothing());
        if (recipe instanceof Recipe.Items items) {
            list(items.values(), v -> new Recipe.Items(items.number(), items.element(), v), all);
        } else if (recipe instanceof Recipe.Platform p && Platform.part(p.kind()) != null) {
            if (Platform.single(p.kind())) {
                elements(p.parts(), v -> new Recipe.Platform(p.kind(), v), all);
            } else {
                list(p.parts(), v -> new Recipe.Platform(p.kind(), v), all);
            }
        } else if (recipe instanceof Recipe.Made made) {
            all.addAll(inside(made));
        }
        return all;
    }

    private List<Recipe> inside(Recipe.Made made) {
        List<Recipe> all = new ArrayList<>();
        for (int i = 0; i < made.fields().size(); i++) {
            Recipe.Field field = made.fields().get(i);
            if (!kept.contains(field.owner() + "." + field.name())) {
                int at = i;
                for (Recipe value : steps(field.value())) {
                    Recipe.Field smaller = new Recipe.Field(field.owner(), field.name(), field.descriptor(), value);
                    all.add(new Recipe.Made(made.number(), made.type(), replaced(made.fields(), at, smaller)));
                }
            }
        }
        return all;
    }

    private void list(List<Recipe> values, Function<List<Recipe>, Recipe> make, List<Recipe> all) {
        int n = values.size();
        if (n > 2) {
            all.add(make.apply(List.copyOf(values.subList(0, n / 2))));
            all.add(make.apply(List.copyOf(values.subList(n / 2, n))));
        }
        for (int i = 0; i < n; i++) {
            List<Recipe> fewer = new ArrayList<>(values);
            fewer.remove(i);
            all.add(make.apply(fewer));
        }
        elements(values, make, all);
    }

    private void elements(List<Recipe> values, Function<List<Recipe>, Recipe> make, List<Recipe> all) {
        for (int i = 0; i < values.size(); i++) {
            for (Recipe each : steps(values.get(i))) {
                all.add(make.apply(replaced(values, i, each)));
            }
        }
    }

    private static List<Recipe> scalar(Object value) {
        List<Recipe> all = new ArrayList<>();
        if (value instanceof String s) {
            text(s).forEach(t -> all.add(new Recipe.Scalar(t)));
        } else if (value instanceof Boolean b) {
            if (b) {
                all.add(new Recipe.Scalar(false));
            }
        } else if (value instanceof Character c) {
            if (c != 0) {
                all.add(new Recipe.Scalar((char) 0));
                all.add(new Recipe.Scalar((char) (c / 2)));
            }
        } else if (value instanceof Float || value instanceof Double) {
            real(((Number) value).doubleValue(), value instanceof Float, all);
        } else if (value instanceof Number n) {
            whole(n.longValue(), value, all);
        }
        return all;
    }

    private static void real(double value, boolean narrow, List<Recipe> all) {
        for (double each : new double[] {0, 1, Math.rint(value / 2)}) {
            if (Math.abs(each) < Math.abs(value) || Double.isNaN(value) && each < 2) {
                all.add(new Recipe.Scalar(narrow ? (Object) (float) each : (Object) each));
            }
        }
    }

    private static void whole(long value, Object like, List<Recipe> all) {
        Set<Long> smaller =
                new java.util.LinkedHashSet<>(List.of(0L, 1L, value / 16, value / 2, value - Long.signum(value)));
        for (long each : smaller) {
            // 1 is simpler than -1, and only then as near to 0.
            if (each != value && (Math.abs(each) < Math.abs(value) || value == Long.MIN_VALUE || value == -1)) {
                all.add(new Recipe.Scalar(
                        like instanceof Long
                                ? (Object) each
                                : like instanceof Integer
                                        ? (Object) (int) each
                                        : like instanceof Short ? (Object) (short) each : (Object) (byte) each));
            }
        }
    }

    private static Set<String> text(String s) {
        Set<String> all = new java.util.LinkedHashSet<>();
        int n = s.length();
        if (n > 0) {
            all.add("");
            all.add(s.substring(0, n / 2));
            all.add(s.substring(n / 2));
            for (int i = 0; i < n && i < 64; i++) {
                all.add(s.substring(0, i) + s.substring(i + 1));
            }
            for (int i = 0; i < n && i < 64; i++) {
                if (s.charAt(i) != 'a') {
                    all.add(s.substring(0, i) + 'a' + s.substring(i + 1));
                }
            }
            all.remove(s);
        }
        return all;
    }
}
