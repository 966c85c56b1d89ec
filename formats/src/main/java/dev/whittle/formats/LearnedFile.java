package dev.whittle.formats;

import dev.whittle.formats.internal.LearnedLine;
import dev.whittle.formats.internal.TextFiles;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Learned;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads what whittled programs write for {@code -Dwhittle.learn=FILE}; the table is in {@code docs/refine.md}. Stateless. */
public final class LearnedFile {
    /** Programs stop at 4 MiB; each of those that write at once may be a line over it. */
    private static final long MOST_BYTES = 5 << 20;

    private static final String KIND = "learned file";
    private static final String MEND = "let the program write another one, and delete this";

    private LearnedFile() {}

    /** @throws BadInputException if the file cannot be read or is damaged */
    public static Learned read(Path file) {
        return fromText(TextFiles.read(file, KIND, MOST_BYTES), String.valueOf(file.getFileName()));
    }

    /**
     * Reads all or nothing. A line that a kill cut short is passed over: the last of a file or of a run.
     *
     * @param name what messages call the text, such as a file name
     */
    public static Learned fromText(String text, String name) {
        Set<Learned.Place> places = new LinkedHashSet<>();
        Set<Learned.Value> values = new LinkedHashSet<>();
        int torn = 0;
        boolean begun = false;
        List<String> lines = List.of(text.split("\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            // What follows the last end of a line is no line yet.
            boolean whole = i < lines.size() - 1;
            if (lines.get(i).isEmpty()) {
                continue;
            }
            LearnedLine line = LearnedLine.parse(lines.get(i));
            if (line instanceof LearnedLine.Bad bad) {
                boolean cut = !whole || LearnedLine.parse(lines.get(i + 1)) instanceof LearnedLine.Begin;
                if (!cut || !LearnedLine.begins(lines.get(i))) {
                    throw new BadInputException("The " + KIND + " " + name + " cannot be used at line " + (i + 1) + ": "
                            + bad.what() + "; " + MEND + ".");
                }
                torn++;
            } else if (line instanceof LearnedLine.Begin) {
                begun = true;
            } else if (line instanceof LearnedLine.Cold cold) {
                places.add(cold.place());
            } else if (line instanceof LearnedLine.Fact fact) {
                values.add(fact.value());
            }
        }
        if (!begun) {
            throw new BadInputException("The " + KIND + " " + name + " holds nothing: no whittled method ran; give"
                    + " -Dwhittle.learn to the whittled program.");
        }
        return new Learned(List.copyOf(places), List.copyOf(values), torn);
    }
}
