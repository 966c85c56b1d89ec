package dev.whittle.formats;

import dev.whittle.model.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the recording agent is told on the command line of the recorded program:
 * {@code -javaagent:AGENT=output=FILE,interval=SECONDS,include=A:B,exclude=C,facts=CLASS.FIELD}.
 *
 * @param output absolute path of the profile
 * @param interval seconds between two writes
 * @param include class patterns as in {@link NamePattern#ofClass}; empty means each class
 * @param exclude class patterns, stronger than include
 * @param facts fields to record besides annotated ones, as class and field with a dot between; patterns as in rules
 * @param settings further words of the agent and their values, see docs/agent.md
 */
public record AgentOptions(
        Path output,
        int interval,
        List<String> include,
        List<String> exclude,
        List<String> facts,
        SortedMap<String, String> settings) {
    public AgentOptions {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        facts = List.copyOf(facts);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        if (interval < 1) {
            throw new BadInputException("The interval must be at least 1 second, and is " + interval + ".");
        }
    }

    public AgentOptions(Path output, int interval, List<String> include, List<String> exclude, List<String> facts) {
        this(output, interval, include, exclude, facts, new TreeMap<>());
    }

    /** Returns options that record all that the rules name, and no other unannotated fields. */
    public AgentOptions withRules(RuleSet rules) {
        AgentOptions result = new AgentOptions(output, interval, include, exclude, rules.fields(), settings);
        result = rules.methods().isEmpty() ? result : result.with("methods", String.join(":", rules.methods()));
        return rules.parameters().isEmpty() ? result : result.with("params", String.join(":", rules.parameters()));
    }

    /** Returns options with one more word. */
    public AgentOptions with(String word, String value) {
        SortedMap<String, String> more = new TreeMap<>(settings);
        more.put(word, value);
        return new AgentOptions(output, interval, include, exclude, facts, more);
    }

    /** Puts the agent after the {@code java} word; the JVM's own options, and the program's, stay as they are. */
    public List<String> insertInto(List<String> command, Path agentJar) {
        int java = 0;
        while (java < command.size() && !isJava(command.get(java))) {
            java++;
        }
        if (java == command.size()) {
            throw new BadInputException("The command holds no java to record: write `-- java -jar app.jar`, or give the"
                    + " program's script the option " + option(agentJar) + " by JAVA_TOOL_OPTIONS.");
        }
        List<String> out = new ArrayList<>(command.subList(0, java + 1));
        out.add(option(agentJar));
        out.addAll(command.subList(java + 1, command.size()));
        return out;
    }

    /** Returns the JVM option. */
    public String option(Path agentJar) {
        List<String> parts = new ArrayList<>();
        parts.add("output=" + output);
        parts.add("interval=" + interval);
        Stream.of(joined("include", include), joined("exclude", exclude), joined("facts", facts))
                .filter(s -> !s.isEmpty())
                .forEach(parts::add);
        settings.forEach((word, value) -> parts.add(word + "=" + value));
        String words = String.join(",", parts);
        if (parts.stream().anyMatch(p -> p.contains(",") || p.contains("\n"))) {
            throw new BadInputException("The agent's options cannot hold a comma or a line's end, and these do: "
                    + words + ": choose other paths and patterns.");
        }
        return "-javaagent:" + agentJar + "=" + words;
    }

    private static String joined(String name, List<String> values) {
        return values.isEmpty() ? "" : name + "=" + String.join(":", values);
    }

    private static boolean isJava(String word) {
        Path name = Path.of(word).getFileName();
        return name != null
                && (name.toString().equals("java") || name.toString().equals("java.exe"));
    }
}
