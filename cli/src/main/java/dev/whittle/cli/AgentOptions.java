package dev.whittle.cli;

import dev.whittle.model.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the agent is told on the command line of the recorded program.
 *
 * @param output absolute path of the profile
 * @param interval seconds between two writes
 */
record AgentOptions(Path output, int interval, Jobs.Selection selection) {

    /** Puts the agent after the {@code java} word; its own options, and the program's, stay as they are. */
    List<String> insertInto(List<String> command, Path agentJar) {
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

    private String option(Path agentJar) {
        List<String> parts = new ArrayList<>();
        parts.add("output=" + output);
        parts.add("interval=" + interval);
        Stream.of(joined("include", selection.include()), joined("exclude", selection.exclude()), rules())
                .filter(s -> !s.isEmpty())
                .forEach(parts::add);
        return "-javaagent:" + agentJar + "=" + String.join(",", parts);
    }

    private static String joined(String name, List<String> values) {
        return values.isEmpty() ? "" : name + "=" + String.join(":", values);
    }

    private String rules() {
        return joined(
                "rules",
                selection.rules().stream()
                        .map(r -> r.toAbsolutePath().toString())
                        .toList());
    }

    private static boolean isJava(String word) {
        Path name = Path.of(word).getFileName();
        return name != null
                && (name.toString().equals("java") || name.toString().equals("java.exe"));
    }
}
