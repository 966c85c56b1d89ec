package dev.whittle.verifier.internal.smt;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An answer as it comes from a worker.
 *
 * @param steps that the solver took
 */
record Reply(Answer answer, long steps) {
    /** @param serial of the question, so that no answer is taken for that of another one */
    List<String> message(String serial) {
        List<String> message = new ArrayList<>(List.of(serial, Long.toString(steps)));
        if (answer instanceof Answer.Refuted) {
            message.add("refuted");
        } else if (answer instanceof Answer.Satisfiable s) {
            message.add("satisfiable");
            s.values().forEach((name, value) -> {
                message.add(name);
                message.add(value);
            });
        } else if (answer instanceof Answer.Unknown u) {
            message.add("unknown");
            message.add(u.reason());
        } else if (answer instanceof Answer.Fault f) {
            message.add("fault");
            message.add(f.reason());
        }
        return message;
    }

    static Reply of(List<String> message, String serial) throws Wire.Nonsense {
        if (message.size() < 3 || !message.get(0).equals(serial)) {
            throw new Wire.Nonsense("an answer to another question");
        }
        try {
            return new Reply(answer(message.subList(2, message.size())), Long.parseLong(message.get(1)));
        } catch (NumberFormatException e) {
            throw new Wire.Nonsense("a count of steps that is no number");
        }
    }

    private static Answer answer(List<String> words) throws Wire.Nonsense {
        String kind = words.get(0);
        if (kind.equals("refuted") && words.size() == 1) {
            return new Answer.Refuted();
        } else if (kind.equals("satisfiable") && words.size() % 2 == 1) {
            SortedMap<String, String> values = new TreeMap<>();
            for (int i = 1; i < words.size(); i += 2) {
                values.put(words.get(i), words.get(i + 1));
            }
            return new Answer.Satisfiable(values);
        } else if (kind.equals("unknown") && words.size() == 2) {
            return new Answer.Unknown(words.get(1));
        } else if (kind.equals("fault") && words.size() == 2) {
            return new Answer.Fault(words.get(1));
        }
        throw new Wire.Nonsense("an answer of no known kind");
    }
}
