package dev.whittle.formats;

import dev.whittle.formats.ClassShape.ConditionShape;
import dev.whittle.formats.ClassShape.MethodShape;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactSite;
import dev.whittle.model.MethodId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the places in one class that one rule names. */
record RuleMatcher(Rule rule, String origin) {

    List<FactSite> places(ClassShape shape) {
        if (!NamePattern.ofClass(rule.target().className()).matches(shape.name().replace('/', '.'))) {
            return List.of();
        }
        Rule.Target target = rule.target();
        if (target instanceof Rule.FieldTarget t) {
            return fields(shape, t);
        }
        if (target instanceof Rule.MethodTarget t) {
            return methods(shape, t.name(), t.descriptor())
                    .<FactSite>map(m -> new FactSite.Method(id(shape, m)))
                    .toList();
        }
        if (target instanceof Rule.ParameterTarget t) {
            return methods(shape, t.method(), t.descriptor())
                    .filter(m -> t.index() < m.parameters())
                    .<FactSite>map(m -> new FactSite.Parameter(id(shape, m), t.index()))
                    .toList();
        }
        if (target instanceof Rule.ConditionTarget t) {
            return methods(shape, t.method(), t.descriptor())
                    .flatMap(m -> condition(shape, m, t).stream())
                    .toList();
        }
        return List.of(new FactSite.Type(shape.name()));
    }

    private static List<FactSite> fields(ClassShape shape, Rule.FieldTarget target) {
        NamePattern names = NamePattern.ofMember(target.name());
        return shape.fields().stream()
                .filter(f -> names.matches(f.name()) && sameOrAny(target.descriptor(), f.descriptor()))
                .<FactSite>map(f -> new FactSite.Field(shape.name(), f.name(), f.descriptor()))
                .toList();
    }

    private static Stream<MethodShape> methods(ClassShape shape, String pattern, @Nullable String descriptor) {
        NamePattern names = NamePattern.ofMember(pattern);
        return shape.methods().stream().filter(m -> names.matches(m.name()) && sameOrAny(descriptor, m.descriptor()));
    }

    private Optional<FactSite> condition(ClassShape shape, MethodShape method, Rule.ConditionTarget target) {
        List<ConditionShape> there = method.conditions().stream()
                .filter(c -> c.line() == target.line())
                .toList();
        Integer occurrence = target.occurrence();
        if (occurrence == null && there.size() > 1) {
            throw new BadInputException("The rules " + origin + " mark line " + target.line() + " of "
                    + id(shape, method) + ", where " + there.size() + " conditions stand: add \"occurrence\", 1 to "
                    + there.size() + ".");
        }
        int index = occurrence == null ? 0 : occurrence - 1;
        return index < there.size()
                ? Optional.of(
                        new FactSite.Marker(id(shape, method), there.get(index).ordinal()))
                : Optional.empty();
    }

    private static MethodId id(ClassShape shape, MethodShape method) {
        return new MethodId(shape.name(), method.name(), method.descriptor());
    }

    private static boolean sameOrAny(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }
}
