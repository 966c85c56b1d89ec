package dev.whittle.cfg.internal;

import com.ibm.wala.ssa.SSAInstruction;
import dev.whittle.model.MethodGraph.Provenance;
import java.util.List;

/** Says where the condition of a decision comes from. */
public final class WalaProvenance {
    private final WalaProgram program;
    private final WalaEffects effects;
    private final FactIndex facts;

    public WalaProvenance(WalaProgram program, WalaEffects effects, FactIndex facts) {
        this.program = program;
        this.effects = effects;
        this.facts = facts;
    }

    /** Returns the provenance of the conditional jump or switch at an ordinal. */
    public Provenance of(WalaMethod method, int ordinal) {
        List<SSAInstruction> instructions = method.at(ordinal);
        if (instructions.isEmpty()) {
            return new Provenance.Unknown("unanalysed");
        }
        ValueOrigins origins = new ValueOrigins(program, effects, facts, method, List.of(), 0);
        return instructions.stream()
                .map(origins::operands)
                .reduce(Origin.nothing(), Origin::and)
                .provenance();
    }
}
