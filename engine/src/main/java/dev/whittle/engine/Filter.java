package dev.whittle.engine;

import dev.whittle.formats.NamePattern;
import java.util.List;

/**
 * Which classes may be changed. Patterns are those of {@link NamePattern#ofClass}.
 *
 * @param include empty means all
 * @param exclude wins over include
 */
public record Filter(List<String> include, List<String> exclude) {
    public Filter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    public static Filter all() {
        return new Filter(List.of(), List.of());
    }

    /** @param internalName name with slashes */
    public boolean accepts(String internalName) {
        String name = internalName.replace('/', '.');
        return (include.isEmpty() || matches(include, name)) && !matches(exclude, name);
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.stream().anyMatch(p -> NamePattern.ofClass(p).matches(name));
    }
}
