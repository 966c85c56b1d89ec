package dev.whittle.runtime;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a store's index says of a fragment: the method that it continues with the place and the digest of its class, and the facts of which one
 * does not hold, perhaps, where it is needed. A claim, for people, policies and what is learned.
 *
 * @param place {@code name(descriptor) ordinal digest}
 * @param facts names; none if it is needed whatever the facts are
 */
record Origin(String place, List<String> facts) {
    private static final String MARK = " @";

    static Origin of(String indexed) {
        int mark = indexed.lastIndexOf(MARK);
        if (mark < 0 || indexed.indexOf(' ', mark + 1) >= 0) {
            return new Origin(indexed, List.of());
        }
        List<String> facts = new ArrayList<>();
        for (String name : indexed.substring(mark + MARK.length()).split(",")) {
            facts.add(decoded(name));
        }
        return new Origin(indexed.substring(0, mark), List.copyOf(facts));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** Returns the same of one method of those that share a fragment. */
    Origin of(String method, String rest) {
        return new Origin(method + rest, facts);
    }
}
