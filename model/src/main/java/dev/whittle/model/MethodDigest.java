package dev.whittle.model;

/**
 * What tells a method in another build of its class. A hint: whoever takes two methods for the same that are not whittles worse, and nothing else.
 *
 * @param code of its instructions with their operands, and its handlers; 0 if it is not known
 * @param shape of its instructions without names, constants and the numbers of locals: equal where branches are the same in number and place; 0
 *     if it is not known
 */
public record MethodDigest(int code, int shape) {
    /** That of a method of which nobody saw the code. */
    public static final MethodDigest UNKNOWN = new MethodDigest(0, 0);
}
