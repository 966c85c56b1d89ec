package dev.whittle.profiler.agent.internal;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Places that rules call facts, besides the annotated ones. Patterns mean what they mean in a rules file: in a class name
 * {@code *} stays within one part and {@code **} crosses dots; in a member's name a star stands for any characters.
 *
 * @param fields {@code owner.field} each
 * @param methods {@code owner.method} each: what it reads of its object are facts
 * @param parameters {@code owner.method#index} each
 */
public record FactSelection(List<Place> fields, List<Place> methods, List<Place> parameters) {
    public FactSelection {
        fields = List.copyOf(fields);
        methods = List.copyOf(methods);
        parameters = List.copyOf(parameters);
    }

    /** Returns a selection of nothing. */
    public static FactSelection none() {
        return new FactSelection(List.of(), List.of(), List.of());
    }

    /** A class and a member of it, by patterns. */
    public record Place(Pattern owner, Pattern member) {
        /** @param owner with dots or slashes */
        public static Place of(String owner, String member) {
            return new Place(pattern(owner.replace('/', '.'), "[^.]*"), pattern(member, ".*"));
        }

        private static Pattern pattern(String text, String oneStar) {
            StringBuilder regex = new StringBuilder();
            int at = 0;
            while (at < text.length()) {
                int end = at;
                while (end < text.length() && text.charAt(end) == '*') {
                    end++;
                }
                if (end == at) {
                    regex.append(Pattern.quote(text.substring(at, at + 1)));
                } else {
                    regex.append(end - at > 1 ? ".*" : oneStar);
                }
                at = Math.max(end, at + 1);
            }
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        }

        /** @param internalOwner with slashes */
        boolean matches(String internalOwner, String name) {
            return member.matcher(name).matches()
                    && owner.matcher(internalOwner.replace('/', '.')).matches();
        }
    }

    boolean hasField(String owner, String name) {
        return any(fields, owner, name);
    }

    boolean hasMethod(String owner, String name) {
        return any(methods, owner, name);
    }

    boolean hasParameter(String owner, String method, int index) {
        return any(parameters, owner, method + "#" + index);
    }

    private static boolean any(List<Place> places, String owner, String name) {
        for (Place place : places) {
            if (place.matches(owner, name)) {
                return true;
            }
        }
        return false;
    }
}
