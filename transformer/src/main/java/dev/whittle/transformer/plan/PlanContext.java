package dev.whittle.transformer.plan;

import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodId;
import dev.whittle.transformer.internal.Members;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the plans of all methods share.
 *
 * @param assumptions what is speculated on
 * @param graphs what analysis knows of a method, on demand
 * @param anyFacts whether the program declares facts, folded or not
 * @param members of the whole program, those of classes that stay too
 */
record PlanContext(
        Assumptions assumptions,
        Function<MethodId, Optional<MethodGraph>> graphs,
        boolean anyFacts,
        Members members,
        PlanSettings settings) {
    /**
     * The profit rule. In a program that is folded on hardware, code that other hardware would need leaves whatever it costs, so that it is
     * not there to be attacked; which code that is, one profile cannot tell.
     *
     * @param leaving bytes that would leave hot class files
     * @param added bytes that their exits would add
     */
    boolean pays(long leaving, long added) {
        return !assumptions.fields().isEmpty() || leaving >= added;
    }
}
