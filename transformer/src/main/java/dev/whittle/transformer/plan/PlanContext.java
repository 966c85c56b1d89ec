package dev.whittle.transformer.plan;

import dev.whittle.transformer.internal.Members;

/**
 * What the plans of all methods share.
 *
 * @param assumptions what is speculated on
 * @param members of the whole program, those of classes that stay too
 */
record PlanContext(Assumptions assumptions, Members members, PlanSettings settings) {}
