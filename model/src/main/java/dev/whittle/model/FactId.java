package dev.whittle.model;

/**
 * Name of a property of the hardware or configuration, such as {@code net.mac}.
 *
 * @param name not blank
 */
public record FactId(String name) implements Comparable<FactId> {
    public FactId {
        if (name.isBlank()) {
            throw new BadInputException("A fact has an empty name; give @HwBranch or the rule a name such as net.mac.");
        }
    }

    @Override
    public int compareTo(FactId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
