package dev.whittle.cfg.internal;

import com.ibm.wala.ssa.SSAGetCaughtExceptionInstruction;
import com.ibm.wala.ssa.SSAInstruction;
import com.ibm.wala.ssa.SSANewInstruction;
import com.ibm.wala.ssa.SSAPhiInstruction;
import dev.whittle.bytecode.Cfg;
import dev.whittle.cfg.EffectSummary;
import dev.whittle.model.MethodGraph.Hoistability;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says whether a condition could be evaluated at the entry of its method with the same result. */
public final class WalaHoisting {
    private final WalaEffects effects;
    private final WalaMethod method;
    private final Map<Integer, EffectSummary> known = new HashMap<>();

    public WalaHoisting(WalaEffects effects, WalaMethod method) {
        this.effects = effects;
        this.method = method;
    }

    /** Judges the conditional jump or switch at an ordinal. */
    public Hoistability of(int ordinal) {
        List<SSAInstruction> instructions = method.at(ordinal);
        if (instructions.isEmpty()) {
            return new Hoistability.Fixed("unanalysed");
        }
        EffectSummary needs = EffectSummary.nothing();
        Deque<Integer> work = new ArrayDeque<>();
        instructions.forEach(i -> pushUses(i, work));
        Set<Integer> seen = new HashSet<>();
        while (!work.isEmpty()) {
            int value = work.pop();
            SSAInstruction definition = value <= 0 ? null : method.uses().getDef(value);
            if (definition == null || !seen.add(value)) {
                continue;
            }
            EffectSummary step = effects.of(definition, method);
            Optional<String> objection = objection(definition, step);
            if (objection.isPresent()) {
                return new Hoistability.Fixed(objection.get());
            }
            needs = needs.and(step);
            pushUses(definition, work);
        }
        EffectSummary all = needs;
        return barrier(ordinal, all)
                .<Hoistability>map(Hoistability.Fixed::new)
                .orElseGet(() -> new Hoistability.Hoistable(new ArrayList<>(all.reads())));
    }

    private static void pushUses(SSAInstruction instruction, Deque<Integer> work) {
        for (int u = 0; u < instruction.getNumberOfUses(); u++) {
            work.push(instruction.getUse(u));
        }
    }

    private static Optional<String> objection(SSAInstruction definition, EffectSummary step) {
        if (definition instanceof SSAPhiInstruction) {
            return Optional.of("its value depends on the path that led here");
        }
        if (definition instanceof SSANewInstruction || definition instanceof SSAGetCaughtExceptionInstruction) {
            return Optional.of("its value is an object that does not exist at entry");
        }
        if (step.top()) {
            return Optional.of("computing it has unknown effects: " + step.reason());
        }
        if (!step.pure()) {
            return Optional.of("computing it has effects");
        }
        return step.mayThrow() ? Optional.of("computing it may throw") : Optional.empty();
    }

    /** Returns what lies between the entry and the decision and may change what the condition reads. */
    private Optional<String> barrier(int ordinal, EffectSummary needs) {
        if (needs.reads().isEmpty()) {
            return Optional.empty();
        }
        BitSet before = reaching(ordinal);
        for (int i = before.nextSetBit(0); i >= 0; i = before.nextSetBit(i + 1)) {
            EffectSummary e = known.computeIfAbsent(i, o -> effects.at(method, o));
            if (e.top()) {
                return Optional.of("instruction " + i + " before it may write what it reads: " + e.reason());
            }
            if (e.acquires()) {
                return Optional.of("instruction " + i + " before it synchronises");
            }
            for (String read : needs.reads()) {
                if (e.writes().contains(read)) {
                    return Optional.of("instruction " + i + " before it may write " + read);
                }
            }
        }
        return Optional.empty();
    }

    private BitSet reaching(int ordinal) {
        Cfg cfg = method.code().cfg();
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>(List.of(ordinal));
        while (!work.isEmpty()) {
            for (Cfg.Edge edge : cfg.in(work.pop())) {
                if (!seen.get(edge.from())) {
                    seen.set(edge.from());
                    work.push(edge.from());
                }
            }
        }
        return seen;
    }
}
