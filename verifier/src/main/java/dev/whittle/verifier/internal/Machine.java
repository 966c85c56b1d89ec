package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Carries out one instruction of one of the two methods, symbolically. */
final class Machine {
    private final Memory memory;
    private final RuntimeCalls runtime;
    private final Helpers helpers;
    private final World world;
    /** Calls of the original: the new code may name another class where the receiver is known, and both have to be the same step. */
    private final Predicate<MethodInsnNode> calls;

    Machine(Memory memory, RuntimeCalls runtime, World world, Predicate<MethodInsnNode> calls) {
        this.memory = memory;
        this.runtime = runtime;
        this.helpers = new Helpers(world, this);
        this.world = world;
        this.calls = calls;
    }

    /** Returns true if a call of the original and one of the new code, which name different classes, find the same method. */
    boolean sameMethod(AbstractInsnNode a, AbstractInsnNode b, String caller, Term receiver, State s) {
        return new Dispatch(world).same(a, b, caller, receiver, s);
    }

    /** Returns true if a step is seen by nobody if the object that it makes is dropped. */
    boolean leavesNoTrace(AbstractInsnNode node) {
        return world.discarded().leavesNoTrace(node);
    }

    /** Changes the frame only if the step is silent or a branch. */
    Step step(Code code, int ordinal, Frame f, State s, boolean whittled) {
        AbstractInsnNode node = code.at(ordinal);
        int opcode = node.getOpcode();
        if (whittled) {
            Step own = runtime.step(code, ordinal, f, s);
            if (own != null) {
                return own;
            }
        }
        Step division = division(opcode, f, s);
        if (division != null) {
            return division;
        }
        Step link = node instanceof LdcInsnNode ldc ? link(ldc.cst, s) : named(code, node, f, s);
        if (link != null) {
            return link;
        }
        if (PureOps.run(node, f, s.terms)) {
            return new Step.Silent(ordinal + 1);
        }
        if (node instanceof FieldInsnNode n) {
            return memory.step(n, ordinal, f, s);
        }
        if (node instanceof JumpInsnNode jump) {
            return jump(code, jump, ordinal, f, s);
        }
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            return new Step.Return(opcode, opcode == Opcodes.RETURN ? List.of() : f.peek(1));
        }
        if (node instanceof MethodInsnNode || node instanceof InvokeDynamicInsnNode) {
            return call(code, node, ordinal, f, s, whittled);
        }
        if (node instanceof TableSwitchInsnNode || node instanceof LookupSwitchInsnNode) {
            return switched(code, node, f, s);
        }
        boolean array = opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD
                || opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE
                || opcode == Opcodes.ARRAYLENGTH;
        return array ? memory.array(opcode, ordinal, f, s) : object(node, ordinal, f, s);
    }

    /** Looking a class or a method up may fail; a constant that is computed may run any code, and is another value each time. */
    private static @Nullable Step link(Object constant, State s) {
        if (constant instanceof ConstantDynamic dynamic) {
            char kind = Memory.kind(dynamic.getDescriptor());
            return new Step.Effect("ldc " + Linked.key(dynamic), List.of(), kind, "*", List.of(), "sym");
        }
        if (!(constant instanceof Type) && !(constant instanceof Handle)) {
            return null;
        }
        Term there = s.terms.app("linked", constant, 'B');
        return s.known.knows(there)
                ? null
                : new Step.Check("ldc " + Linked.key(constant), List.of(), List.of(there), "");
    }

    /** Asking an object for a type looks the type up, which may fail; null is of no type, whatever it is. */
    private @Nullable Step named(Code code, AbstractInsnNode node, Frame f, State s) {
        if (!(node instanceof TypeInsnNode n) || n.getOpcode() != Opcodes.INSTANCEOF) {
            return null;
        }
        Term there = s.terms.app("linked", Type.getObjectType(n.desc), 'B');
        boolean fine = s.known.knows(there) || world.loadable().certain(n.desc, code.owner);
        return fine ? null : new Step.Check("instanceof " + n.desc, f.peek(1), List.of(there), "");
    }

    /** A division whose divisor is not known to differ from zero is checked first. */
    private static @Nullable Step division(int opcode, Frame f, State s) {
        boolean isInt = opcode == Opcodes.IDIV || opcode == Opcodes.IREM;
        if (!isInt && opcode != Opcodes.LDIV && opcode != Opcodes.LREM) {
            return null;
        }
        Term divisor = f.peek(1).get(0);
        Term zero = isInt ? s.terms.ofInt(0) : s.terms.ofLong(0);
        Term fine = s.terms.not(s.terms.eq(divisor, zero));
        if (s.known.decide(fine) == s.terms.yes) {
            return null;
        }
        return new Step.Check("divide by", List.of(divisor), List.of(fine), "");
    }

    private static Step jump(Code code, JumpInsnNode jump, int ordinal, Frame f, State s) {
        int target = code.ordinalOf(jump.label);
        if (jump.getOpcode() == Opcodes.GOTO) {
            return new Step.Silent(target);
        }
        Term condition = condition(jump.getOpcode(), f, s.terms);
        return new Step.Branch(
                List.of(new Step.Way(s.terms.not(condition), ordinal + 1), new Step.Way(condition, target)));
    }

    private static Term condition(int opcode, Frame f, Terms t) {
        Term right = opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE
                ? f.pop()
                : opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL ? t.nul : t.ofInt(0);
        Term left = f.pop();
        return switch (opcode) {
            case Opcodes.IFEQ, Opcodes.IF_ICMPEQ, Opcodes.IF_ACMPEQ, Opcodes.IFNULL -> t.eq(left, right);
            case Opcodes.IFNE, Opcodes.IF_ICMPNE, Opcodes.IF_ACMPNE, Opcodes.IFNONNULL -> t.not(t.eq(left, right));
            case Opcodes.IFLT, Opcodes.IF_ICMPLT -> t.lt(left, right);
            case Opcodes.IFGE, Opcodes.IF_ICMPGE -> t.not(t.lt(left, right));
            case Opcodes.IFGT, Opcodes.IF_ICMPGT -> t.lt(right, left);
            case Opcodes.IFLE, Opcodes.IF_ICMPLE -> t.not(t.lt(right, left));
            default -> throw new Unproved("opcode " + opcode + " is not known");
        };
    }

    private static Step switched(Code code, AbstractInsnNode node, Frame f, State s) {
        Term key = f.pop();
        List<Step.Way> ways = new ArrayList<>();
        Term none = s.terms.yes;
        List<Term> others = new ArrayList<>();
        if (node instanceof TableSwitchInsnNode t) {
            for (int i = 0; i < t.labels.size(); i++) {
                Term is = s.terms.eq(key, s.terms.ofInt(t.min + i));
                ways.add(new Step.Way(is, code.ordinalOf(t.labels.get(i))));
                others.add(s.terms.not(is));
            }
        } else if (node instanceof LookupSwitchInsnNode t) {
            for (int i = 0; i < t.labels.size(); i++) {
                Term is = s.terms.eq(key, s.terms.ofInt(t.keys.get(i)));
                ways.add(new Step.Way(is, code.ordinalOf(t.labels.get(i))));
                others.add(s.terms.not(is));
            }
        }
        if (!others.isEmpty()) {
            none = s.terms.make("and", "", 'B', others);
        }
        int dflt = node instanceof TableSwitchInsnNode t
                ? code.ordinalOf(t.dflt)
                : code.ordinalOf(((LookupSwitchInsnNode) node).dflt);
        ways.add(new Step.Way(none, dflt));
        return new Step.Branch(ways);
    }

    private Step call(Code code, AbstractInsnNode node, int ordinal, Frame f, State s, boolean whittled) {
        if (node instanceof InvokeDynamicInsnNode dynamic) {
            int count = Type.getArgumentTypes(dynamic.desc).length;
            String key = Linked.key(dynamic);
            char result = returned(dynamic.desc);
            return new Step.Effect(key, f.peek(count), result, "*", List.of(), "sym");
        }
        MethodInsnNode n = (MethodInsnNode) node;
        boolean receiver = n.getOpcode() != Opcodes.INVOKESTATIC;
        List<Term> args = f.peek(Type.getArgumentTypes(n.desc).length + (receiver ? 1 : 0));
        Term value = whittled && !calls.test(n) ? null : helpers.value(code.owner, n, args, s);
        if (value != null) {
            if (receiver && !s.known.nonNull(args.get(0))) {
                Term present = s.terms.not(s.terms.eq(args.get(0), s.terms.nul));
                return new Step.Check("receiver of " + n.owner + "." + n.name + n.desc, args, List.of(present), "");
            }
            f.drop(args.size());
            f.push(value);
            return new Step.Silent(ordinal + 1);
        }
        List<Term> learn = receiver ? List.of(s.terms.not(s.terms.eq(args.get(0), s.terms.nul))) : List.of();
        String key = n.getOpcode() + " " + n.owner + "." + n.name + n.desc + n.itf;
        return new Step.Effect(key, args, returned(n.desc), "*", learn, "sym");
    }

    private static char returned(String descriptor) {
        Type type = Type.getReturnType(descriptor);
        return type.equals(Type.VOID_TYPE) ? 'V' : Memory.kind(type);
    }

    private static Step object(AbstractInsnNode node, int ordinal, Frame f, State s) {
        int opcode = node.getOpcode();
        return switch (opcode) {
            case Opcodes.NEW -> {
                String type = ((TypeInsnNode) node).desc;
                // Its class initialiser may run, unless that is known to be over.
                yield made("new " + type, List.of(), s.known.initialised(type) ? "" : "*");
            }
            case Opcodes.NEWARRAY -> made("newarray " + ((IntInsnNode) node).operand, f.peek(1), "");
            case Opcodes.ANEWARRAY -> made("anewarray " + ((TypeInsnNode) node).desc, f.peek(1), "");
            case Opcodes.MULTIANEWARRAY -> {
                MultiANewArrayInsnNode multi = (MultiANewArrayInsnNode) node;
                yield made("multianewarray " + multi.desc + multi.dims, f.peek(multi.dims), "");
            }
            case Opcodes.CHECKCAST -> cast((TypeInsnNode) node, ordinal, f, s);
            case Opcodes.MONITORENTER -> new Step.Effect("monitorenter", f.peek(1), 'V', "*", List.of(), "sym");
            case Opcodes.MONITOREXIT -> new Step.Effect("monitorexit", f.peek(1), 'V', "*", List.of(), "sym");
            case Opcodes.ATHROW -> new Step.Throw(f.peek(1).get(0));
            default -> throw new Unproved("opcode " + opcode + " at " + ordinal + " is not known");
        };
    }

    private static Step made(String key, List<Term> sizes, String writes) {
        return new Step.Effect(key, sizes, 'A', writes, List.of(), "new");
    }

    private static Step cast(TypeInsnNode node, int ordinal, Frame f, State s) {
        Term value = f.peek(1).get(0);
        Term fine = s.terms.app("cast", node.desc, 'B', value);
        return value.isNull() || s.known.knows(fine) || Dispatch.isA(node.desc, value, s)
                ? new Step.Silent(ordinal + 1)
                : new Step.Check("checkcast " + node.desc, List.of(value), List.of(fine), "");
    }
}
