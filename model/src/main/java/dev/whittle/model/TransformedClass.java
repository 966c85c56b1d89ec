package dev.whittle.model;

import java.util.List;

/**
 * A class after the passes.
 *
 * @param name internal name
 * @param bytes the new class file; do not modify
 * @param fragments cold code that left it
 * @param certificates one a transformed method
 * @param refused methods whose directives could not be carried out, with the reason
 */
public record TransformedClass(
        String name, byte[] bytes, List<Fragment> fragments, List<Certificate> certificates, List<Refusal> refused) {
    public TransformedClass {
        fragments = List.copyOf(fragments);
        certificates = List.copyOf(certificates);
        refused = List.copyOf(refused);
    }

    public record Refusal(MethodId method, String reason) {}
}
