package dev.whittle.transformer.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Instructions;
import dev.whittle.bytecode.ParameterSlots;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Evaluates calls of small helpers ({@code isPcie()}) whose result follows from facts of their receiver and from constant arguments. A
 * helper counts only if no other method can be called in its place and if the way through it, under the assumed facts, does nothing but
 * compute. Parses each class once; not thread-safe.
 */
public final class HelperCalls {
    private static final String MARKER = "dev/whittle/annotations/Hw";
    private static final int MAX_STEPS = 200;
    private static final int MAX_DEPTH = 3;
    /** Stands for the receiver in the evaluation. */
    private static final Object RECEIVER = new Object();

    private final Map<String, byte[]> classes;
    private final Predicate<String> isEnumConstant;
    private final Map<String, Optional<ClassNode>> parsed = new HashMap<>();

    public HelperCalls(Map<String, byte[]> classes, Predicate<String> isEnumConstant) {
        this.classes = classes;
        this.isEnumConstant = isEnumConstant;
    }

    /**
     * @param constant as in {@link Folding}
     * @param keys keys of the facts that it rests on
     */
    record Result(Object constant, SortedSet<String> keys) {}

    /** Returns true if the call is a marker, which returns its last argument and does nothing else. */
    static boolean isMarker(MethodInsnNode call) {
        return call.owner.equals(MARKER) && call.name.equals("decide") && call.getOpcode() == Opcodes.INVOKESTATIC;
    }

    /**
     * Returns what the call returns, or null if that does not follow from the facts.
     *
     * @param caller internal name of the class that calls
     * @param arguments without the receiver; null for one that is not known
     */
    @Nullable
    Result evaluate(
            String caller, MethodInsnNode call, List<@Nullable Object> arguments, Map<String, FactValue> facts) {
        try {
            return new Evaluation(facts).call(caller, call, arguments, MAX_DEPTH);
        } catch (NoSuchElementException malformed) {
            // Code that takes more from the stack than it put there does not run either.
            return null;
        }
    }

    private @Nullable ClassNode find(String name) {
        return parsed.computeIfAbsent(name, n -> {
                    byte[] bytes = classes.get(n);
                    try {
                        return bytes == null ? Optional.empty() : Optional.of(ClassFiles.parse(bytes));
                    } catch (BadInputException e) {
                        return Optional.empty();
                    }
                })
                .orElse(null);
    }

    /** The method that is called whatever the receiver is, or null. Calling it must not initialise a class with effect. */
    private @Nullable MethodNode target(String caller, MethodInsnNode call) {
        ClassNode owner = call.itf ? null : find(call.owner);
        if (owner == null || (owner.access & (Opcodes.ACC_ENUM | Opcodes.ACC_INTERFACE)) != 0) {
            return null;
        }
        for (MethodNode method : owner.methods) {
            if (method.name.equals(call.name) && method.desc.equals(call.desc)) {
                int refused = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED;
                boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
                boolean fixed = isStatic
                        ? call.owner.equals(caller)
                        : call.getOpcode() == Opcodes.INVOKEVIRTUAL
                                && (((method.access | owner.access) & Opcodes.ACC_FINAL) != 0
                                        || (method.access & Opcodes.ACC_PRIVATE) != 0);
                boolean fits = isStatic == ((method.access & Opcodes.ACC_STATIC) != 0);
                return fixed && fits && (method.access & refused) == 0 ? method : null;
            }
        }
        return null;
    }

    /** One evaluation, from the outermost call in. */
    private final class Evaluation {
        private final Map<String, FactValue> facts;
        private final SortedSet<String> keys = new TreeSet<>();
        private int steps;

        Evaluation(Map<String, FactValue> facts) {
            this.facts = facts;
        }

        @Nullable
        Result call(String caller, MethodInsnNode call, List<@Nullable Object> arguments, int depth) {
            if (isMarker(call)) {
                Object last = arguments.get(arguments.size() - 1);
                return last == null ? null : new Result(last, keys);
            }
            MethodNode method = depth == 0 ? null : target(caller, call);
            if (method == null) {
                return null;
            }
            Map<Integer, Object> locals = new HashMap<>();
            if (call.getOpcode() != Opcodes.INVOKESTATIC) {
                locals.put(0, RECEIVER);
            }
            int[] slots = ParameterSlots.of(method.access, method.desc);
            for (int i = 0; i < slots.length; i++) {
                Object argument = arguments.get(i);
                if (argument != null) {
                    locals.put(slots[i], argument);
                }
            }
            Object constant = run(call.owner, Instructions.of(method), locals, depth);
            return constant == null || constant == RECEIVER ? null : new Result(constant, keys);
        }

        /** Follows the one way through the code; returns null as soon as anything on it is not known. */
        private @Nullable Object run(String owner, Instructions code, Map<Integer, Object> locals, int depth) {
            Deque<Object> stack = new ArrayDeque<>();
            int at = 0;
            while (at >= 0 && at < code.size() && ++steps < MAX_STEPS) {
                AbstractInsnNode node = code.get(at);
                int opcode = node.getOpcode();
                if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.ARETURN) {
                    return opcode == Opcodes.FRETURN || opcode == Opcodes.DRETURN ? null : stack.peek();
                }
                at = node instanceof JumpInsnNode
                                || node instanceof TableSwitchInsnNode
                                || node instanceof LookupSwitchInsnNode
                        ? jump(code, at, node, stack)
                        : compute(owner, node, stack, locals, depth) ? at + 1 : -1;
            }
            return null;
        }

        private int jump(Instructions code, int at, AbstractInsnNode node, Deque<Object> stack) {
            if (node instanceof JumpInsnNode jump) {
                if (jump.getOpcode() == Opcodes.GOTO) {
                    return code.ordinalOf(jump.label);
                }
                Object right = Folding.twoOperands(jump.getOpcode()) ? stack.pop() : null;
                Object left = stack.pop();
                if (left == RECEIVER || right == RECEIVER) {
                    return -1;
                }
                Boolean taken = Folding.taken(jump.getOpcode(), left, right);
                return taken == null ? -1 : taken ? code.ordinalOf(jump.label) : at + 1;
            }
            if (!(stack.pop() instanceof Integer key)) {
                return -1;
            }
            int outcome = Folding.outcome(node, key);
            if (node instanceof TableSwitchInsnNode s) {
                return code.ordinalOf(outcome < s.labels.size() ? s.labels.get(outcome) : s.dflt);
            }
            LookupSwitchInsnNode s = (LookupSwitchInsnNode) node;
            return code.ordinalOf(outcome < s.labels.size() ? s.labels.get(outcome) : s.dflt);
        }

        private boolean compute(
                String owner, AbstractInsnNode node, Deque<Object> stack, Map<Integer, Object> locals, int depth) {
            int opcode = node.getOpcode();
            Object pushed = Folding.pushed(node);
            if (pushed == null && node instanceof VarInsnNode v) {
                if (opcode >= Opcodes.ISTORE) {
                    locals.put(v.var, stack.pop());
                    return true;
                }
                pushed = locals.get(v.var);
            } else if (pushed == null && node instanceof FieldInsnNode f) {
                pushed = field(f, stack);
            } else if (pushed == null && node instanceof MethodInsnNode call) {
                pushed = nested(owner, call, stack, depth);
            } else if (node instanceof IincInsnNode inc && locals.get(inc.var) instanceof Integer i) {
                locals.put(inc.var, i + inc.incr);
                return true;
            } else if (pushed == null && stack.size() > 0) {
                Object top = stack.pop();
                pushed = Folding.unary(opcode, top);
                if (pushed == null && !stack.isEmpty()) {
                    pushed = Folding.binary(opcode, stack.pop(), top);
                }
            }
            if (pushed == null) {
                return false;
            }
            stack.push(pushed);
            return true;
        }

        private @Nullable Object field(FieldInsnNode f, Deque<Object> stack) {
            String key = f.owner + "." + f.name;
            if (f.getOpcode() == Opcodes.GETSTATIC) {
                return isEnumConstant.test(key) ? key : null;
            }
            FactValue fact = facts.get(key);
            if (f.getOpcode() != Opcodes.GETFIELD || stack.pop() != RECEIVER || fact == null) {
                return null;
            }
            keys.add(key);
            return Folding.constant(fact, f.desc);
        }

        private @Nullable Object nested(String owner, MethodInsnNode call, Deque<Object> stack, int depth) {
            List<@Nullable Object> arguments = new ArrayList<>();
            for (int i = Type.getArgumentCount(call.desc); i > 0; i--) {
                arguments.add(0, stack.pop());
            }
            if (call.getOpcode() != Opcodes.INVOKESTATIC && stack.pop() != RECEIVER) {
                return null;
            }
            Result result = call(owner, call, arguments, depth - 1);
            return result == null ? null : result.constant();
        }
    }
}
