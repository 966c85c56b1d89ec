package dev.whittle.transformer.pass;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Certificate;
import dev.whittle.model.FactValue;
import dev.whittle.model.Fragment;
import dev.whittle.model.Plan;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.model.Profile.ReceiverCount;
import dev.whittle.model.TransformedClass;
import dev.whittle.transformer.plan.PlanSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/** One golden: what a person wrote (source, counts, facts, paths, calls), and what came of it as text. */
final class GoldenCase {
    static final String MARK = "=== what came of it; written by the test, read by people ===\n";
    final Map<String, String> sources = new TreeMap<>();
    final Map<String, Long> counts = new TreeMap<>();
    final Map<String, FactValue> facts = new TreeMap<>();
    final Map<String, List<PathCount>> paths = new TreeMap<>();
    final Map<String, List<ReceiverCount>> receivers = new TreeMap<>();
    final Set<String> marked = new TreeSet<>();
    final List<String> calls = new ArrayList<>();
    double share = 0.99;
    String release = "17";

    GoldenCase(String text) {
        String source = null;
        StringBuilder body = new StringBuilder();
        for (String line : text.substring(0, text.indexOf(MARK)).split("\n")) {
            String[] words = line.trim().split(" +");
            if (source != null) {
                if (line.equals("end")) {
                    sources.put(source, body.toString());
                    source = null;
                    body.setLength(0);
                } else {
                    body.append(line).append('\n');
                }
            } else if (words[0].equals("source")) {
                source = words[1];
            } else if (words[0].equals("count")) {
                counts.put(words[1] + " " + words[2], Long.parseLong(words[3]));
            } else if (words[0].equals("fact")) {
                facts.put(words[1], FactValue.parse(words[2]));
            } else if (words[0].equals("marked")) {
                facts.put(words[1], FactValue.parse(words[2]));
                marked.add(words[1].substring(0, words[1].indexOf(':')));
            } else if (words[0].equals("path")) {
                paths.computeIfAbsent(words[1], k -> new ArrayList<>()).add(path(words));
            } else if (words[0].equals("receiver")) {
                receivers
                        .computeIfAbsent(words[1], k -> new ArrayList<>())
                        .add(new ReceiverCount(Integer.parseInt(words[2]), words[3], Long.parseLong(words[4])));
            } else if (words[0].equals("release")) {
                release = words[1];
            } else if (words[0].equals("share")) {
                share = Double.parseDouble(words[1]);
            } else if (words[0].equals("call")) {
                calls.add(line.substring(5));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException("not a line of a golden: " + line);
            }
        }
    }

    private static PathCount path(String[] words) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            String[] at = words[i].split(":");
            outcomes.add(new Outcome(Integer.parseInt(at[0]), Integer.parseInt(at[1])));
        }
        return new PathCount(0, outcomes, Long.parseLong(words[2]));
    }

    /** What is not counted in the golden was taken once. */
    Whittled whittle() {
        return new Whittled(
                sources,
                (m, at) -> counts.getOrDefault(m + " " + at, 1L),
                facts,
                new Whittled.Seen(paths, receivers, marked),
                new PlanSettings(share, 0),
                "--release",
                release);
    }

    static String describe(Whittled w) {
        StringBuilder out = new StringBuilder(MARK);
        for (Plan.MethodPlan method : w.plan.methods()) {
            method.directives()
                    .forEach(d -> out.append("plan ")
                            .append(method.method())
                            .append("\n  ")
                            .append(d)
                            .append('\n'));
            method.kept()
                    .forEach(k -> out.append("unchanged because ")
                            .append(k.reason())
                            .append(": ")
                            .append(method.method())
                            .append(k.ordinal() < 0 ? "" : " at " + k.ordinal())
                            .append('\n'));
        }
        for (TransformedClass c : w.transformed) {
            c.refused()
                    .forEach(r -> out.append("unchanged because ")
                            .append(r.reason())
                            .append(": ")
                            .append(r.method())
                            .append('\n'));
            int before = ClassFiles.major(w.classes.get(c.name()));
            if (before != ClassFiles.major(c.bytes())) {
                out.append("version ")
                        .append(before)
                        .append(" of ")
                        .append(c.name())
                        .append(" becomes ")
                        .append(ClassFiles.major(c.bytes()))
                        .append('\n');
            }
            for (Certificate certificate : c.certificates()) {
                String name = certificate.method().name();
                out.append("--- before ")
                        .append(certificate.method())
                        .append('\n')
                        .append(text(w.classes.get(c.name()), name));
                out.append("--- after\n").append(text(c.bytes(), name));
                certificate
                        .pairs()
                        .forEach(p -> out.append("  pair ")
                                .append(p.original())
                                .append(" -> ")
                                .append(p.transformed())
                                .append('\n'));
                certificate.guards().forEach(g -> out.append("  ").append(g).append('\n'));
                certificate.exits().forEach(e -> out.append("  ").append(e).append('\n'));
            }
            if (ClassFiles.parse(c.bytes()).fields.stream().anyMatch(f -> f.name.equals(Plan.FactUse.Folded.MARKS))) {
                out.append("--- marks of ").append(c.name()).append('\n').append(text(c.bytes(), "<init>"));
            }
            for (Fragment f : c.fragments()) {
                out.append("--- ").append(f).append('\n');
                boolean shared = f.origin().equals(Fragment.shared(c.name()));
                for (MethodNode method : ClassFiles.parse(f.classBytes()).methods) {
                    out.append(shared ? "  " + method.name + method.desc + '\n' : "")
                            .append(text(method));
                }
            }
        }
        return out.toString().replaceAll("\\|[A-Za-z0-9_-]{43}\"", "|DIGEST\"");
    }

    private static String text(byte[] classFile, String method) {
        return ClassFiles.parse(classFile).methods.stream()
                .filter(m -> m.name.equals(method))
                .map(GoldenCase::text)
                .collect(Collectors.joining());
    }

    private static String text(MethodNode method) {
        StringWriter out = new StringWriter();
        Textifier text = new Textifier();
        method.accept(new TraceMethodVisitor(text));
        text.print(new PrintWriter(out, true));
        return out.toString();
    }
}
