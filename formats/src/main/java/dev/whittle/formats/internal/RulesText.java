package dev.whittle.formats.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.formats.Rule;
import dev.whittle.formats.RuleSet;
import dev.whittle.model.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rules as YAML. */
public final class RulesText {
    static final int VERSION = 1;
    private static final String KIND = "rules";
    private static final Problems PROBLEMS =
            new Problems(KIND, "correct it there; docs/rules.md shows an example of each rule");

    private RulesText() {}

    public static RuleSet read(Path file) {
        return fromText(TextFiles.read(file, KIND), String.valueOf(file.getFileName()));
    }

    public static RuleSet fromText(String text, String name) {
        ObjectMapper mapper = Mappers.yaml();
        try {
            Header.check(mapper.readTree(text), KIND, VERSION, PROBLEMS, name);
            RulesFile file = mapper.readValue(text, RulesFile.class);
            return convert(file, name);
        } catch (JsonProcessingException e) {
            throw PROBLEMS.from(e, name);
        } catch (BadInputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw PROBLEMS.at(name, "", "it is not YAML that can be read");
        }
    }

    private static RuleSet convert(RulesFile file, String name) {
        if (file.rules() == null) {
            throw PROBLEMS.at(name, "", "it has no list \"rules\"");
        }
        List<Rule> rules = new ArrayList<>();
        for (RulesFile.Entry entry : file.rules()) {
            int number = rules.size() + 1;
            if (entry == null) {
                throw PROBLEMS.at(name, " at rule " + number, "it is empty");
            }
            try {
                rules.add(entry.toRule(number));
            } catch (BadInputException e) {
                String what = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
                throw PROBLEMS.at(name, " at rule " + number, what);
            }
        }
        return new RuleSet(name, rules);
    }

    public static String toText(RuleSet rules) {
        List<RulesFile.Entry> entries =
                rules.rules().stream().map(RulesFile.Entry::of).toList();
        try {
            return Mappers.yaml().writeValueAsString(new RulesFile(Header.PREFIX + KIND, VERSION, entries));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Rules of plain records cannot be written", e);
        }
    }
}
