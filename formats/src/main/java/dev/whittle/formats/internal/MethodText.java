package dev.whittle.formats.internal;

import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;

/** Methods as one word: {@code com/example/Adapter.receive(I)V}. */
final class MethodText {
    private MethodText() {}

    static String write(MethodId id) {
        return id.owner() + "." + id.name() + id.descriptor();
    }

    static MethodId read(String text) {
        int bracket = text.indexOf('(');
        int dot = bracket < 0 ? -1 : text.lastIndexOf('.', bracket);
        boolean complete = dot > 0 && dot + 1 < bracket && text.indexOf(')') > bracket && !text.endsWith(")");
        if (!complete) {
            throw new BadInputException(
                    "a method is written as com/example/Adapter.receive(I)V, and not as " + Problems.shorten(text));
        }
        return new MethodId(text.substring(0, dot), text.substring(dot + 1, bracket), text.substring(bracket));
    }
}
