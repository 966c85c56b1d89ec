package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What holds of any terms that are asked about, whatever the facts. */
final class SmtAxioms {
    private SmtAxioms() {}

    /** @param names of all terms of the question */
    static List<String> of(Map<Term, String> names) {
        List<String> axioms = new ArrayList<>();
        List<String> constants = new ArrayList<>();
        List<String> present = new ArrayList<>();
        names.forEach((t, name) -> {
            if (t.isNull()) {
                constants.add(name);
            } else if (t.is("enum")) {
                constants.add(name);
            } else if (Terms.neverNull(t)) {
                present.add(name);
            } else if (t.is("length")) {
                axioms.add("(bvsge " + name + " #x00000000)");
            }
        });
        if (constants.size() > 1) {
            axioms.add("(distinct " + String.join(" ", constants) + ")");
        }
        names.entrySet().stream()
                .filter(e -> e.getKey().isNull())
                .forEach(e -> present.forEach(p -> axioms.add("(not (= " + p + " " + e.getValue() + "))")));
        return axioms;
    }
}
