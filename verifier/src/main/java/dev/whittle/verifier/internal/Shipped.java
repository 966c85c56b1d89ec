package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.TypeCheck;
import dev.whittle.model.BadInputException;
import dev.whittle.verifier.VerificationInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the JVM whether it takes the classes of a whittled program: it refuses a class as a whole, for stack maps, tables and more that proofs of
 * single methods do not look at. Where it does not take the original of a class here, what it says of the class means nothing. Not thread-safe.
 */
final class Shipped {
    private final VerificationInput input;
    private final World world;
    private final Map<String, byte[]> fragments = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final TypeCheck types = new TypeCheck(this::bytes);

    Shipped(VerificationInput input, World world) {
        this.input = input;
        this.world = world;
        input.fragments().forEach((id, bytes) -> {
            try {
                String name = ClassFiles.parse(bytes).name;
                names.put(id, name);
                fragments.put(name, bytes);
            } catch (BadInputException e) {
                // Whoever exits to it is refused.
                return;
            }
        });
    }

    /** Returns why the JVM refuses a class of the program, or an empty string. */
    String refusal(String name) {
        return refusal(name, name);
    }

    /**
     * Returns why the JVM refuses a fragment, or an empty string.
     *
     * @param hot internal name of the class that leaves for it
     */
    String refusal(int fragment, String hot) {
        String name = names.get(fragment);
        return name == null ? "it cannot be read" : refusal(name, hot);
    }

    private String refusal(String name, String original) {
        String refused = world.typeCheck().refusal(original).isEmpty() ? types.refusal(name) : "";
        return refused.isEmpty() ? "" : "a JVM refuses it: " + refused;
    }

    private byte @Nullable [] bytes(String name) {
        byte[] hot = input.whittled().get(name);
        byte[] cold = hot == null ? fragments.get(name) : hot;
        byte[] beside = cold == null ? input.library().get(name) : cold;
        return beside == null && name.startsWith("dev/whittle/runtime/") ? runtime(name) : beside;
    }

    private static byte @Nullable [] runtime(String name) {
        try (InputStream in = Shipped.class.getClassLoader().getResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Whittle's own runtime cannot be read; install Whittle again.", e);
        }
    }
}
