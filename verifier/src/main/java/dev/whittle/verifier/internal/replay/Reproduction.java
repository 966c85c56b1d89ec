package dev.whittle.verifier.internal.replay;

import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Reproducer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** Writes an input as Java source: the same steps that {@link Maker} takes, in the same order. */
final class Reproduction {
    /** A Java method ends at 64 KB of bytecode; no source of this length comes near it. */
    private static final int MOST = 60_000;

    private final Version version;
    private final Map<String, Plan.FactPlan> facts;
    private final List<String> statements = new ArrayList<>();
    private final Set<Integer> named = new HashSet<>();

    private Reproduction(Version version, Map<String, Plan.FactPlan> facts) {
        this.version = version;
        this.facts = facts;
    }

    /**
     * @param statics internal names of the classes whose static fields are compared
     * @return null if the input is too large for a Java method
     */
    static @Nullable Reproducer of(
            MethodId method,
            Input input,
            Version version,
            Map<String, Plan.FactPlan> facts,
            Collection<String> statics,
            boolean off,
            boolean lines) {
        Reproduction source = new Reproduction(version, facts);
        String receiver = input.receiver() == null ? "null" : source.expression(input.receiver());
        List<String> arguments =
                input.arguments().stream().map(source::expression).toList();
        int length = receiver.length();
        for (List<String> part : List.of(source.statements, arguments)) {
            length += part.stream().mapToInt(String::length).sum();
        }
        if (length > MOST) {
            return null;
        }
        List<String> names =
                new TreeSet<>(statics).stream().map(Reproduction::binary).toList();
        return new Reproducer(method, method.owner(), source.statements, receiver, arguments, names, off, lines);
    }

    private String expression(Recipe recipe) {
        if (recipe instanceof Recipe.Scalar s) {
            return Literals.of(s.value());
        } else if (recipe instanceof Recipe.Copy copy) {
            return "new String(" + Literals.of(copy.text()) + ")";
        } else if (recipe instanceof Recipe.Constant c) {
            return "in.constant(" + name(c.type()) + ", " + Literals.of(c.name()) + ")";
        } else if (recipe instanceof Recipe.Items items) {
            return array(items);
        } else if (recipe instanceof Recipe.Made made) {
            return object(made);
        } else if (recipe instanceof Recipe.Again again) {
            return named.contains(again.number()) ? "o" + again.number() : "null";
        } else if (recipe instanceof Recipe.Platform platform) {
            return platform(platform);
        }
        return "null";
    }

    private static String binary(String internalName) {
        return internalName.replace('/', '.');
    }

    private static String name(String internalName) {
        return Literals.of(binary(internalName));
    }

    private String array(Recipe.Items items) {
        String made = elements(items);
        if (items.number() == 0) {
            return made;
        }
        String variable = "o" + items.number();
        statements.add("Object " + variable + " = " + made + ";");
        named.add(items.number());
        return variable;
    }

    private String elements(Recipe.Items items) {
        Type element = Type.getType(items.element());
        return element.getSort() < Type.ARRAY
                ? "new " + element.getClassName() + "[] " + braces(items.values())
                : "in.array(" + Literals.of(items.element()) + ", " + objects(items.values()) + ")";
    }

    private String braces(List<Recipe> values) {
        return values.stream().map(this::expression).collect(Collectors.joining(", ", "{", "}"));
    }

    private String objects(List<Recipe> values) {
        return "new Object[] " + braces(values);
    }

    private String object(Recipe.Made made) {
        String variable = "o" + made.number();
        if (made.type().endsWith(Stubs.SUFFIX)) {
            standIn(variable, made);
        } else if (version.isRecord(made.type())) {
            String parts =
                    objects(made.fields().stream().map(Recipe.Field::value).toList());
            statements.add("Object " + variable + " = in.record(" + name(made.type()) + ", " + parts + ");");
        } else {
            statements.add("Object " + variable + " = in.blank(" + name(made.type()) + ");");
            named.add(made.number());
            made.fields().forEach(f -> field(variable, f));
        }
        return variable;
    }

    private void field(String variable, Recipe.Field field) {
        String value = expression(field.value());
        Plan.FactPlan fact = facts.get(field.owner() + "." + field.name());
        String words = variable + ", " + name(field.owner()) + ", " + Literals.of(field.name()) + ", " + value;
        statements.add(
                fact == null
                        ? "in.set(" + words + ");"
                        : "in.fact(" + words + ", " + Literals.of(version.build()) + ", "
                                + Literals.of(fact.field().key()) + ", "
                                + Literals.of(fact.value().text()) + ", "
                                + fact.bit() + ");");
    }

    private void standIn(String variable, Recipe.Made made) {
        String type = made.type().substring(0, made.type().length() - Stubs.SUFFIX.length());
        statements.add("Object " + variable + " = in.standIn(" + name(type) + ");");
        named.add(made.number());
        for (Recipe.Field each : made.fields()) {
            String key = each.name().startsWith("answer") && !each.descriptor().equals("[J")
                    ? each.descriptor()
                    : each.name();
            statements.add("in.answer(" + variable + ", " + Literals.of(key) + ", " + expression(each.value()) + ");");
        }
    }

    private String platform(Recipe.Platform made) {
        List<Recipe> parts = made.parts();
        String list = "java.util.Arrays.asList(" + objects(parts) + ")";
        return switch (made.kind()) {
            case OBJECT -> "new Object()";
            case LIST -> "new java.util.ArrayList<Object>(" + list + ")";
            case LINKED_LIST -> "new java.util.LinkedList<Object>(" + list + ")";
            case DEQUE -> "new java.util.ArrayDeque<Object>(" + texts(parts) + ")";
            case SET -> "new java.util.LinkedHashSet<Object>(" + texts(parts) + ")";
            case MAP -> "in.pairs(new java.util.LinkedHashMap<>(), " + objects(pairs(parts)) + ")";
            case TREE_MAP -> "in.pairs(new java.util.TreeMap<>(), " + objects(pairs(parts)) + ")";
            case HASH_MAP -> "in.pairs(new java.util.HashMap<>(), " + objects(pairs(parts)) + ")";
            case BUILDER -> "new StringBuilder(" + expression(parts.get(0)) + " + \"\")";
            case BUFFER -> "java.nio.ByteBuffer.wrap(new byte[] " + braces(parts) + ")";
            case INPUT -> "new java.io.ByteArrayInputStream(new byte[] " + braces(parts) + ")";
            case OUTPUT -> "in.output(new byte[] " + braces(parts) + ")";
            case ATOMIC_INT -> "new java.util.concurrent.atomic.AtomicInteger(" + expression(parts.get(0)) + ")";
            case ATOMIC_LONG -> "new java.util.concurrent.atomic.AtomicLong(" + expression(parts.get(0)) + ")";
            case ATOMIC_BOOLEAN -> "new java.util.concurrent.atomic.AtomicBoolean(" + expression(parts.get(0)) + ")";
            case BITS -> "in.bits(new int[] " + braces(parts) + ")";
            case RANDOM -> "new java.util.Random(" + expression(parts.get(0)) + ")";
        };
    }

    private static boolean isText(Recipe recipe) {
        return recipe instanceof Recipe.Scalar s && s.value() instanceof String;
    }

    private String texts(List<Recipe> parts) {
        return "java.util.Arrays.asList("
                + objects(parts.stream().filter(Reproduction::isText).toList()) + ")";
    }

    private static List<Recipe> pairs(List<Recipe> parts) {
        List<Recipe> kept = new ArrayList<>();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            if (isText(parts.get(i))) {
                kept.addAll(parts.subList(i, i + 2));
            }
        }
        return kept;
    }
}
