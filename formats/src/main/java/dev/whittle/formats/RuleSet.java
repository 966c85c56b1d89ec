package dev.whittle.formats;

import dev.whittle.model.FactDeclaration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    /**
     * Returns the fields that rules name without patterns, as class and field with a dot between: what a recording agent can be
     * told before any class is known.
     */
    public List<String> namedFields() {
        return fields(false);
    }

    /** Returns the fields that rules name by patterns, spelled in the same way. */
    public List<String> patternFields() {
        return fields(true);
    }

    private List<String> fields(boolean patterns) {
        return rules.stream()
                .map(Rule::target)
                .filter(t -> t instanceof Rule.FieldTarget)
                .map(t -> t.className() + "." + ((Rule.FieldTarget) t).name())
                .filter(f -> f.contains("*") == patterns)
                .distinct()
                .toList();
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
