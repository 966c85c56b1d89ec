package dev.whittle.model;

import java.util.regex.Pattern;

/**
 * SHA-256 of the bytes of a class file, in lower-case hexadecimal. It ties profiles, plans and certificates to one build.
 *
 * @param hex 64 hexadecimal digits
 */
public record ClassDigest(String hex) implements Comparable<ClassDigest> {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public ClassDigest {
        if (!FORM.matcher(hex).matches()) {
            throw new BadInputException("A class digest has 64 hexadecimal digits, this is not one: " + hex);
        }
    }

    @Override
    public int compareTo(ClassDigest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex.substring(0, 12);
    }
}
