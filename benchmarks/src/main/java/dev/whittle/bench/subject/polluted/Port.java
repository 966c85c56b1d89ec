package dev.whittle.bench.subject.polluted;

/** What a port can be asked; an implementation for each kind of board. */
interface Port {
    long status(long word);

    long address(long word);

    long length(long word);

    long sum(long word);

    long next(long word);

    /** A port of the kind, 0 to 4. */
    static Port of(int kind) {
        return switch (kind) {
            case 0 -> new Ports.Plain(3);
            case 1 -> new Ports.Wide(5);
            case 2 -> new Ports.Swapped(7);
            case 3 -> new Ports.Shifted(11);
            default -> new Ports.Masked(13);
        };
    }
}
