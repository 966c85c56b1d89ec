package dev.whittle.verifier.internal.replay;

import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.RecordedInput;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What is replayed. Byte arrays are not modified.
 *
 * @param build id that the call sites of the runtime carry
 * @param originals class files as they were, by internal name
 * @param whittled class files as they will be shipped
 * @param fragments those that can be defined and join their nest, by id
 * @param unusable ids of the others that the store holds
 * @param library class files beside the program
 * @param facts those that are folded
 * @param inputs arguments that a run recorded
 */
public record Program(
        String build,
        Map<String, byte[]> originals,
        Map<String, byte[]> whittled,
        Map<Integer, byte[]> fragments,
        Set<Integer> unusable,
        Map<String, byte[]> library,
        List<Plan.FactPlan> facts,
        SortedMap<MethodId, List<RecordedInput>> inputs) {}
