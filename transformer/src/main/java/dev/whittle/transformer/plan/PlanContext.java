package dev.whittle.transformer.plan;

import dev.whittle.model.Plan.FactPlan;
import dev.whittle.transformer.internal.EnumConstants;
import dev.whittle.transformer.internal.Members;
import java.util.Map;

/**
 * What the plans of all methods share.
 *
 * @param members of the whole program, those of classes that stay too
 * @param facts the facts that are folded, by key of their field
 */
record PlanContext(EnumConstants enums, Members members, Map<String, FactPlan> facts, PlanSettings settings) {}
