package dev.whittle.formats.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.whittle.formats.Rule;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A rules file as it is spelled: everything may be absent until it is checked. */
record RulesFile(
        @Nullable String format,
        @Nullable Integer version,
        @Nullable List<@Nullable Entry> rules) {

    /** One rule: a fact and exactly one kind of place. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            @Nullable String fact,
            @Nullable Member field,
            @Nullable Member method,
            @Nullable Argument parameter,
            @Nullable Type type,
            @Nullable Condition condition) {

        static Entry of(Rule rule) {
            Rule.Target target = rule.target();
            return new Entry(
                    rule.fact().name(),
                    target instanceof Rule.FieldTarget t ? new Member(t.className(), t.name(), t.descriptor()) : null,
                    target instanceof Rule.MethodTarget t ? new Member(t.className(), t.name(), t.descriptor()) : null,
                    target instanceof Rule.ParameterTarget t
                            ? new Argument(t.className(), t.method(), t.descriptor(), t.index())
                            : null,
                    target instanceof Rule.TypeTarget t ? new Type(t.className()) : null,
                    target instanceof Rule.ConditionTarget t
                            ? new Condition(t.className(), t.method(), t.descriptor(), t.line(), t.occurrence())
                            : null);
        }

        Rule toRule(int number) {
            List<Rule.Target> targets = Stream.of(
                            field == null ? null : field.asField(),
                            method == null ? null : method.asMethod(),
                            parameter == null ? null : parameter.target(),
                            type == null ? null : new Rule.TypeTarget(filled(type.className(), "class")),
                            condition == null ? null : condition.target())
                    .flatMap(Stream::ofNullable)
                    .toList();
            if (targets.size() != 1) {
                throw new BadInputException(
                        "exactly one of field, method, parameter, type and condition belongs to a fact");
            }
            return new Rule(number, new FactId(filled(fact, "fact")), targets.get(0));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Member(
            @JsonProperty("class") @Nullable String className,
            @Nullable String name,
            @Nullable String descriptor) {
        Rule.Target asField() {
            return new Rule.FieldTarget(filled(className, "class"), filled(name, "name"), descriptor);
        }

        Rule.Target asMethod() {
            return new Rule.MethodTarget(filled(className, "class"), filled(name, "name"), descriptor);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Argument(
            @JsonProperty("class") @Nullable String className,
            @Nullable String method,
            @Nullable String descriptor,
            @Nullable Integer index) {
        Rule.Target target() {
            return new Rule.ParameterTarget(
                    filled(className, "class"), filled(method, "method"), descriptor, atLeast(0, index, "index"));
        }
    }

    record Type(@JsonProperty("class") @Nullable String className) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Condition(
            @JsonProperty("class") @Nullable String className,
            @Nullable String method,
            @Nullable String descriptor,
            @Nullable Integer line,
            @Nullable Integer occurrence) {
        Rule.Target target() {
            Integer which = occurrence == null ? null : Integer.valueOf(atLeast(1, occurrence, "occurrence"));
            return new Rule.ConditionTarget(
                    filled(className, "class"), filled(method, "method"), descriptor, atLeast(1, line, "line"), which);
        }
    }

    private static String filled(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new BadInputException("\"" + name + "\" is missing or empty");
        }
        return value;
    }

    private static int atLeast(int least, @Nullable Integer value, String name) {
        if (value == null || value < least) {
            throw new BadInputException("\"" + name + "\" must be a number from " + least);
        }
        return value;
    }
}
