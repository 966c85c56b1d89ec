package dev.whittle.cli;

import dev.whittle.model.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What each command needs to do its work and to speak. */
record Context(Stages stages, Launcher launcher, Console console, StderrProgress progress) {
    static final String INPUT =
            "A jar, a directory, or a class path: its first entry is the program, the others are only read.";

    /** A jar, a directory, or a class path with the system's separator, of which the first entry is the program. */
    static List<Path> input(String text) {
        List<Path> parts = Stream.of(text.split(Pattern.quote(java.io.File.pathSeparator)))
                .filter(s -> !s.isEmpty())
                .map(Path::of)
                .toList();
        if (parts.isEmpty()) {
            throw new BadInputException("The input is empty: give a jar, a directory or a class path.");
        }
        parts.forEach(part -> existing(part, "input"));
        return parts;
    }

    static Path existing(Path file, String what) {
        if (!Files.exists(file)) {
            throw new BadInputException("There is no " + what + " at " + file + ": give the path of an existing one.");
        }
        return file;
    }

    static void mayWrite(Path file, boolean force) {
        if (!force && Files.exists(file)) {
            throw new BadInputException(
                    file + " exists and is not replaced: give another --output, or --force to replace it.");
        }
    }

    void warn(String sentence) {
        progress.clear();
        console.err().println("warning: " + sentence);
    }

    void say(String text) {
        progress.clear();
        console.out().print(text.endsWith("\n") ? text : text + "\n");
        console.out().flush();
    }
}
