package dev.whittle.model;

import java.util.List;

/**
 * An input on which two versions of a method differ, as Java source, so that it can be made again outside Whittle. The words that it uses
 * ({@code in.blank}, {@code in.set} and so on) are those of the test that the report writes around it.
 *
 * @param method as the first version names it
 * @param secondOwner internal name of the class that has it in the second version
 * @param statements make the objects, one a line; each is complete Java source
 * @param receiver an expression, {@code null} for a static method
 * @param arguments one expression each
 * @param statics binary names of the classes whose static fields are compared
 * @param off true if the second version differs when it is switched off
 * @param lines true if line numbers of exceptions are compared
 */
public record Reproducer(
        MethodId method,
        String secondOwner,
        List<String> statements,
        String receiver,
        List<String> arguments,
        List<String> statics,
        boolean off,
        boolean lines) {
    public Reproducer {
        statements = List.copyOf(statements);
        arguments = List.copyOf(arguments);
        statics = List.copyOf(statics);
    }

    /** Returns the same input for a second version whose class has another name. */
    public Reproducer against(String owner) {
        return new Reproducer(method, owner, statements, receiver, arguments, statics, off, lines);
    }
}
