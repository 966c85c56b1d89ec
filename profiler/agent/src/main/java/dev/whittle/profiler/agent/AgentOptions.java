package dev.whittle.profiler.agent;

import dev.whittle.model.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What stands after {@code -javaagent:agent.jar=}: {@code key=value} pairs between commas, lists between semicolons or colons.
 *
 * @param output the profile, absolute
 * @param include patterns of dotted class names, {@code *} for any characters; none means all
 * @param exclude patterns that win over include
 * @param intervalSeconds seconds between two writes while the program runs; 0 to write at its end only
 * @param facts fields to record besides the annotated ones, {@code owner/internal/Name.field}
 * @param ignored words that this agent knows but does not act on, for a warning
 */
record AgentOptions(
        Path output,
        List<String> include,
        List<String> exclude,
        int intervalSeconds,
        Set<String> facts,
        List<String> ignored) {
    private static final String KNOWN = "out, include, exclude, interval, facts";

    AgentOptions {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        facts = Set.copyOf(facts);
        ignored = List.copyOf(ignored);
    }

    /** @throws BadInputException if a word is not known or its value makes no sense */
    static AgentOptions parse(String text) {
        Path output = Path.of("whittle.wprof");
        List<String> include = new ArrayList<>();
        List<String> exclude = new ArrayList<>();
        Set<String> facts = new TreeSet<>();
        List<String> ignored = new ArrayList<>();
        int interval = 0;
        for (String pair : text.split(",")) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new BadInputException("The agent's option " + pair + " has no value; write key=value, with keys "
                        + KNOWN + " between commas.");
            }
            String key = pair.substring(0, equals).strip();
            String value = pair.substring(equals + 1).strip();
            switch (key) {
                case "out", "output" -> output = path(value);
                case "include" -> include.addAll(list(value));
                case "exclude" -> exclude.addAll(list(value));
                case "interval" -> interval = seconds(value);
                case "facts" -> list(value).forEach(f -> facts.add(factKey(f)));
                case "rules" -> ignored.add(key);
                default ->
                    throw new BadInputException(
                            "The agent has no option " + key + "; it knows " + KNOWN + ", between commas.");
            }
        }
        return new AgentOptions(output.toAbsolutePath(), include, exclude, interval, facts, ignored);
    }

    /** @param internalName name with slashes */
    boolean accepts(String internalName) {
        String name = internalName.replace('/', '.');
        return (include.isEmpty() || matches(include, name)) && !matches(exclude, name);
    }

    private static boolean matches(List<String> patterns, String name) {
        for (String pattern : patterns) {
            if (Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), name)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> list(String value) {
        return Pattern.compile("[;:]")
                .splitAsStream(value)
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private static Path path(String value) {
        if (value.isEmpty()) {
            throw new BadInputException("The agent's option out has no value; give the profile's file name.");
        }
        return Path.of(value);
    }

    private static String factKey(String text) {
        int dot = text.lastIndexOf('.');
        if (dot <= 0 || dot == text.length() - 1) {
            throw new BadInputException("The agent's option facts names " + text
                    + ", which is not owner.field; write the class's name, a dot and the field's.");
        }
        return text.substring(0, dot).replace('.', '/') + text.substring(dot);
    }

    private static int seconds(String value) {
        try {
            int seconds = Integer.parseInt(value);
            if (seconds >= 0) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a negative number.
        }
        throw new BadInputException(
                "The agent's option interval is " + value + "; give whole seconds, 0 for no timer.");
    }
}
