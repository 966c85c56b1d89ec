package dev.whittle.profiler.agent;

import dev.whittle.model.BadInputException;
import dev.whittle.profiler.agent.internal.FactSelection;
import dev.whittle.profiler.agent.internal.FactSelection.Place;
import dev.whittle.profiler.agent.internal.HotMethods;
import dev.whittle.profiler.agent.internal.HotPaths.By;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands after {@code -javaagent:agent.jar=}: {@code key=value} pairs between commas, lists between semicolons or colons.
 *
 * @param output the profile, absolute
 * @param include patterns of dotted class names, {@code *} for any characters; none means all
 * @param exclude patterns that win over include
 * @param intervalSeconds seconds between two writes while the program runs; 0 to write at its end only
 * @param facts fields, methods and parameters to record besides the annotated ones
 * @param inputs different calls of a method whose arguments are kept; 0 for none
 * @param hot count from which a method counts paths; 0 for each from the start
 * @param hotBy what chooses the methods that count paths
 * @param listed methods that count paths and no others; null to choose while the program runs
 * @param jmx whether the profile can be asked for by an MBean
 */
record AgentOptions(
        Path output,
        List<String> include,
        List<String> exclude,
        int intervalSeconds,
        FactSelection facts,
        int inputs,
        int hot,
        By hotBy,
        @Nullable HotMethods listed,
        boolean jmx) {
    private static final String KNOWN =
            "out, include, exclude, interval, facts, methods, params, inputs, hot, hot-by, hot-methods, jmx";

    /** Most methods of a list that count paths. */
    private static final int MOST_LISTED = 1024;

    AgentOptions {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** @throws BadInputException if a word is not known or its value makes no sense */
    static AgentOptions parse(String text) {
        Words words = new Words();
        for (String pair : text.split(",")) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new BadInputException("The agent's option " + pair + " has no value; write key=value, with keys "
                        + KNOWN + " between commas.");
            }
            words.take(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return words.options();
    }

    /** What has been read so far. */
    private static final class Words {
        private Path output = Path.of("whittle.wprof");
        private final List<String> include = new ArrayList<>();
        private final List<String> exclude = new ArrayList<>();
        private final List<Place> fields = new ArrayList<>();
        private final List<Place> methods = new ArrayList<>();
        private final List<Place> parameters = new ArrayList<>();
        private int interval;
        private int inputs;
        private int hot = 2000;
        private By hotBy = By.ASYNC;
        private @Nullable HotMethods listed;
        private boolean jmx;

        void take(String key, String value) {
            switch (key) {
                case "out", "output" -> output = path(value);
                case "include" -> include.addAll(list(value));
                case "exclude" -> exclude.addAll(list(value));
                case "interval" -> interval = number(key, value, "whole seconds, 0 for no timer");
                case "facts" -> list(value).forEach(f -> fields.add(member(key, f, "field")));
                case "methods" -> list(value).forEach(m -> methods.add(member(key, m, "method")));
                case "params" -> list(value).forEach(p -> parameters.add(member(key, p, "method#index")));
                case "inputs" -> inputs = number(key, value, "a number of calls, 0 to keep no arguments");
                case "hot" -> hot = number(key, value, "a count, 0 to count all paths from the start");
                case "hot-by" -> hotBy = by(value);
                case "hot-methods" -> listed = HotMethods.read(Path.of(value), MOST_LISTED);
                case "jmx" -> jmx = yes(key, value);
                default ->
                    throw new BadInputException(
                            "The agent has no option " + key + "; it knows " + KNOWN + ", between commas.");
            }
        }

        AgentOptions options() {
            return new AgentOptions(
                    output.toAbsolutePath(),
                    include,
                    exclude,
                    interval,
                    new FactSelection(fields, methods, parameters),
                    inputs,
                    hot,
                    hotBy,
                    listed,
                    jmx);
        }
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

    private static boolean yes(String key, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new BadInputException("The agent's option " + key + " is " + value + "; give true or false.");
        }
        return value.equals("true");
    }

    private static By by(String value) {
        return switch (value) {
            case "async" -> By.ASYNC;
            case "counters" -> By.COUNTERS;
            default ->
                throw new BadInputException("The agent's option hot-by is " + value + "; give async or counters.");
        };
    }

    private static Place member(String key, String text, String what) {
        int dot = text.lastIndexOf('.');
        boolean indexed = text.matches(".*#\\d+");
        if (dot <= 0 || dot == text.length() - 1 || indexed != what.contains("#")) {
            throw new BadInputException("The agent's option " + key + " names " + text + ", which is not owner." + what
                    + "; write the class's name, a dot and the " + what + ".");
        }
        return Place.of(text.substring(0, dot), text.substring(dot + 1));
    }

    private static int number(String key, String value, String what) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a negative number.
        }
        throw new BadInputException("The agent's option " + key + " is " + value + "; give " + what + ".");
    }
}
