package dev.whittle.cfg.internal;

import com.ibm.wala.classLoader.IBytecodeMethod;
import com.ibm.wala.shrike.shrikeCT.InvalidClassFileException;
import com.ibm.wala.ssa.DefUse;
import com.ibm.wala.ssa.IR;
import com.ibm.wala.ssa.SSAInstruction;
import java.util.ArrayList;
import java.util.List;

/** One method with its SSA, joined to the one numbering through bytecode indices. */
public record WalaMethod(IBytecodeMethod<?> method, IR ir, DefUse uses, Code code) {
    /** Returns the SSA instructions of one bytecode instruction; none means unanalysed, or that it only moves values. */
    List<SSAInstruction> at(int ordinal) {
        List<SSAInstruction> result = new ArrayList<>(1);
        for (SSAInstruction instruction : ir.getInstructions()) {
            if (instruction != null && ordinal(instruction) == ordinal) {
                result.add(instruction);
            }
        }
        return result;
    }

    int ordinal(SSAInstruction instruction) {
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
