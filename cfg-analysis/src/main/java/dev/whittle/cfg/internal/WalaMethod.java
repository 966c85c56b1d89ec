package dev.whittle.cfg.internal;

import com.ibm.wala.classLoader.IBytecodeMethod;
import com.ibm.wala.shrike.shrikeCT.InvalidClassFileException;
import com.ibm.wala.ssa.DefUse;
import com.ibm.wala.ssa.IR;
import com.ibm.wala.ssa.ISSABasicBlock;
import com.ibm.wala.ssa.SSAInstruction;
import com.ibm.wala.ssa.SSAPhiInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One method with its SSA, joined to the one numbering through bytecode indices. */
public final class WalaMethod {
    private final IBytecodeMethod<?> method;
    private final IR ir;
    private final DefUse uses;
    private final Code code;
    private final Map<Integer, List<SSAInstruction>> byOrdinal = new HashMap<>();
    private final Map<Integer, ISSABasicBlock> phis = new HashMap<>();
    private @Nullable ControlRegion regions;

    WalaMethod(IBytecodeMethod<?> method, IR ir, DefUse uses, Code code) {
        this.method = method;
        this.ir = ir;
        this.uses = uses;
        this.code = code;
        for (SSAInstruction instruction : ir.getInstructions()) {
            if (instruction != null) {
                byOrdinal
                        .computeIfAbsent(ordinal(instruction), o -> new ArrayList<>(1))
                        .add(instruction);
            }
        }
        for (ISSABasicBlock block : ir.getControlFlowGraph()) {
            block.iteratePhis().forEachRemaining(phi -> phis.put(phi.getDef(), block));
        }
    }

    @Nullable
    ISSABasicBlock blockOf(SSAPhiInstruction phi) {
        return phis.get(phi.getDef());
    }

    ControlRegion regions() {
        if (regions == null) {
            regions = new ControlRegion(ir.getControlFlowGraph());
        }
        return regions;
    }

    public IBytecodeMethod<?> method() {
        return method;
    }

    IR ir() {
        return ir;
    }

    DefUse uses() {
        return uses;
    }

    Code code() {
        return code;
    }

    /** Returns the SSA instructions of one bytecode instruction; none means unanalysed, or that it only moves values. */
    List<SSAInstruction> at(int ordinal) {
        return byOrdinal.getOrDefault(ordinal, List.of());
    }

    final int ordinal(SSAInstruction instruction) {
        if (instruction.iIndex() < 0) {
            return -1;
        }
        try {
            return code.ordinalAt(method.getBytecodeIndex(instruction.iIndex()));
        } catch (InvalidClassFileException e) {
            return -1;
        }
    }

    boolean isThis(int value) {
        return !method.isStatic() && value == ir.getParameter(0);
    }
}
