package dev.whittle.verifier;

import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.RecordedInput;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Two builds of one program and what is claimed of them. Maps of classes have internal names as keys; byte arrays are not modified.
 *
 * @param build id of the whittled build, which each call site of the runtime must carry
 * @param originals all classes of the program as they were
 * @param whittled the same classes as they will be shipped outside the store
 * @param fragments raw class files in the store, by fragment id
 * @param certificates untrusted
 * @param facts claimed to be folded; each is re-checked
 * @param library class files beside the program, for supertypes and members
 * @param inputs arguments that a run recorded, tried first where a method has to be replayed
 */
public record VerificationInput(
        String build,
        Map<String, byte[]> originals,
        Map<String, byte[]> whittled,
        Map<Integer, byte[]> fragments,
        List<Certificate> certificates,
        List<Plan.FactPlan> facts,
        Map<String, byte[]> library,
        SortedMap<MethodId, List<RecordedInput>> inputs) {
    public VerificationInput {
        originals = Map.copyOf(originals);
        whittled = Map.copyOf(whittled);
        fragments = Map.copyOf(fragments);
        certificates = List.copyOf(certificates);
        facts = List.copyOf(facts);
        library = Map.copyOf(library);
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }

    /** Without recorded inputs: what is replayed is made up. */
    public VerificationInput(
            String build,
            Map<String, byte[]> originals,
            Map<String, byte[]> whittled,
            Map<Integer, byte[]> fragments,
            List<Certificate> certificates,
            List<Plan.FactPlan> facts,
            Map<String, byte[]> library) {
        this(build, originals, whittled, fragments, certificates, facts, library, new TreeMap<>());
    }

    /** Returns the same with other classes outside the store. */
    public VerificationInput with(Map<String, byte[]> shipped) {
        return new VerificationInput(build, originals, shipped, fragments, certificates, facts, library, inputs);
    }
}
