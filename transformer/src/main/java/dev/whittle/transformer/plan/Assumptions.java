package dev.whittle.transformer.plan;

import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan.FactPlan;
import dev.whittle.model.Plan.FactUse;
import dev.whittle.model.Profile;
import dev.whittle.transformer.internal.EnumConstants;
import dev.whittle.transformer.internal.HelperCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Type;

/**
 * What a plan speculates on.
 *
 * @param facts what becomes of each field fact, folded or not
 * @param fields those that are folded, by {@code owner.field}
 * @param bits those of facts that objects have marks for, by {@code owner.field}
 * @param parameters what becomes of each parameter fact, by method and by position in the descriptor
 */
record Assumptions(
        List<FactPlan> facts,
        Map<String, FactPlan> fields,
        Map<String, Integer> bits,
        Map<MethodId, Map<Integer, ParameterFact>> parameters,
        EnumConstants enums,
        HelperCalls helpers) {

    /** @param use whether it is assumed at all */
    record ParameterFact(FactId id, FactValue value, FactUse use) {}

    /** @param use before it is known whether all places of the fact agree */
    private record Candidate(FactDeclaration declaration, FactValue value, FactUse use) {}

    static Assumptions of(
            Map<String, byte[]> classes,
            Profile profile,
            List<FactDeclaration> declarations,
            Map<String, FactUse> factUses) {
        EnumConstants enums = new EnumConstants(classes);
        List<Candidate> candidates = candidates(profile, declarations, factUses, enums);
        Map<FactId, Set<String>> values = new TreeMap<>();
        candidates.forEach(c -> values.computeIfAbsent(c.declaration().id(), i -> new HashSet<>())
                .add(c.value().text()));
        List<FactPlan> facts = new ArrayList<>();
        Map<String, FactPlan> fields = new TreeMap<>();
        Map<String, Integer> marks = new HashMap<>();
        Map<MethodId, Map<Integer, ParameterFact>> parameters = new TreeMap<>();
        for (Candidate candidate : candidates) {
            FactId id = candidate.declaration().id();
            boolean agree = values.getOrDefault(id, Set.of()).size() == 1;
            FactUse use = candidate.use() instanceof FactUse.Folded && !agree
                    ? new FactUse.NotFolded("places that share it do not agree")
                    : candidate.use();
            if (candidate.declaration().site() instanceof FactSite.Field field) {
                FactPlan fact = new FactPlan(id, field, candidate.value(), numbered(use, field, marks));
                facts.add(fact);
                if (use instanceof FactUse.Folded) {
                    fields.put(field.key(), fact);
                }
            } else if (candidate.declaration().site() instanceof FactSite.Parameter p) {
                parameters
                        .computeIfAbsent(p.id(), m -> new TreeMap<>())
                        .put(p.index(), new ParameterFact(id, candidate.value(), use));
            }
        }
        Map<String, Integer> bits = new TreeMap<>();
        fields.values().stream()
                .filter(f -> f.bit() != 0)
                .forEach(f -> bits.put(f.field().key(), f.bit()));
        return new Assumptions(facts, fields, bits, parameters, enums, new HelperCalls(classes, enums));
    }

    /** Gives a mark the next number in its class; where a class has no number left, its facts are folded without. */
    private static FactUse numbered(FactUse use, FactSite.Field field, Map<String, Integer> marks) {
        if (use instanceof FactUse.Folded folded && folded.mark() > 0) {
            int number = marks.merge(field.owner(), 1, Integer::sum);
            return new FactUse.Folded(number <= Integer.SIZE ? number : 0, true);
        }
        return use;
    }

    /** The declarations of which a profile keeps values, in their order. */
    private static List<Candidate> candidates(
            Profile profile, List<FactDeclaration> declarations, Map<String, FactUse> factUses, EnumConstants enums) {
        List<Candidate> candidates = new ArrayList<>();
        for (FactDeclaration declaration : declarations) {
            String key = key(declaration.site());
            if (!key.isEmpty()) {
                List<Profile.FactObservation> seen = profile.facts().getOrDefault(key, List.of());
                FactUse use = may(declaration.site(), factUses);
                candidates.add(new Candidate(
                        declaration,
                        seen.isEmpty() ? new FactValue.OfNull() : seen.get(0).value(),
                        use instanceof FactUse.Folded
                                ? observed(use, seen, descriptor(declaration.site()), enums)
                                : use));
            }
        }
        return candidates;
    }

    /** The name under which a profile keeps the values of a site, or an empty string where it keeps none. */
    private static String key(FactSite site) {
        if (site instanceof FactSite.Field field) {
            return field.key();
        }
        return site instanceof FactSite.Parameter p ? p.key() : "";
    }

    private static FactUse may(FactSite site, Map<String, FactUse> factUses) {
        if (site instanceof FactSite.Parameter p) {
            Type[] types = Type.getArgumentTypes(p.id().descriptor());
            int sort = p.index() < types.length ? types[p.index()].getSort() : Type.VOID;
            boolean number = sort >= Type.BOOLEAN && sort <= Type.LONG && sort != Type.FLOAT;
            return number
                    ? new FactUse.Folded()
                    : new FactUse.NotFolded("parameters of its type are not tested at entry");
        }
        return factUses.getOrDefault(key(site), new FactUse.NotFolded("it was not assessed"));
    }

    private static String descriptor(FactSite site) {
        if (site instanceof FactSite.Parameter p) {
            return Type.getArgumentTypes(p.id().descriptor())[p.index()].getDescriptor();
        }
        return ((FactSite.Field) site).descriptor();
    }

    private static FactUse observed(
            FactUse use, List<Profile.FactObservation> seen, String descriptor, EnumConstants enums) {
        if (seen.isEmpty()) {
            return new FactUse.NotFolded("no value was recorded");
        }
        if (seen.size() > 1) {
            return new FactUse.NotFolded(seen.size() + " different values were recorded");
        }
        String objection = FactValues.objection(seen.get(0).value(), descriptor, enums);
        return objection.isEmpty() ? use : new FactUse.NotFolded(objection);
    }
}
