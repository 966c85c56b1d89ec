package dev.whittle.cfg;

import dev.whittle.bytecode.Digests;
import dev.whittle.cfg.internal.Code;
import dev.whittle.cfg.internal.FactIndex;
import dev.whittle.cfg.internal.FlowGraph;
import dev.whittle.cfg.internal.SootJoin;
import dev.whittle.cfg.internal.WalaEffects;
import dev.whittle.cfg.internal.WalaHoisting;
import dev.whittle.cfg.internal.WalaMethod;
import dev.whittle.cfg.internal.WalaProgram;
import dev.whittle.cfg.internal.WalaProvenance;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program under analysis. Answers are computed on demand and kept. Not thread-safe. */
public final class Analysis implements AutoCloseable {
    private final WalaProgram program;
    private final WalaEffects effects;
    private final WalaProvenance provenance;
    private final SootJoin soot;

    Analysis(Map<String, byte[]> classes, List<Path> extraClassPath, List<FactDeclaration> facts) {
        program = new WalaProgram(classes, extraClassPath);
        effects = new WalaEffects(program);
        provenance = new WalaProvenance(program, effects, new FactIndex(facts));
        soot = new SootJoin();
    }

    /** Returns what is wrong with the input in one sentence each: classes that were left out of the analysis, and why. */
    public List<String> warnings() {
        return program.warnings();
    }

    /**
     * Returns the graph of a method of the input. Where analysis fails, conditions are {@code Unknown} and effects are top.
     *
     * @throws BadInputException if the input has no such method, or it has no code
     */
    public MethodGraph graph(MethodId id) {
        Code code = code(id);
        SootJoin.Joined joined = soot.join(program.bytes(id.owner()), id, code);
        FlowGraph flow = joined.flow();
        Optional<WalaMethod> method = program.method(id);
        Reading reading =
                new Reading(code, joined, method.map(m -> new Values(provenance.in(m), new WalaHoisting(effects, m))));
        List<MethodGraph.Decision> decisions =
                code.cfg().decisions().stream().map(reading::decision).toList();
        return new MethodGraph(
                id,
                Digests.of(program.bytes(id.owner())),
                flow.blocks(),
                decisions,
                flow.loopHeaders(),
                effects.instructions(id, code, method));
    }

    private record Values(WalaProvenance.Decisions provenance, WalaHoisting hoisting) {}

    /** The graph and the values of one method; values are missing where WALA has none. */
    private record Reading(Code code, SootJoin.Joined joined, Optional<Values> values) {
        MethodGraph.Decision decision(int ordinal) {
            String unanalysed = joined.unanalysed();
            if (unanalysed.isEmpty() && !joined.flow().reaches(ordinal)) {
                unanalysed = "unanalysed: no way leads to it";
            } else if (unanalysed.isEmpty() && values.isEmpty()) {
                unanalysed = "unanalysed: no SSA of the method";
            }
            return new MethodGraph.Decision(
                    ordinal,
                    code.cfg().instructions().line(ordinal),
                    joined.flow().loopDepth(ordinal),
                    unanalysed.isEmpty()
                            ? values.orElseThrow().provenance().of(ordinal)
                            : new MethodGraph.Provenance.Unknown(unanalysed),
                    unanalysed.isEmpty()
                            ? values.orElseThrow().hoisting().of(ordinal)
                            : new MethodGraph.Hoistability.Fixed(unanalysed));
        }
    }

    /**
     * Returns what a call of a method of the input may do, if it is this method that runs.
     *
     * @throws BadInputException if the input has no such method
     */
    public EffectSummary effects(MethodId id) {
        return program.method(id)
                .map(m -> effects.of(m.method()))
                .orElseGet(() -> EffectSummary.top("unanalysed: " + id));
    }

    private Code code(MethodId id) {
        return program.code(id)
                .orElseThrow(() ->
                        new BadInputException("The input has no code for " + id + "; check the name and descriptor."));
    }

    @Override
    public void close() {
        // It holds nothing open.
    }
}
