package dev.whittle.cfg.internal;

import com.ibm.wala.classLoader.IClass;
import com.ibm.wala.classLoader.IField;
import com.ibm.wala.classLoader.IMethod;
import com.ibm.wala.ssa.SSAAbstractInvokeInstruction;
import com.ibm.wala.ssa.SSAArrayLoadInstruction;
import com.ibm.wala.ssa.SSAArrayStoreInstruction;
import com.ibm.wala.ssa.SSABinaryOpInstruction;
import com.ibm.wala.ssa.SSAFieldAccessInstruction;
import com.ibm.wala.ssa.SSAInstruction;
import com.ibm.wala.ssa.SSAInvokeDynamicInstruction;
import com.ibm.wala.ssa.SSAInvokeInstruction;
import com.ibm.wala.ssa.SSAMonitorInstruction;
import com.ibm.wala.ssa.SSANewInstruction;
import com.ibm.wala.ssa.SSAPutInstruction;
import com.ibm.wala.ssa.SymbolTable;
import com.ibm.wala.types.TypeReference;
import dev.whittle.cfg.EffectSummary;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;

/** Memoised effect summaries. Whatever is not known is top. */
public final class WalaEffects {
    private static final String ARRAYS = "[]";
    private static final int MANY_TARGETS = 8;

    private final WalaProgram program;
    private final LocalObjects objects;
    private final Map<IMethod, EffectSummary> summaries = new HashMap<>();
    private final Set<IMethod> active = new HashSet<>();

    public WalaEffects(WalaProgram program) {
        this.program = program;
        objects = new LocalObjects(program);
    }

    /** Returns what running this method may do. A recursion is top, also for all that were on its way. */
    public EffectSummary of(IMethod method) {
        EffectSummary known = summaries.get(method);
        if (known != null) {
            return known;
        }
        if (!active.add(method)) {
            return EffectSummary.top("recursion through " + method.getName());
        }
        EffectSummary result = compute(method);
        active.remove(method);
        summaries.put(method, result);
        return result;
    }

    private EffectSummary compute(IMethod method) {
        Optional<EffectSummary> model = PlatformModel.of(method.getReference(), method.isStatic());
        if (model.isPresent()) {
            return model.get();
        }
        String name = WalaProgram.id(method).toString();
        if (method.isNative()) {
            return EffectSummary.top("native code: " + name);
        }
        if (method.isAbstract()) {
            return EffectSummary.top("abstract method: " + name);
        }
        if (!program.inInput(method.getDeclaringClass())) {
            return EffectSummary.top("code outside the input: " + name);
        }
        Optional<WalaMethod> body = program.method(method);
        if (body.isEmpty()) {
            return EffectSummary.top("unanalysed: " + name);
        }
        EffectSummary result = method.isSynchronized()
                ? new EffectSummary(Set.of(), Set.of(), false, true, false, "")
                : EffectSummary.nothing();
        Code code = body.get().code();
        for (int i = 0; i < code.cfg().size() && !result.top(); i++) {
            result = result.and(at(body.get(), i));
        }
        return result;
    }

    /** Returns the effects of the instructions of a method that are not plain computations. */
    public List<MethodGraph.InsnEffect> instructions(MethodId id, Code code, Optional<WalaMethod> method) {
        List<MethodGraph.InsnEffect> result = new ArrayList<>();
        for (int i = 0; i < code.cfg().size(); i++) {
            EffectSummary e = method.isPresent()
                    ? at(method.get(), i)
                    : matters(code.cfg().instructions().get(i))
                            ? EffectSummary.top("unanalysed")
                            : EffectSummary.nothing();
            if (!e.equals(EffectSummary.nothing())) {
                result.add(new MethodGraph.InsnEffect(
                        i, e.reads(), e.writes(), e.mayThrow(), e.acquires(), e.top(), e.reason()));
            }
        }
        return result;
    }

    EffectSummary at(WalaMethod method, int ordinal) {
        AbstractInsnNode node = method.code().cfg().instructions().get(ordinal);
        if (!matters(node)) {
            return EffectSummary.nothing();
        }
        List<SSAInstruction> instructions = method.at(ordinal);
        if (instructions.isEmpty()) {
            return EffectSummary.top("unanalysed");
        }
        EffectSummary result = EffectSummary.nothing();
        for (SSAInstruction instruction : instructions) {
            result = result.and(of(instruction, method));
        }
        return result;
    }

    /** True for instructions that may do more than compute from the stack and the locals. */
    private static boolean matters(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        return opcode >= Opcodes.GETSTATIC && opcode <= Opcodes.MONITOREXIT && opcode != Opcodes.INSTANCEOF
                || opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD
                || opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE
                || opcode == Opcodes.IDIV
                || opcode == Opcodes.LDIV
                || opcode == Opcodes.IREM
                || opcode == Opcodes.LREM
                || opcode == Opcodes.MULTIANEWARRAY;
    }

    EffectSummary of(SSAInstruction instruction, WalaMethod in) {
        if (instruction instanceof SSAFieldAccessInstruction access) {
            return field(access, in);
        } else if (instruction instanceof SSAArrayStoreInstruction store) {
            if (objects.unseen(store.getArrayRef(), store, in)) {
                return EffectSummary.throwing();
            }
            return new EffectSummary(Set.of(), Set.of(ARRAYS), true, false, false, "");
        } else if (instruction instanceof SSAArrayLoadInstruction) {
            return new EffectSummary(Set.of(ARRAYS), Set.of(), true, false, false, "");
        } else if (instruction instanceof SSAMonitorInstruction) {
            return new EffectSummary(Set.of(), Set.of(), true, true, false, "");
        } else if (instruction instanceof SSANewInstruction creation) {
            return initialising(creation.getConcreteType(), in).and(EffectSummary.throwing());
        } else if (instruction instanceof SSAAbstractInvokeInstruction call) {
            return call(call, in);
        } else if (instruction instanceof SSABinaryOpInstruction division && instruction.isPEI()) {
            SymbolTable values = in.ir().getSymbolTable();
            int divisor = division.getUse(1);
            boolean safe = values.isIntegerConstant(divisor) && values.getIntValue(divisor) != 0;
            return safe ? EffectSummary.nothing() : EffectSummary.throwing();
        }
        return instruction.isPEI() ? EffectSummary.throwing() : EffectSummary.nothing();
    }

    private EffectSummary field(SSAFieldAccessInstruction access, WalaMethod in) {
        IField field = program.hierarchy().resolveField(access.getDeclaredField());
        if (field == null) {
            return EffectSummary.top(
                    "unresolved field " + access.getDeclaredField().getName());
        }
        Set<String> key = Set.of(key(field));
        boolean put = access instanceof SSAPutInstruction;
        if (put && !access.isStatic() && !field.isVolatile() && objects.unseen(access.getRef(), access, in)) {
            return EffectSummary.nothing();
        }
        boolean mayThrow = !access.isStatic() && !in.isThis(access.getRef());
        EffectSummary result =
                new EffectSummary(put ? Set.of() : key, put ? key : Set.of(), mayThrow, field.isVolatile(), false, "");
        return access.isStatic()
                ? result.and(initialising(field.getDeclaringClass().getReference(), in))
                : result;
    }

    static String key(IField field) {
        return WalaProgram.internalName(field.getDeclaringClass()) + "." + field.getName();
    }

    /** Returns what using a class for the first time may do; a method's own class is initialised when it runs. */
    private EffectSummary initialising(TypeReference reference, WalaMethod in) {
        if (reference.isArrayType() || reference.isPrimitiveType()) {
            return EffectSummary.nothing();
        }
        IClass type = program.hierarchy().lookupClass(reference);
        if (type == null) {
            return EffectSummary.top("unknown class " + reference.getName());
        }
        if (program.hierarchy().isSubclassOf(in.method().getDeclaringClass(), type)) {
            return EffectSummary.nothing();
        }
        EffectSummary result = EffectSummary.nothing();
        for (IClass c = type; c != null; c = c.getSuperclass()) {
            boolean defaults = c.getAllImplementedInterfaces().stream()
                    .anyMatch(i -> program.inInput(i) && i.getClassInitializer() != null);
            if (external(c) || defaults) {
                return EffectSummary.top(
                        "may initialise class " + WalaProgram.internalName(c).replace('/', '.'));
            }
            if (program.inInput(c) && c.getClassInitializer() != null) {
                result = result.and(initialiser(c));
            }
        }
        return result;
    }

    /** An initialiser that only builds its own class's state, as that of an enum, is seen by others as nothing but an acquire. */
    private EffectSummary initialiser(IClass type) {
        String name = WalaProgram.internalName(type);
        Optional<EffectSummary> table = switchTable(type);
        if (table.isPresent()) {
            return table.get();
        }
        EffectSummary effect = of(type.getClassInitializer());
        if (effect.top() || !effect.writes().stream().allMatch(w -> w.startsWith(name + "."))) {
            return EffectSummary.top("may initialise class " + name.replace('/', '.'));
        }
        return new EffectSummary(Set.of(), Set.of(), true, true, false, "");
    }

    /** The synthetic class in which javac keeps the tables of switches over enums: it fills them and initialises the enums. */
    private Optional<EffectSummary> switchTable(IClass type) {
        boolean tables = type.isSynthetic()
                && type.getDeclaredStaticFields().stream()
                        .allMatch(f -> f.getName().toString().startsWith("$SwitchMap$"));
        Optional<WalaMethod> body = tables ? program.method(type.getClassInitializer()) : Optional.empty();
        if (body.isEmpty()) {
            return Optional.empty();
        }
        EffectSummary result = new EffectSummary(Set.of(), Set.of(), true, true, false, "");
        for (SSAInstruction instruction : body.get().ir().getInstructions()) {
            if (instruction instanceof SSAAbstractInvokeInstruction call) {
                String name = call.getDeclaredTarget().getName().toString();
                if (!Set.of("values", "ordinal").contains(name)) {
                    return Optional.empty();
                }
            } else if (instruction instanceof SSAFieldAccessInstruction access) {
                result = result.and(initialising(access.getDeclaredField().getDeclaringClass(), body.get()));
            }
        }
        return Optional.of(result);
    }

    /** Classes of the platform initialise themselves without touching the program's own fields; others are not known. */
    private boolean external(IClass type) {
        return !program.inInput(type)
                && !type.getClassLoader().getReference().equals(com.ibm.wala.types.ClassLoaderReference.Primordial);
    }

    private EffectSummary call(SSAAbstractInvokeInstruction call, WalaMethod in) {
        if (!(call instanceof SSAInvokeInstruction) || call instanceof SSAInvokeDynamicInstruction) {
            return EffectSummary.top("invokedynamic");
        }
        EffectSummary result =
                call.isStatic() || in.isThis(call.getReceiver()) ? EffectSummary.nothing() : EffectSummary.throwing();
        Optional<EffectSummary> model = PlatformModel.of(call.getDeclaredTarget(), call.isStatic());
        if (model.isPresent()) {
            return result.and(model.get());
        }
        Collection<IMethod> targets = targets(call);
        String name = call.getDeclaredTarget().getName().toString();
        if (targets.isEmpty()) {
            return EffectSummary.top("unknown target of " + name);
        }
        if (targets.size() > MANY_TARGETS) {
            return EffectSummary.top("more than " + MANY_TARGETS + " targets of " + name);
        }
        if (call.isStatic()) {
            IMethod target = targets.iterator().next();
            result = result.and(initialising(target.getDeclaringClass().getReference(), in));
        }
        for (IMethod target : targets) {
            result = result.and(of(target));
        }
        return result;
    }

    /** Returns all methods that a call may run, or nothing where code outside the input may add one. */
    Collection<IMethod> targets(SSAAbstractInvokeInstruction call) {
        IMethod resolved = program.hierarchy().resolveMethod(call.getDeclaredTarget());
        if (resolved == null || resolved.getDescriptor().toString().isEmpty()) {
            return List.of();
        }
        if (call.isStatic() || call.isSpecial() || resolved.isPrivate() || resolved.isFinal()) {
            return List.of(resolved);
        }
        // Programs link public types from outside: an abstract method of one may have any body.
        if (resolved.isAbstract() && resolved.getDeclaringClass().isPublic()) {
            return List.of();
        }
        return program.hierarchy().getPossibleTargets(call.getDeclaredTarget());
    }

    /** Returns the one method of the input that a call runs, or null. */
    @Nullable
    IMethod uniqueTarget(SSAAbstractInvokeInstruction call) {
        Collection<IMethod> targets = targets(call);
        if (targets.size() != 1) {
            return null;
        }
        IMethod only = targets.iterator().next();
        return program.inInput(only.getDeclaringClass()) && !only.isNative() && !only.isAbstract() ? only : null;
    }
}
