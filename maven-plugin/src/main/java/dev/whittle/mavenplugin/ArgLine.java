package dev.whittle.mavenplugin;

import org.jspecify.annotations.Nullable;

/** The line of JVM options that surefire and failsafe pass on, which other plugins write to as well. */
final class ArgLine {
    private ArgLine() {}

    /** Puts an option in front and keeps what is there; an agent of ours from an earlier execution is replaced. */
    static String prepend(@Nullable String existing, String option) {
        String quoted = quote(option);
        String rest = existing == null ? "" : without(existing, option).strip();
        return rest.isEmpty() ? quoted : quoted + " " + rest;
    }

    /** Prepared twice, as by a second execution of the goal, the same agent must not start twice. */
    private static String without(String existing, String option) {
        String quoted = quote(option);
        return existing.replace(quoted + " ", "").replace(quoted, "");
    }

    /** Surefire splits at blanks outside of quotes. */
    private static String quote(String option) {
        boolean plain = option.chars().noneMatch(c -> Character.isWhitespace(c) || c == '"' || c == '\'');
        return plain ? option : "\"" + option.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
