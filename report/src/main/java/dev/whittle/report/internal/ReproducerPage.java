package dev.whittle.report.internal;

import com.github.mustachejava.DefaultMustacheFactory;
import dev.whittle.model.MethodId;
import dev.whittle.model.Reproducer;
import dev.whittle.model.Verdict;
import dev.whittle.report.Reproducers.Programs;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A counterexample as a Java test. What comes from class files stands in literals and comments, where it cannot become code. */
public final class ReproducerPage {
    private static final String TEMPLATE = "reproducer.java.mustache";
    private static final int LONGEST = 60;

    private ReproducerPage() {}

    /** Returns the name of the test's class: equal for equal methods, and different on file systems that ignore case, too. */
    public static String name(MethodId method) {
        String owner = method.owner().substring(method.owner().lastIndexOf('/') + 1);
        String words = (owner + "_" + method.name()).replaceAll("[^A-Za-z0-9_]", "_");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(method.toString().getBytes(StandardCharsets.UTF_8));
            return "Replay_" + words.substring(0, Math.min(LONGEST, words.length())) + "_"
                    + HexFormat.of().formatHex(digest, 0, 4) + "Test";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JVM has SHA-256", e);
        }
    }

    public static String render(Verdict.Counterexample verdict, Reproducer input, Programs programs) {
        StringWriter out = new StringWriter();
        try (InputStream in = ReproducerPage.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException("The test's template is missing from the program: install it again");
            }
            new DefaultMustacheFactory()
                    .compile(new InputStreamReader(in, StandardCharsets.UTF_8), TEMPLATE)
                    .execute(out, model(verdict, input, programs));
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static Map<String, Object> model(Verdict.Counterexample verdict, Reproducer input, Programs programs) {
        Map<String, Object> model = new HashMap<>();
        MethodId method = input.method();
        model.put("method", comment(method.toString()));
        model.put("input", comment(verdict.input()));
        model.put("expected", comment(verdict.expected()));
        model.put("actual", comment(verdict.actual()));
        model.put("name", name(method));
        model.put("first", classPath(programs.first()));
        model.put("second", classPath(programs.second()));
        model.put("library", classPath(programs.library()));
        model.put("owner", literal(method.owner().replace('/', '.')));
        model.put("secondOwner", literal(input.secondOwner().replace('/', '.')));
        model.put("simple", literal(method.name()));
        model.put("descriptor", literal(method.descriptor()));
        model.put(
                "statics", input.statics().stream().map(ReproducerPage::literal).collect(Collectors.joining(", ")));
        model.put("off", input.off());
        model.put("lines", input.lines());
        model.put("statements", input.statements());
        model.put(
                "roots",
                Stream.concat(Stream.of(input.receiver()), input.arguments().stream())
                        .collect(Collectors.joining(", ")));
        return model;
    }

    private static String classPath(List<Path> path) {
        return literal(path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    /** The compiler reads Unicode escapes in comments, too: one that stands for the end of a line would end the comment. */
    private static String comment(String text) {
        return ascii(text.replace("\\", "\\\\"));
    }

    private static String literal(String text) {
        return '"' + ascii(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static String ascii(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                out.append(c);
            } else if (c < ' ') {
                out.append(String.format("\\%03o", (int) c));
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }
}
