package dev.whittle.engine.mutation;

import dev.whittle.model.Certificate;
import dev.whittle.testkit.ByteLoader;
import dev.whittle.verifier.VerificationInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A twin with one thing wrong.
 *
 * @param seed makes it again, from the same twins
 * @param draft as it was changed
 * @param input the changed program, which the JVM accepts
 * @param inFragment true if the code that changed is cold
 */
record Mutant(long seed, Twin twin, Kind kind, Draft draft, VerificationInput input, boolean inFragment) {
    /** Returns the mutant of a seed, or null if the kind drawn has no place in the method drawn, or what comes of it is not valid. */
    static Mutant of(List<Twin> twins, List<Kind> kinds, long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Twin twin = Code.pick(twins, random);
        Certificate certificate = Code.pick(twin.certificates(), random);
        Kind kind = Code.pick(kinds, random);
        Draft draft = new Draft(twin, certificate);
        if (random.nextInt(3) == 0 && !draft.fragments.isEmpty()) {
            draft.target = Code.pick(new ArrayList<>(draft.fragments.values()), random)
                    .methods
                    .get(0);
        }
        if (RuntimeKinds.all().stream().anyMatch(k -> k.name().equals(kind.name()))) {
            // These choose for themselves where they change something.
            draft.target = draft.method;
        }
        if (!kind.change().apply(draft, random)) {
            return null;
        }
        for (boolean frames : new boolean[] {false, true}) {
            VerificationInput input;
            try {
                input = draft.input(frames);
            } catch (RuntimeException | AssertionError e) {
                // The code makes no sense, so that ASM finds no frames or maxima for it; one of its assertions says so,
                // too.
                continue;
            }
            if (same(twin, input)) {
                return null;
            }
            if (valid(draft, input)) {
                return new Mutant(seed, twin, kind, draft, input, draft.target != draft.method);
            }
        }
        return null;
    }

    private static boolean same(Twin twin, VerificationInput input) {
        return input.certificates().equals(twin.certificates()) && sameBytes(twin, input);
    }

    static boolean sameBytes(Twin twin, VerificationInput input) {
        return twin.fragments().keySet().equals(input.fragments().keySet())
                && twin.whittled().entrySet().stream()
                        .allMatch(e ->
                                Arrays.equals(e.getValue(), input.whittled().get(e.getKey())))
                && twin.fragments().entrySet().stream()
                        .allMatch(e ->
                                Arrays.equals(e.getValue(), input.fragments().get(e.getKey())));
    }

    /** Asks the JVM, which verifies a class when it links it. */
    private static boolean valid(Draft draft, VerificationInput input) {
        Map<String, byte[]> classes = new HashMap<>(input.whittled());
        List<String> changed = new ArrayList<>(List.of(draft.hot.name));
        if (draft.other != null) {
            changed.add(draft.other.name);
        }
        draft.fragments.forEach((id, node) -> {
            if (id.equals(draft.lost)) {
                return;
            }
            classes.put(node.name, input.fragments().get(id));
            if (!Arrays.equals(input.fragments().get(id), draft.twin.fragments().get(id))) {
                changed.add(node.name);
            }
        });
        ByteLoader loader = new ByteLoader(classes, Map.of(), Mutant.class.getClassLoader());
        try {
            for (String name : changed) {
                Class.forName(name.replace('/', '.'), false, loader).getDeclaredMethods();
            }
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "seed " + seed + ", " + twin.name() + ", " + draft.certificate.method() + ", " + kind.name()
                + (inFragment ? ", in a fragment" : "");
    }
}
