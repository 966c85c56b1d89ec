package dev.whittle.formats;

import dev.whittle.formats.internal.RulesText;
import java.nio.file.Path;

/** Rules files, in YAML; {@code docs/rules.md} describes each kind. Stateless. */
public final class RulesCodec {
    private RulesCodec() {}

    /** @throws dev.whittle.model.BadInputException if the file cannot be read or a rule is not understood */
    public static RuleSet read(Path file) {
        return RulesText.read(file);
    }

    /** @param name what messages call the text, such as a file name */
    public static RuleSet fromText(String text, String name) {
        return RulesText.fromText(text, name);
    }

    /** Returns text that reads back as the same rules. */
    public static String toText(RuleSet rules) {
        return RulesText.toText(rules);
    }
}
