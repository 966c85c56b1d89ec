package dev.whittle.formats;

/** Names with {@code *} and {@code **}; everything else stands for itself. Used by rules and by include and exclude options. */
public final class NamePattern {
    private final String pattern;
    private final boolean dotsStopOneStar;

    private NamePattern(String pattern, boolean dotsStopOneStar) {
        this.pattern = pattern;
        this.dotsStopOneStar = dotsStopOneStar;
    }

    /** Class names with dots: {@code *} stays within one part of the name, {@code **} crosses dots. */
    public static NamePattern ofClass(String text) {
        return new NamePattern(text, true);
    }

    /** Member names, in which a star stands for any characters. */
    public static NamePattern ofMember(String text) {
        return new NamePattern(text, false);
    }

    /** Takes time in proportion to pattern times name, whatever the pattern: patterns come from files. */
    public boolean matches(String name) {
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        int at = 0;
        while (at < pattern.length()) {
            int end = at;
            while (end < pattern.length() && pattern.charAt(end) == '*') {
                end++;
            }
            reached =
                    end == at ? afterLetter(reached, name, pattern.charAt(at)) : afterStar(reached, name, end - at > 1);
            at = Math.max(end, at + 1);
        }
        return reached[name.length()];
    }

    private static boolean[] afterLetter(boolean[] before, String name, char letter) {
        boolean[] after = new boolean[before.length];
        for (int i = 0; i < name.length(); i++) {
            after[i + 1] = before[i] && name.charAt(i) == letter;
        }
        return after;
    }

    private boolean[] afterStar(boolean[] before, String name, boolean doubled) {
        boolean[] after = before.clone();
        for (int i = 0; i < name.length(); i++) {
            boolean passes = doubled || !dotsStopOneStar || name.charAt(i) != '.';
            after[i + 1] |= after[i] && passes;
        }
        return after;
    }

    @Override
    public String toString() {
        return pattern;
    }
}
