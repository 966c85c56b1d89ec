package dev.whittle.verifier.internal.smt;

/** Symbols of SMT-LIB: the same one may stand between bars or not. */
final class Names {
    private Names() {}

    static String bare(String symbol) {
        boolean quoted = symbol.length() > 1 && symbol.startsWith("|") && symbol.endsWith("|");
        return quoted ? symbol.substring(1, symbol.length() - 1) : symbol;
    }
}
