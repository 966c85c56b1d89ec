package dev.whittle.cfg.internal;

import com.ibm.wala.ssa.SSAInstruction;
import dev.whittle.model.MethodGraph.Provenance;
import java.util.List;

/** Says where the condition of a decision comes from. */
public final class WalaProvenance {
    private final WalaProgram program;
    private final WalaEffects effects;
    private final FactIndex facts;
    private final ValueOrigins.Memory memory = new ValueOrigins.Memory();

    public WalaProvenance(WalaProgram program, WalaEffects effects, FactIndex facts) {
        this.program = program;
        this.effects = effects;
        this.facts = facts;
    }

    /** Returns the origins of the values of a method; they may be asked for many of its decisions. */
    public Decisions in(WalaMethod method) {
        return new Decisions(method, new ValueOrigins(program, effects, facts, method, List.of(), 0, memory));
    }

    /** The decisions of one method. */
    public static final class Decisions {
        private final WalaMethod method;
        private final ValueOrigins origins;

        private Decisions(WalaMethod method, ValueOrigins origins) {
            this.method = method;
            this.origins = origins;
        }

        /** Returns the provenance of the conditional jump or switch at an ordinal. */
        public Provenance of(int ordinal) {
            List<SSAInstruction> instructions = method.at(ordinal);
            return instructions.isEmpty()
                    ? new Provenance.Unknown("unanalysed")
                    : instructions.stream()
                            .map(origins::operands)
                            .reduce(Origin.nothing(), Origin::and)
                            .provenance();
        }
    }
}
