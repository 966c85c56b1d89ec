package dev.whittle.formats;

import dev.whittle.model.FactDeclaration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one file.
 *
 * @param name the file's name, for messages
 */
public record RuleSet(String name, List<Rule> rules) {
    public RuleSet {
        rules = List.copyOf(rules);
    }

    /** Returns a set that marks nothing. */
    public static RuleSet none() {
        return new RuleSet("none", List.of());
    }

    /** Returns the fields that rules name, patterns and all, as class and field with a dot between: for the recording agent. */
    public List<String> fields() {
        return named(t -> t instanceof Rule.FieldTarget f ? f.className() + "." + f.name() : null);
    }

    /** Returns the methods that rules name, in the same way. */
    public List<String> methods() {
        return named(t -> t instanceof Rule.MethodTarget m ? m.className() + "." + m.name() : null);
    }

    /** Returns the parameters that rules name, in the same way with {@code #index} after it. */
    public List<String> parameters() {
        return named(
                t -> t instanceof Rule.ParameterTarget p ? p.className() + "." + p.method() + "#" + p.index() : null);
    }

    private List<String> named(Function<Rule.Target, @Nullable String> name) {
        List<String> result = new ArrayList<>();
        for (Rule rule : rules) {
            String found = name.apply(rule.target());
            if (found != null && !result.contains(found)) {
                result.add(found);
            }
        }
        return result;
    }

    /**
     * What the rules say of a program.
     *
     * @param declarations by class name, then by rule
     * @param unmatched one sentence for each rule that found no place
     */
    public record Resolved(List<FactDeclaration> declarations, List<String> unmatched) {
        public Resolved {
            declarations = List.copyOf(declarations);
            unmatched = List.copyOf(unmatched);
        }
    }

    /**
     * Finds the places that each rule names.
     *
     * @throws dev.whittle.model.BadInputException if a condition rule does not say which of several conditions on its line it means
     */
    public Resolved resolve(Collection<ClassShape> classes) {
        List<ClassShape> sorted =
                classes.stream().sorted(Comparator.comparing(ClassShape::name)).toList();
        Set<FactDeclaration> found = new LinkedHashSet<>();
        List<String> unmatched = new ArrayList<>();
        for (Rule rule : rules) {
            String origin = name + ", rule " + rule.number();
            List<FactDeclaration> places = sorted.stream()
                    .flatMap(c -> new RuleMatcher(rule, origin).places(c).stream())
                    .map(site -> new FactDeclaration(rule.fact(), site, origin))
                    .toList();
            if (places.isEmpty()) {
                unmatched.add("Rule " + rule.number() + " of " + name + " (fact " + rule.fact()
                        + ") matches nothing in " + rule.target().className() + ".");
            }
            found.addAll(places);
        }
        return new Resolved(List.copyOf(found), unmatched);
    }
}
