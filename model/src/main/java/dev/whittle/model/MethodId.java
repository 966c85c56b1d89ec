package dev.whittle.model;

import java.util.Comparator;

/**
 * Names one method.
 *
 * @param owner internal name of the class, with slashes
 * @param name method name
 * @param descriptor method descriptor as in JVMS 4.3.3
 */
public record MethodId(String owner, String name, String descriptor) implements Comparable<MethodId> {
    private static final Comparator<MethodId> ORDER =
            Comparator.comparing(MethodId::owner).thenComparing(MethodId::name).thenComparing(MethodId::descriptor);

    @Override
    public int compareTo(MethodId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return owner.replace('/', '.') + "." + name + descriptor;
    }
}
