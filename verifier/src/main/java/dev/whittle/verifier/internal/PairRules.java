package dev.whittle.verifier.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * What a proof of two strange versions tries beyond that of a whittled one, and what it may conclude there.
 *
 * @param world where fields are looked up
 * @param first visits of its place that the follower lets pass before the first meeting
 * @param each visits of its place that the follower makes for each of the leader's
 */
record PairRules(World world, int first, int each) {
    /** What the machine throws of itself, by the beginning of the check's name. */
    private static final Map<String, Set<String>> THROWN = Map.of(
            "divide by", Set.of("java/lang/ArithmeticException"),
            "getfield ", Set.of("java/lang/NullPointerException"),
            "arraylength", Set.of("java/lang/NullPointerException"),
            "receiver of ", Set.of("java/lang/NullPointerException"),
            "checkcast ", Set.of("java/lang/ClassCastException"),
            "load ", Set.of("java/lang/NullPointerException", "java/lang/ArrayIndexOutOfBoundsException"));

    private static final Set<String> ABOVE =
            Set.of("", "java/lang/RuntimeException", "java/lang/Exception", "java/lang/IndexOutOfBoundsException");

    private static Set<String> thrown(Step step) {
        if (step instanceof Step.Check check) {
            for (Map.Entry<String, Set<String>> each : THROWN.entrySet()) {
                if (check.key().startsWith(each.getKey())) {
                    return each.getValue();
                }
            }
        }
        return Set.of();
    }

    /** Returns the handlers that may see what a step throws, where everything is one type whatever its name. */
    static List<Code.Handler> seen(List<Code.Handler> handlers, Step step) {
        Set<String> possible = thrown(step);
        return handlers.stream()
                .map(h -> h.type().equals("java/lang/Throwable") ? new Code.Handler("", h.target()) : h)
                .filter(h -> possible.isEmpty() || possible.contains(h.type()) || ABOVE.contains(h.type()))
                .toList();
    }

    /** Returns where a check goes that is sure to fail and is caught by a handler of the method, or -1. */
    static int caught(Code code, int ordinal, Step step, State s, Prover prover) {
        Set<String> possible = thrown(step);
        List<Code.Handler> handlers = seen(code.handlers(ordinal), step);
        boolean sure = step instanceof Step.Check check
                && possible.size() == 1
                && !handlers.isEmpty()
                && !handlers.get(0).type().equals("java/lang/IndexOutOfBoundsException")
                && check.learn().stream().anyMatch(c -> prover.fails(c, s.known));
        return sure ? handlers.get(0).target() : -1;
    }

    /** After a store, the same place holds the value, until something may write there. */
    void stored(AbstractInsnNode node, List<Term> operands, State s) {
        if (node instanceof FieldInsnNode n
                && (n.getOpcode() == Opcodes.PUTFIELD || n.getOpcode() == Opcodes.PUTSTATIC)) {
            World.Field field = world.field(n.owner, n.name, n.desc);
            if (field.fence() || field.isFinal()) {
                return;
            }
            Term value = kept(n.desc.charAt(0), operands.get(operands.size() - 1), s.terms);
            if (n.getOpcode() == Opcodes.PUTFIELD) {
                s.known.learn(s.terms.eq(Memory.load(s, field, n.name, n.desc, operands.get(0)), value));
            } else {
                String part = "static " + Memory.part(n.name, n.desc);
                Term load = s.terms.app("static", field.owner() + "." + part, Memory.kind(n.desc), s.version(part));
                s.known.learn(s.terms.eq(load, value));
            }
        } else if (node.getOpcode() >= Opcodes.IASTORE && node.getOpcode() <= Opcodes.SASTORE) {
            char kind = "IJFDABCS".charAt(node.getOpcode() - Opcodes.IASTORE);
            if (kind == 'B') {
                // An array of bytes or of booleans, which keep other bits.
                return;
            }
            String part = "[" + kind;
            char type = kind == 'C' || kind == 'S' ? 'I' : kind;
            Term element = s.terms.app("element " + part, "", type, operands.get(0), operands.get(1), s.version(part));
            s.known.learn(s.terms.eq(element, kept(kind, operands.get(2), s.terms)));
        }
    }

    /** Builders of text say of these that they return the builder itself. */
    static boolean returnsReceiver(AbstractInsnNode node) {
        return node instanceof MethodInsnNode n
                && (n.owner.equals("java/lang/StringBuilder") || n.owner.equals("java/lang/StringBuffer"))
                && n.desc.endsWith(")L" + n.owner + ";")
                && Set.of("append", "insert", "reverse", "delete", "deleteCharAt", "replace")
                        .contains(n.name);
    }

    private static Term kept(char kind, Term value, Terms terms) {
        return switch (kind) {
            case 'B' -> terms.app("i2b", "", 'I', value);
            case 'C' -> terms.app("i2c", "", 'I', value);
            case 'S' -> terms.app("i2s", "", 'I', value);
            case 'Z' -> terms.app("and", "", 'I', value, terms.ofInt(1));
            default -> value;
        };
    }
}
