package dev.whittle.cli;

import dev.whittle.model.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What each command needs to do its work and to speak. */
record Context(Stages stages, Launcher launcher, Console console, StderrProgress progress) {
    /**
     * Returns the entries of a jar, a directory, or a class path with the system's separator.
     *
     * @param what they are, for a person
     */
    static List<Path> classPath(String text, String what) {
        List<Path> parts = Stream.of(text.split(Pattern.quote(java.io.File.pathSeparator)))
                .filter(s -> !s.isEmpty())
                .map(Path::of)
                .toList();
        if (parts.isEmpty()) {
            throw new BadInputException("The " + what + " is empty: give a jar, a directory or a class path.");
        }
        parts.forEach(part -> existing(part, what));
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

    static void mayWriteReport(Path file, boolean force) {
        if (!force && Files.exists(file)) {
            throw new BadInputException(
                    file + " exists and is not replaced: give another file, or --force to replace it.");
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
