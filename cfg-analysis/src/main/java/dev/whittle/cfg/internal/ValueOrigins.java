package dev.whittle.cfg.internal;

import com.ibm.wala.classLoader.IField;
import com.ibm.wala.classLoader.IMethod;
import com.ibm.wala.ssa.ISSABasicBlock;
import com.ibm.wala.ssa.SSAAbstractInvokeInstruction;
import com.ibm.wala.ssa.SSAArrayLoadInstruction;
import com.ibm.wala.ssa.SSABinaryOpInstruction;
import com.ibm.wala.ssa.SSACheckCastInstruction;
import com.ibm.wala.ssa.SSAComparisonInstruction;
import com.ibm.wala.ssa.SSAConditionalBranchInstruction;
import com.ibm.wala.ssa.SSAConversionInstruction;
import com.ibm.wala.ssa.SSAGetInstruction;
import com.ibm.wala.ssa.SSAInstanceofInstruction;
import com.ibm.wala.ssa.SSAInstruction;
import com.ibm.wala.ssa.SSAInvokeDynamicInstruction;
import com.ibm.wala.ssa.SSAInvokeInstruction;
import com.ibm.wala.ssa.SSAPhiInstruction;
import com.ibm.wala.ssa.SSAPutInstruction;
import com.ibm.wala.ssa.SSAReturnInstruction;
import com.ibm.wala.ssa.SSASwitchInstruction;
import com.ibm.wala.ssa.SSAUnaryOpInstruction;
import dev.whittle.cfg.EffectSummary;
import dev.whittle.model.FactSite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Origins of the values of one method, given those of its arguments where a caller is known. */
final class ValueOrigins {
    private static final int DEPTH = 8;

    private final WalaProgram program;
    private final WalaEffects effects;
    private final FactIndex facts;
    private final WalaMethod method;
    private final List<Origin> arguments;
    private final int depth;
    private final Memory memory;
    private final Map<Integer, Origin> known = new HashMap<>();
    private final Map<Integer, Integer> order = new HashMap<>();
    private final Map<Integer, Origin> partial = new HashMap<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private final Set<Integer> looping = new HashSet<>();
    private int lowest = Integer.MAX_VALUE;

    ValueOrigins(
            WalaProgram program,
            WalaEffects effects,
            FactIndex facts,
            WalaMethod method,
            List<Origin> arguments,
            int depth,
            Memory memory) {
        this.program = program;
        this.effects = effects;
        this.facts = facts;
        this.method = method;
        this.arguments = arguments;
        this.depth = depth;
        this.memory = memory;
    }

    /** A helper called with arguments of these origins, so many calls down. */
    record Helper(IMethod target, List<Origin> arguments, int depth) {}

    /** What is known already, for all methods of a program. */
    record Memory(Map<Helper, Origin> helpers, Map<IField, Origin> copies) {
        Memory() {
            this(new HashMap<>(), new HashMap<>());
        }
    }

    Origin operands(SSAInstruction instruction) {
        Origin result = Origin.nothing();
        for (int u = 0; u < instruction.getNumberOfUses(); u++) {
            result = result.and(value(instruction.getUse(u)));
        }
        return result;
    }

    /** Values that depend on each other have all the same origin; they are found as Tarjan finds components. */
    private Origin value(int number) {
        Origin before = known.get(number);
        if (before != null) {
            return before;
        }
        if (number <= 0 || method.ir().getSymbolTable().isConstant(number)) {
            return Origin.nothing();
        }
        Integer started = order.get(number);
        if (started != null) {
            lowest = Math.min(lowest, started);
            looping.add(number);
            return partial.getOrDefault(number, Origin.nothing());
        }
        int mine = order.size();
        int outer = lowest;
        order.put(number, mine);
        open.push(number);
        lowest = mine;
        SSAInstruction definition = method.uses().getDef(number);
        Origin result = definition == null ? parameter(number) : defined(definition);
        if (lowest < mine) {
            partial.put(number, result);
            lowest = Math.min(outer, lowest);
            return result;
        }
        lowest = outer;
        return close(number, result);
    }

    private Origin close(int number, Origin origin) {
        Origin result = looping.contains(number) ? origin.and(Origin.other("a value carried round a loop")) : origin;
        int member;
        do {
            member = open.pop();
            known.put(member, result);
        } while (member != number);
        return result;
    }

    private Origin parameter(int number) {
        int[] parameters = method.ir().getParameterValueNumbers();
        for (int p = 0; p < parameters.length; p++) {
            if (parameters[p] == number) {
                int index = method.method().isStatic() ? p : p - 1;
                int at = p;
                return facts.at(new FactSite.Parameter(WalaProgram.id(method.method()), index))
                        .map(f -> Origin.fact(f, "parameter " + index))
                        .orElseGet(() -> at < arguments.size()
                                ? arguments.get(at)
                                : Origin.other(index < 0 ? "this" : "parameter " + index));
            }
        }
        return Origin.unknown("unanalysed");
    }

    private Origin defined(SSAInstruction definition) {
        if (definition instanceof SSAGetInstruction read) {
            return field(read);
        } else if (definition instanceof SSAPhiInstruction phi) {
            return phi(phi);
        } else if (definition instanceof SSAAbstractInvokeInstruction call) {
            return call(call);
        } else if (definition instanceof SSABinaryOpInstruction
                || definition instanceof SSAUnaryOpInstruction
                || definition instanceof SSAComparisonInstruction
                || definition instanceof SSAConversionInstruction
                || definition instanceof SSAInstanceofInstruction
                || definition instanceof SSACheckCastInstruction) {
            return operands(definition);
        } else if (definition instanceof SSAArrayLoadInstruction load && isSwitchMap(load)) {
            return value(load.getIndex()).through("switch table of the enum");
        }
        // WALA makes instructions of anonymous classes.
        Class<?> type = definition.getClass();
        String kind = (type.isAnonymousClass() ? type.getSuperclass() : type).getSimpleName();
        return Origin.other(kind.replace("SSA", "").replace("Instruction", "").toLowerCase(java.util.Locale.ROOT));
    }

    /** The table by which javac switches over an enum; it is filled once and never changes. */
    private boolean isSwitchMap(SSAArrayLoadInstruction load) {
        return method.uses().getDef(load.getArrayRef()) instanceof SSAGetInstruction table
                && table.isStatic()
                && table.getDeclaredField().getName().toString().startsWith("$SwitchMap$");
    }

    private Origin field(SSAGetInstruction read) {
        IField field = program.hierarchy().resolveField(read.getDeclaredField());
        if (field == null) {
            return Origin.unknown("unresolved field " + read.getDeclaredField().getName());
        }
        String owner = WalaProgram.internalName(field.getDeclaringClass());
        String name = field.getName().toString();
        String descriptor = field.getFieldTypeReference().getName().toString();
        boolean reference = field.getFieldTypeReference().isReferenceType();
        String full = reference && !descriptor.startsWith("[") ? descriptor + ";" : descriptor;
        boolean constant = field.isStatic()
                && field.isFinal()
                && field.getFieldTypeReference()
                        .equals(field.getDeclaringClass().getReference());
        return facts.at(new FactSite.Field(owner, name, full))
                .map(f -> Origin.fact(f, "field " + owner.replace('/', '.') + "." + name))
                .orElseGet(() -> constant ? Origin.nothing() : copy(field));
    }

    /** A final field has what its class's constructors put there: it may be a copy of facts. */
    private Origin copy(IField field) {
        Origin itself = Origin.other("field " + WalaEffects.key(field));
        if (field.isStatic() || !field.isFinal() || !program.inInput(field.getDeclaringClass()) || depth >= DEPTH) {
            return itself;
        }
        Origin before = memory.copies().putIfAbsent(field, itself);
        if (before != null) {
            return before;
        }
        Origin written = Origin.nothing();
        for (IMethod constructor : field.getDeclaringClass().getDeclaredMethods()) {
            if (constructor.isInit()) {
                written = written.and(program.method(constructor)
                        .map(c -> new ValueOrigins(program, effects, facts, c, List.of(), depth + 1, memory)
                                .written(field))
                        .orElse(itself));
            }
        }
        Origin result = written.facts().isEmpty()
                ? itself
                : written.others().isEmpty() && written.unknown().isEmpty()
                        ? written.through("field " + WalaEffects.key(field).replace('/', '.') + ", a copy")
                        : itself.and(new Origin(written.facts(), Set.of(), Set.of(), written.steps()));
        memory.copies().put(field, result);
        return result;
    }

    /** The origin of what this constructor stores in a field; if it does so in several places, of what chooses among them too. */
    private Origin written(IField field) {
        Origin result = Origin.nothing();
        int places = 0;
        for (SSAInstruction instruction : method.ir().getInstructions()) {
            if (instruction instanceof SSAPutInstruction put
                    && field.equals(program.hierarchy().resolveField(put.getDeclaredField()))) {
                places++;
                result = result.and(value(put.getVal()));
            }
        }
        if (places > 1) {
            for (ISSABasicBlock block : method.ir().getControlFlowGraph()) {
                result = result.and(control(block));
            }
        }
        return result;
    }

    /** Which input a phi takes depends on the decisions between it and the block that dominates its predecessors. */
    private Origin phi(SSAPhiInstruction phi) {
        Origin result = operands(phi);
        ISSABasicBlock block = method.blockOf(phi);
        if (block == null) {
            return Origin.unknown("unanalysed");
        }
        return result.and(method.regions().deciding(block).stream()
                        .map(this::control)
                        .reduce(Origin.nothing(), Origin::and))
                .through("value chosen by earlier branches");
    }

    private Origin control(ISSABasicBlock block) {
        if (block.isCatchBlock()) {
            return Origin.other("an exception");
        }
        if (block.getLastInstructionIndex() < 0) {
            return Origin.nothing();
        }
        SSAInstruction last = block.getLastInstruction();
        return last instanceof SSAConditionalBranchInstruction || last instanceof SSASwitchInstruction
                ? operands(last)
                : Origin.nothing();
    }

    private Origin call(SSAAbstractInvokeInstruction call) {
        String name = call.getDeclaredTarget().getName().toString();
        if (!(call instanceof SSAInvokeInstruction) || call instanceof SSAInvokeDynamicInstruction) {
            return Origin.other("invokedynamic");
        }
        int ordinal = method.ordinal(call);
        var marker = facts.at(new FactSite.Marker(WalaProgram.id(method.method()), ordinal));
        if (marker.isPresent()) {
            return Origin.fact(marker.get(), "marker call");
        }
        String owner = call.getDeclaredTarget()
                .getDeclaringClass()
                .getName()
                .toString()
                .substring(1);
        if (name.equals("ordinal")
                && call.getDeclaredTarget().getDescriptor().toString().equals("()I")
                && !call.isStatic()
                && isEnumOrdinal(call)) {
            return value(call.getReceiver()).through("ordinal()");
        }
        if (owner.equals(MarkerCalls.OWNER)) {
            return value(call.getUse(1));
        }
        IMethod target = effects.uniqueTarget(call);
        if (target == null) {
            boolean several = effects.targets(call).size() > 1;
            return several ? Origin.unknown("several targets of " + name) : Origin.other("result of " + name);
        }
        String label = WalaProgram.id(target).owner().replace('/', '.') + "." + name;
        return facts.at(new FactSite.Method(WalaProgram.id(target)))
                .map(f -> Origin.fact(f, "method " + label))
                .orElseGet(() -> helper(call, target, label));
    }

    private boolean isEnumOrdinal(SSAAbstractInvokeInstruction call) {
        IMethod resolved = program.hierarchy().resolveMethod(call.getDeclaredTarget());
        return resolved != null
                && WalaProgram.internalName(resolved.getDeclaringClass()).equals("java/lang/Enum");
    }

    private Origin helper(SSAAbstractInvokeInstruction call, IMethod target, String label) {
        if (depth >= DEPTH) {
            return Origin.unknown("helper calls deeper than " + DEPTH);
        }
        WalaMethod body = program.method(target).orElse(null);
        if (body == null) {
            return Origin.unknown("unanalysed helper " + label);
        }
        List<Origin> actual = new ArrayList<>();
        for (int p = 0; p < call.getNumberOfPositionalParameters(); p++) {
            actual.add(value(call.getUse(p)));
        }
        Helper helper = new Helper(target, actual, depth + 1);
        Origin result = memory.helpers().get(helper);
        if (result == null) {
            result = new ValueOrigins(program, effects, facts, body, actual, depth + 1, memory).result();
            memory.helpers().put(helper, result);
        }
        EffectSummary effect = effects.of(target);
        if (effect.top() || !effect.writes().isEmpty()) {
            result = result.and(Origin.other("helper " + label + " has effects"));
        }
        return result.through("call of " + label);
    }

    /** The origin of what a method returns: its results, and all decisions that may lead to one or another. */
    private Origin result() {
        Origin result = Origin.nothing();
        for (ISSABasicBlock block : method.ir().getControlFlowGraph()) {
            result = result.and(control(block));
            if (block.getLastInstructionIndex() >= 0
                    && block.getLastInstruction() instanceof SSAReturnInstruction end
                    && !end.returnsVoid()) {
                result = result.and(value(end.getResult()));
            }
        }
        return result;
    }
}
