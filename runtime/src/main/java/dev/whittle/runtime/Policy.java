package dev.whittle.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules on which cold code may come back, as {@code docs/policy.md} describes them: the first that fits decides, and what none fits is allowed.
 * Immutable.
 */
final class Policy {
    private static final long LARGEST = 1 << 20;

    private final List<Rule> rules;

    private Policy(List<Rule> rules) {
        this.rules = rules;
    }

    enum Action {
        ALLOW,
        REPORT,
        DENY
    }

    /** A line. No record: what those have besides would ship with each program. */
    static final class Rule {
        private final Action action;
        /** Of what the pattern names. */
        private final String kind;

        private final Pattern pattern;
        private final String text;

        /** @param text the line, for people */
        Rule(Action action, String kind, Pattern pattern, String text) {
            this.action = action;
            this.kind = kind;
            this.pattern = pattern;
            this.text = text;
        }

        Action action() {
            return action;
        }

        String text() {
            return text;
        }

        /** @param hot name of the class that would be left, with dots */
        boolean fits(String hot, String method, List<String> facts) {
            return switch (kind) {
                case "class" -> pattern.matcher(hot).matches();
                case "method" -> pattern.matcher(hot + '.' + method).matches();
                case "package" ->
                    pattern.matcher(hot.substring(0, Math.max(0, hot.lastIndexOf('.'))))
                            .matches();
                case "fact" -> fitsOne(facts);
                default -> true;
            };
        }

        private boolean fitsOne(List<String> facts) {
            for (String fact : facts) {
                if (pattern.matcher(fact).matches()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** @throws IOException if it cannot be read, or a line is none: the message is the second half of a sentence about the file */
    static Policy read(String file) throws IOException {
        Path path = Path.of(file);
        if (Files.size(path) > LARGEST) {
            throw new IOException("it is larger than " + LARGEST + " bytes");
        }
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
            number++;
            String text = line.trim();
            if (!text.isEmpty() && text.charAt(0) != '#') {
                rules.add(rule(text, number));
            }
        }
        return new Policy(rules);
    }

    /** One that lets nothing come back: what was to be denied is not known. */
    static Policy denying(String why) {
        return new Policy(List.of(new Rule(Action.DENY, "all", Pattern.compile(""), why)));
    }

    private static Rule rule(String text, int number) throws IOException {
        String[] words = text.split("\\s+", 3);
        Action action = action(words[0]);
        String kind = words.length > 1 ? words[1] : "";
        boolean all = kind.equals("all") && words.length == 2;
        boolean named = words.length == 3
                && (kind.equals("class") || kind.equals("method") || kind.equals("package") || kind.equals("fact"));
        if (action == null || !all && !named) {
            throw new IOException(
                    "line " + number + " is not one of allow, report and deny, with all, or with class, method,"
                            + " package or fact and a name: " + text);
        }
        return new Rule(action, kind, pattern(all ? "" : words[2]), "line " + number + ": " + text);
    }

    private static @Nullable Action action(String word) {
        return switch (word) {
            case "allow" -> Action.ALLOW;
            case "report" -> Action.REPORT;
            case "deny" -> Action.DENY;
            default -> null;
        };
    }

    /** A star stays within one part of a name, two cross dots, as in the patterns of {@code --include}. */
    private static Pattern pattern(String name) {
        StringBuilder expression = new StringBuilder();
        int at = 0;
        while (at < name.length()) {
            int star = name.indexOf('*', at);
            int end = star < 0 ? name.length() : star;
            expression.append(Pattern.quote(name.substring(at, end)));
            at = end;
            while (at < name.length() && name.charAt(at) == '*') {
                at++;
            }
            expression.append(at == end ? "" : at - end > 1 ? ".*" : "[^.]*");
        }
        return Pattern.compile(expression.toString(), Pattern.DOTALL);
    }

    /** Returns the rule that decides, or null if none fits. */
    @Nullable
    Rule deciding(String hot, String method, List<String> facts) {
        for (Rule rule : rules) {
            if (rule.fits(hot, method, facts)) {
                return rule;
            }
        }
        return null;
    }
}
