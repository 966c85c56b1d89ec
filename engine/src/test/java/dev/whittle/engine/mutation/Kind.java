package dev.whittle.engine.mutation;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** One way to make whittled code wrong. */
record Kind(String name, Change change) {
    interface Change {
        /** Changes one place, drawn at random; returns false if there is none of the kind. */
        boolean apply(Draft draft, Random random);
    }

    static List<Kind> all() {
        return Stream.of(ValueKinds.all(), FlowKinds.all(), EffectKinds.all(), RuntimeKinds.all())
                .flatMap(List::stream)
                .toList();
    }
}
