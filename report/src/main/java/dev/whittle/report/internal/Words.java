package dev.whittle.report.internal;

import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.model.WhittleReport;
import dev.whittle.model.WhittleReport.EliminatedBranch;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How results are called in front of people. */
final class Words {
    private Words() {}

    static String method(MethodId id) {
        return id.owner().replace('/', '.') + "." + id.name() + "(" + Descriptors.parameters(id.descriptor()) + ")";
    }

    /** Returns the key of a fact's field as a person writes it, with dots. */
    static String key(String factKey) {
        return factKey.replace('/', '.');
    }

    static String line(int line) {
        return line < 0 ? "-" : Integer.toString(line);
    }

    static String facts(EliminatedBranch branch) {
        return branch.facts().isEmpty()
                ? "-"
                : branch.facts().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    static String outcome(EliminatedBranch branch) {
        return switch (branch.kind()) {
            case JUMP -> branch.outcomeKept() == 0 ? "falls through" : "jumps";
            case SWITCH -> "case " + branch.outcomeKept();
        };
    }

    static String guard(WhittleReport.GuardKind guard) {
        return switch (guard) {
            case FACT_GUARD -> "fact guard";
            case ENTRY_GUARD -> "entry guard";
            case SIDE_EXIT -> "tested in place";
        };
    }

    static String verdict(Verdict verdict) {
        if (verdict instanceof Verdict.Proved) {
            return "PROVED";
        }
        if (verdict instanceof Verdict.Tested tested) {
            return "TESTED(" + tested.inputs() + ")";
        }
        return verdict instanceof Verdict.Counterexample ? "COUNTEREXAMPLE" : "UNSUPPORTED";
    }

    static String value(FactValue value) {
        String text = value.text();
        return value instanceof FactValue.OfNull ? "null" : text.substring(text.indexOf(':') + 1);
    }

    /** Returns the verdict's name as tools write it. */
    static String kind(Verdict verdict) {
        return Words.verdict(verdict).replaceFirst("\\(.*", "").toLowerCase(Locale.ROOT);
    }

    /** Returns why a method is not proved, or an empty string. */
    static String because(Verdict verdict) {
        if (verdict instanceof Verdict.Tested tested) {
            return tested.reason();
        }
        if (verdict instanceof Verdict.Counterexample c) {
            return "with " + c.input() + " the original " + c.expected() + ", and the new code " + c.actual();
        }
        return verdict instanceof Verdict.Unsupported unsupported ? unsupported.reason() : "";
    }

    /** What the whole came to, in one to three sentences. */
    static String summary(WhittleReport report) {
        int calls = report.calls().size();
        return branches(report)
                + (calls == 0 ? "" : " " + count(calls, "call is", "calls are") + " made on one class.");
    }

    private static String branches(WhittleReport report) {
        WhittleReport.Totals t = report.totals();
        if (t.eliminated() == 0) {
            return "No branch was eliminated" + (report.kept().isEmpty() ? "." : ", for the reasons below.");
        }
        return t.eliminated() + " of " + count(t.decisionPoints(), "decision point") + " eliminated; "
                + count(t.hardwareBranches(), "hardware branch", "hardware branches") + " found.";
    }

    static String count(long n, String one) {
        return count(n, one, one + "s");
    }

    static String count(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }

    record Total(String name, String value) {}

    static List<Total> totals(WhittleReport.Totals t) {
        return List.of(
                new Total("decision points", number(t.decisionPoints())),
                new Total("hardware branches", number(t.hardwareBranches())),
                new Total("eliminated", number(t.eliminated())),
                new Total("guards", number(t.guards())),
                new Total("hot bytes before", number(t.hotBytesBefore())),
                new Total(
                        "hot bytes after", number(t.hotBytesAfter()) + percent(t.hotBytesBefore(), t.hotBytesAfter())),
                new Total("cold bytes", number(t.coldBytes())),
                new Total("store bytes", number(t.storeBytes())),
                new Total("proved", number(t.proved())),
                new Total("tested", number(t.tested())),
                new Total("reverted", number(t.reverted())));
    }

    /** Names come from class files, which may hold anything: no escape sequence of theirs reaches the terminal. */
    static String clean(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c >= 0xd800 && c <= 0xdfff ? '?' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** XML cannot hold every character, not even escaped: those that it cannot hold become question marks. */
    static String xml(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c >= 0xd800 && c <= 0xdfff || (c & 0xfffe) == 0xfffe ? '?' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String percent(long before, long after) {
        return before <= 0 ? "" : String.format(Locale.ROOT, " (%+.1f %%)", 100.0 * (after - before) / before);
    }
}
