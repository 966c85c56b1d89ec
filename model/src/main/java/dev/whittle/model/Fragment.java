package dev.whittle.model;

/**
 * One unit of cold code.
 *
 * @param id number in the store, from 0
 * @param className internal name of the class that carries it
 * @param origin the method that it continues
 * @param resume ordinal in the original method where it goes on
 * @param classBytes the class file; do not modify
 */
public record Fragment(int id, String className, MethodId origin, int resume, byte[] classBytes) {
    @Override
    public boolean equals(Object o) {
        return o instanceof Fragment f
                && id == f.id
                && resume == f.resume
                && className.equals(f.className)
                && origin.equals(f.origin)
                && java.util.Arrays.equals(classBytes, f.classBytes);
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(id, className, origin, resume, java.util.Arrays.hashCode(classBytes));
    }

    @Override
    public String toString() {
        return "Fragment[" + id + " " + className + " continues " + origin + " at " + resume + "]";
    }
}
