package dev.whittle.formats.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.whittle.model.BadInputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the parser's complaints into one sentence: the file, the place, what is wrong there and the mend. */
final class Problems {
    private static final Pattern MISSING =
            Pattern.compile("(?:Missing required creator property|property) '([^']{1,60})'");
    private static final Pattern PARSER_WORDS = Pattern.compile("\\b(org|com|java|dev)\\.[a-z]+\\.");
    private static final int LONGEST = 120;

    private final String kind;
    private final String mend;

    Problems(String kind, String mend) {
        this.kind = kind;
        this.mend = mend;
    }

    BadInputException at(String name, String place, String what) {
        return new BadInputException(sentence(name, place, what));
    }

    BadInputException from(JsonProcessingException e, String name) {
        return new BadInputException(sentence(name, place(e), what(e)), e);
    }

    private String sentence(String name, String place, String what) {
        return "The " + kind + " " + name + " cannot be used" + place + ": " + what + "; " + mend + ".";
    }

    private static String place(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String lines = at == null || at.getLineNr() < 1
                ? ""
                : " at line " + at.getLineNr() + ", column " + Math.max(1, at.getColumnNr());
        String path = e instanceof JsonMappingException m ? path(m.getPath()) : "";
        return lines + (path.isEmpty() ? "" : " (" + path + ")");
    }

    private static String path(List<JsonMappingException.Reference> path) {
        return shorten(path.stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", ""));
    }

    private static String what(JsonProcessingException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof BadInputException bad) {
                return oneSentence(String.valueOf(bad.getMessage()));
            }
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "\"" + shorten(unknown.getPropertyName()) + "\" is no field of it";
        }
        if (e instanceof InvalidTypeIdException id) {
            return id.getTypeId() == null
                    ? "the field that tells its kind is missing"
                    : "\"" + shorten(id.getTypeId()) + "\" is no kind that is known here";
        }
        if (e instanceof JsonEOFException) {
            return "the file ends too early";
        }
        if (e instanceof StreamConstraintsException) {
            return "it is nested too deeply or holds too long a value";
        }
        if (e instanceof JsonMappingException) {
            Matcher missing = MISSING.matcher(String.valueOf(e.getOriginalMessage()));
            return missing.find()
                    ? "\"" + missing.group(1) + "\" is missing or null"
                    : "a value of another type belongs there";
        }
        return oneSentence(String.valueOf(e.getOriginalMessage()));
    }

    private static String oneSentence(String message) {
        String first = message.lines().findFirst().orElse("").strip();
        if (PARSER_WORDS.matcher(first).find()) {
            return "it is not of the expected form";
        }
        return shorten(first.endsWith(".") ? first.substring(0, first.length() - 1) : first);
    }

    /** Files may be hostile: what is quoted from them is cut and holds no control characters. */
    static String shorten(String text) {
        String plain = text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.length() < text.length() ? plain + "..." : plain;
    }
}
