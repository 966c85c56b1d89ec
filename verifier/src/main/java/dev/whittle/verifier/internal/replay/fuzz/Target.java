package dev.whittle.verifier.internal.replay.fuzz;

import dev.whittle.verifier.internal.replay.Replay;
import dev.whittle.verifier.internal.replay.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What Jazzer runs in its own process: both versions of one method on the input that bytes stand for. The process serves one search, so
 * its state is that of the class, as Jazzer asks for.
 */
public final class Target {
    static final Path QUESTION = Path.of("question");
    static final Path FOUND = Path.of("found");

    private static final AtomicReference<Replay.Bout> BOUT = new AtomicReference<>();

    private Target() {}

    /** Ends the search. */
    static final class Found extends Error {
        private static final long serialVersionUID = 1L;

        Found() {
            super("both versions differ", null, false, false);
        }
    }

    /** Called once by Jazzer, in the folder of the search. */
    public static void fuzzerInitialize() throws IOException {
        Search.Question question = Parcel.read(Files.readAllBytes(QUESTION));
        BOUT.set(new Replay(question.program(), question.strangers(), Search.none())
                .prepare(question.method(), question.models()));
    }

    /** Called by Jazzer with whatever it makes up. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Replay.Bout bout = BOUT.get();
        if (bout != null && bout.differ(bytes)) {
            Files.write(FOUND, bytes);
            throw new Found();
        }
    }
}
