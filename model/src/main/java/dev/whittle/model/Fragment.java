package dev.whittle.model;

import java.util.List;

/**
 * One unit of cold code: a continuation of one method, or of several of a class that each go on at their beginning.
 *
 * @param id number in the store, from 0
 * @param className internal name of the class that carries it
 * @param origin the method that it continues; {@link #shared} if it continues several, each from its beginning
 * @param resume ordinal in the original method where it goes on
 * @param classBytes the class file; do not modify
 * @param facts on which the hot code relies that leaves for it, as far as it leaves because one of them does not hold; sorted
 */
public record Fragment(int id, String className, MethodId origin, int resume, byte[] classBytes, List<FactId> facts) {
    public Fragment {
        facts = List.copyOf(facts);
    }

    /** One that is left for whatever the facts are. */
    public Fragment(int id, String className, MethodId origin, int resume, byte[] classBytes) {
        this(id, className, origin, resume, classBytes, List.of());
    }

    /** What the name of each class that carries a fragment has between that of its hot class and its id. */
    public static final String INFIX = "$whittle$";

    /** Returns the internal name of the class that carries a fragment of a hot class. */
    public static String className(String hot, int id) {
        return hot + INFIX + id;
    }

    /** Returns what stands for the methods of a class that share a fragment. No method has its descriptor. */
    public static MethodId shared(String owner) {
        return new MethodId(owner, "*", "");
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Fragment f
                && id == f.id
                && resume == f.resume
                && className.equals(f.className)
                && origin.equals(f.origin)
                && facts.equals(f.facts)
                && java.util.Arrays.equals(classBytes, f.classBytes);
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(id, className, origin, resume, facts, java.util.Arrays.hashCode(classBytes));
    }

    @Override
    public String toString() {
        return "Fragment[" + id + " " + className + " continues " + origin + " at " + resume + "]";
    }
}
