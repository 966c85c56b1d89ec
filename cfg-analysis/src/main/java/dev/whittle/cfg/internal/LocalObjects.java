package dev.whittle.cfg.internal;

import com.ibm.wala.classLoader.IMethod;
import com.ibm.wala.ssa.SSAAbstractInvokeInstruction;
import com.ibm.wala.ssa.SSAArrayLengthInstruction;
import com.ibm.wala.ssa.SSAArrayLoadInstruction;
import com.ibm.wala.ssa.SSAArrayStoreInstruction;
import com.ibm.wala.ssa.SSAConditionalBranchInstruction;
import com.ibm.wala.ssa.SSAGetInstruction;
import com.ibm.wala.ssa.SSAInstanceofInstruction;
import com.ibm.wala.ssa.SSAInstruction;
import com.ibm.wala.ssa.SSANewInstruction;
import com.ibm.wala.ssa.SSAPutInstruction;
import dev.whittle.bytecode.Cfg;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Objects and arrays that a method made itself and has not shown yet: nobody else sees what is stored into them. */
final class LocalObjects {
    private final WalaProgram program;
    private final Map<IMethod, Boolean> discreet = new HashMap<>();
    private final Set<IMethod> active = new HashSet<>();

    LocalObjects(WalaProgram program) {
        this.program = program;
    }

    /** Returns true if the value is made in the method and no path shows it to anybody before the instruction. */
    boolean unseen(int value, SSAInstruction at, WalaMethod in) {
        if (!(in.uses().getDef(value) instanceof SSANewInstruction creation)) {
            return false;
        }
        int made = in.ordinal(creation);
        int stored = in.ordinal(at);
        for (Iterator<SSAInstruction> uses = in.uses().getUses(value); uses.hasNext(); ) {
            SSAInstruction use = uses.next();
            if (shows(use, value)) {
                int shown = in.ordinal(use);
                // A joined value has no place of its own: it may be shown anywhere.
                if (shown < 0 || made < 0 || stored < 0 || leads(in.code().cfg(), shown, stored, made)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns true if others may see the value once the instruction has run. */
    private boolean shows(SSAInstruction use, int value) {
        if (use instanceof SSAArrayStoreInstruction store) {
            return store.getValue() == value;
        } else if (use instanceof SSAPutInstruction put) {
            return put.isStatic() || put.getVal() == value;
        } else if (use instanceof SSAAbstractInvokeInstruction call) {
            return !constructs(call, value);
        }
        return !(use instanceof SSAArrayLoadInstruction
                || use instanceof SSAArrayLengthInstruction
                || use instanceof SSAGetInstruction
                || use instanceof SSAConditionalBranchInstruction
                || use instanceof SSAInstanceofInstruction);
    }

    private boolean constructs(SSAAbstractInvokeInstruction call, int value) {
        for (int p = 1; p < call.getNumberOfPositionalParameters(); p++) {
            if (call.getUse(p) == value) {
                return false;
            }
        }
        return call.isSpecial()
                && call.getDeclaredTarget().getName().toString().equals("<init>")
                && call.getReceiver() == value
                && discreet(call);
    }

    /** Returns true if a constructor does not show what it constructs. */
    private boolean discreet(SSAAbstractInvokeInstruction call) {
        if (PlatformModel.of(call.getDeclaredTarget(), false)
                .filter(e -> e.pure())
                .isPresent()) {
            return true;
        }
        IMethod constructor = program.hierarchy().resolveMethod(call.getDeclaredTarget());
        if (constructor == null || !program.inInput(constructor.getDeclaringClass()) || !active.add(constructor)) {
            return false;
        }
        Boolean known = discreet.get(constructor);
        if (known == null) {
            known = program.method(constructor).map(this::keepsThis).orElse(false);
            discreet.put(constructor, known);
        }
        active.remove(constructor);
        return known;
    }

    private boolean keepsThis(WalaMethod constructor) {
        int self = constructor.ir().getParameter(0);
        for (Iterator<SSAInstruction> uses = constructor.uses().getUses(self); uses.hasNext(); ) {
            if (shows(uses.next(), self)) {
                return false;
            }
        }
        return true;
    }

    /** Returns true if a way leads from behind an instruction to another one without making the object anew. */
    private static boolean leads(Cfg cfg, int from, int to, int made) {
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>(List.of(from));
        while (!work.isEmpty()) {
            for (Cfg.Edge edge : cfg.out(work.pop())) {
                if (edge.to() == to) {
                    return true;
                }
                if (edge.to() != made && !seen.get(edge.to())) {
                    seen.set(edge.to());
                    work.push(edge.to());
                }
            }
        }
        return false;
    }
}
