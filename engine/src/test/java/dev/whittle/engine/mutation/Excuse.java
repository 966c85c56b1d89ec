package dev.whittle.engine.mutation;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Instructions;
import dev.whittle.bytecode.Liveness;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Why a mutant does the same as the program it was made of: rules that know nothing of how the verifier proves. */
final class Excuse {
    private static final Set<Integer> COMMUTATIVE = Set.of(
            Opcodes.IADD, Opcodes.IMUL, Opcodes.IAND, Opcodes.IOR, Opcodes.IXOR, Opcodes.IF_ICMPEQ, Opcodes.IF_ICMPNE);

    private final Mutant mutant;
    private final MethodNode before;
    private final MethodNode after;
    private final Instructions a;
    private final Instructions b;
    private final Texts texts;
    private final Ways ways;

    private Excuse(Mutant mutant, MethodNode before, MethodNode after) {
        this.mutant = mutant;
        this.before = before;
        this.after = after;
        this.a = Instructions.of(before);
        this.b = Instructions.of(after);
        this.texts = Texts.of(a, b);
        this.ways = new Ways(before, after, a, b);
    }

    /** Returns the rule, or an empty string if there is none. */
    static String of(Mutant mutant) {
        if (Mutant.sameBytes(mutant.twin(), mutant.input())) {
            // The certificate is a hint: what runs is what was proved.
            return "nothing that runs is changed";
        }
        return new Excuse(mutant, before(mutant), mutant.draft().target).rule();
    }

    /**
     * Where something was changed.
     *
     * @param owner name of the class
     * @param from ordinal of the first instruction that is new, or follows what is gone
     * @param to of the last
     */
    record Change(String owner, MethodNode method, int from, int to) {}

    static Change change(Mutant mutant) {
        Excuse excuse = new Excuse(mutant, before(mutant), mutant.draft().target);
        Texts texts = excuse.texts;
        int from = texts.head();
        int to = Math.max(from, from + texts.now().size() - 1);
        if (texts.same()) {
            List<Integer> places = excuse.ways.places();
            from = places.isEmpty() ? from : places.get(0);
            to = places.isEmpty() ? to : places.get(places.size() - 1);
        }
        return new Change(mutant.draft().owner().name, mutant.draft().target, from, to);
    }

    /** Returns the instructions that changed. */
    static String changed(Mutant mutant) {
        Texts texts = new Excuse(mutant, before(mutant), mutant.draft().target).texts;
        return "at " + texts.head() + ": " + texts.old() + " became " + texts.now() + "\n";
    }

    private static MethodNode before(Mutant mutant) {
        Draft draft = mutant.draft();
        if (draft.target == draft.method) {
            byte[] bytes = mutant.twin().whittled().get(draft.hot.name);
            return Draft.find(ClassFiles.parse(bytes), draft.certificate.method());
        }
        int id = draft.fragments.entrySet().stream()
                .filter(e -> e.getValue().methods.contains(draft.target))
                .findFirst()
                .orElseThrow()
                .getKey();
        return ClassFiles.parse(mutant.twin().fragments().get(id)).methods.get(0);
    }

    private String rule() {
        if (Running.same(mutant)) {
            return "only what never runs is changed";
        }
        if (switchOnly()) {
            // Both ways are the original's, for any value of the switch; that is what is proved of the switch.
            return "only what the off switch decides";
        }
        if (mutant.kind().name().equals("jump elsewhere") && texts.same() && ways.alike()) {
            return "the jump goes to equal code";
        }
        if (mutant.kind().name().equals("adjacent statements swapped")
                && new Swapped(before, a, b, texts).independent()) {
            return "the statements are independent";
        }
        if (texts.old().isEmpty() && texts.now().equals(List.of("SWAP")) && commutative()) {
            return "the operator commutes";
        }
        if (mutant.kind().name().equals("test always true") && guards()) {
            // The exit goes on where the test stands, in the original's code: leaving there is always right.
            return "leaves where it may leave";
        }
        if (mutant.kind().name().equals("line moved") && sameLines()) {
            return "no instruction of the line can throw";
        }
        if (mutant.kind().name().contains("handler") && texts.same() && sameHandlers()) {
            return "no instruction that can throw has other handlers";
        }
        if (prologue()) {
            return "the prologue gives the live locals the same values";
        }
        if (texts.old().isEmpty() && mutant.kind().name().equals("statement doubled") && idempotent()) {
            return "the statement done twice does what it does once";
        }
        if (texts.old().isEmpty() && mutant.kind().name().equals("store doubled") && !isVolatile()) {
            return "the same value stored twice";
        }
        if (OneExit.same(a, b, place())) {
            return "all ways from there lead to one exit, and nothing is seen between";
        }
        if (sameReturned()) {
            return "returns the same local";
        }
        return difference();
    }

    private int place() {
        return texts.same() && !ways.places().isEmpty() ? ways.places().get(0) : texts.head();
    }

    private String difference() {
        if (texts.old().equals(List.of("IXOR")) && texts.now().equals(List.of("ISUB")) && onlyZero()) {
            return "is zero for the same operands";
        }
        return "";
    }

    private boolean switchOnly() {
        if (texts.same()
                && mutant.draft().target == mutant.draft().method
                && a.get(0) instanceof FieldInsnNode f
                && f.name.equals("OFF")
                && ways.places().equals(List.of(1))) {
            // Off or not, the hot code is the original's.
            return Ways.targets(b, 1).get(0) == 2;
        }
        return mutant.draft().target == mutant.draft().method
                && a.get(0) instanceof FieldInsnNode f
                && f.name.equals("OFF")
                && texts.head() >= 1
                && texts.head() + texts.old().size() <= 2;
    }

    private boolean commutative() {
        return COMMUTATIVE.contains(a.get(texts.head()).getOpcode());
    }

    private boolean guards() {
        int at = texts.head();
        return texts.old().size() <= 1 && at > 0 && (Code.isGuard(a.get(at - 1)) || entryTest(at));
    }

    /** Nothing but loads, constants and comparisons lies between the off switch and here. */
    private boolean entryTest(int at) {
        for (int i = 2; i < at; i++) {
            if (!quiet(a.get(i))) {
                return false;
            }
        }
        return at > 2;
    }

    private static boolean quiet(AbstractInsnNode n) {
        return Code.isLoad(n)
                || Code.constant(n) != null
                || Code.between(n, Opcodes.ICONST_M1, Opcodes.SIPUSH)
                || Set.of(Opcodes.IXOR, Opcodes.IOR, Opcodes.LCMP).contains(n.getOpcode());
    }

    private boolean onlyZero() {
        for (int i = texts.head() + 1; i < a.size(); i++) {
            if (a.get(i).getOpcode() == Opcodes.IFNE || a.get(i).getOpcode() == Opcodes.IFEQ) {
                return true;
            }
            if (!quiet(a.get(i))) {
                return false;
            }
        }
        return false;
    }

    /** An exit is a call that the original does not have: its line is nobody's. */
    static boolean throwing(AbstractInsnNode n) {
        boolean free = Code.between(n, Opcodes.NOP, Opcodes.ALOAD) && n.getOpcode() != Opcodes.LDC
                || n.getOpcode() == Opcodes.LDC && !(((org.objectweb.asm.tree.LdcInsnNode) n).cst instanceof Type)
                || Code.between(n, Opcodes.ISTORE, Opcodes.ASTORE)
                || Code.between(n, Opcodes.POP, Opcodes.IFNULL + 1)
                        && !(n instanceof FieldInsnNode)
                        && !(n instanceof MethodInsnNode)
                        && n.getOpcode() < Opcodes.GETSTATIC
                        && !Set.of(Opcodes.IDIV, Opcodes.LDIV, Opcodes.IREM, Opcodes.LREM)
                                .contains(n.getOpcode())
                || Code.between(n, Opcodes.IFNULL, Opcodes.IFNONNULL)
                || Code.isExit(n)
                || Code.isGuard(n);
        return !free;
    }

    private boolean throwing(int ordinal) {
        AbstractInsnNode n = a.get(ordinal);
        int base = ordinal - (n.getOpcode() == Opcodes.PUTFIELD && ordinal > 1 && pushes(a.get(ordinal - 1)) ? 2 : 1);
        boolean own = base >= 0
                && Code.between(n, Opcodes.GETFIELD, Opcodes.PUTFIELD)
                && a.get(base).getOpcode() == Opcodes.ALOAD
                && ((VarInsnNode) a.get(base)).var == 0
                && (n.getOpcode() == Opcodes.GETFIELD ? base == ordinal - 1 : base == ordinal - 2)
                && keepsThis();
        return throwing(n) && !own && !(n instanceof FieldInsnNode f && f.name.equals("OFF"));
    }

    private static boolean pushes(AbstractInsnNode n) {
        return Code.isLoad(n) || Code.constant(n) != null;
    }

    /** Local 0 is the receiver, which is not null, throughout: in a fragment, once the prologue has put its first parameter there. */
    private boolean keepsThis() {
        MethodNode hot = mutant.draft().method;
        long stores = Code.all(before, i -> i instanceof VarInsnNode v && v.var == 0 && !Code.isLoad(i))
                .size();
        return (hot.access & Opcodes.ACC_STATIC) == 0
                && (!mutant.inFragment()
                        ? stores == 0
                        : stores <= 1
                                && locals(a, ends(a))
                                        .getOrDefault(0, "parameter 0")
                                        .equals("parameter 0"));
    }

    private boolean sameLines() {
        for (int i = 0; i < a.size(); i++) {
            if (a.line(i) != b.line(i) && throwing(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameHandlers() {
        for (int i = 0; i < a.size(); i++) {
            if (throwing(i) && !Ways.handlers(before, a, i).equals(Ways.handlers(after, b, i))) {
                return false;
            }
        }
        return true;
    }

    /** What differs is in the first stores of parameters and constants, and what is live after them is the same. */
    private boolean prologue() {
        int ends = ends(a);
        if (!mutant.inFragment() || texts.same() || texts.suffix() < a.size() - ends) {
            return false;
        }
        Map<Integer, String> x = locals(a, ends);
        Map<Integer, String> y = locals(b, b.size() - (a.size() - ends));
        BitSet live = Liveness.of(before, Cfg.of(before)).liveIn(ends);
        // What is not stored is where the call left it.
        return live.stream()
                .allMatch(i -> x.getOrDefault(i, "parameter " + i).equals(y.getOrDefault(i, "parameter " + i)));
    }

    private static int ends(Instructions all) {
        int last = 0;
        for (int i = 0; i < all.size(); i++) {
            AbstractInsnNode n = all.get(i);
            boolean store = Code.between(n, Opcodes.ISTORE, Opcodes.ASTORE);
            if (!store && !Code.isLoad(n) && !Code.between(n, Opcodes.ACONST_NULL, Opcodes.DCONST_1)) {
                break;
            }
            last = store ? i + 1 : last;
        }
        return last;
    }

    private static Map<Integer, String> locals(Instructions all, int to) {
        Map<Integer, String> locals = new TreeMap<>();
        java.util.ArrayDeque<String> stack = new java.util.ArrayDeque<>();
        for (int i = 0; i < to; i++) {
            AbstractInsnNode n = all.get(i);
            if (n instanceof VarInsnNode v && !Code.isLoad(n)) {
                locals.put(v.var, stack.isEmpty() ? "?" : stack.pop());
            } else if (n instanceof VarInsnNode v) {
                stack.push(locals.getOrDefault(v.var, "parameter " + v.var));
            } else {
                stack.push("constant " + n.getOpcode());
            }
        }
        return locals;
    }

    /** Of a volatile field, two stores of one value are more than one: another may come between. */
    private boolean isVolatile() {
        AbstractInsnNode n = b.get(texts.head() + texts.now().size() - 1);
        if (!(n instanceof FieldInsnNode store)) {
            return true;
        }
        byte[] owner = mutant.twin().originals().get(store.owner);
        return owner == null
                || ClassFiles.parse(owner).fields.stream()
                        .anyMatch(f -> f.name.equals(store.name) && (f.access & Opcodes.ACC_VOLATILE) != 0);
    }

    /** It calls nothing, and reads nothing that it writes. */
    private boolean idempotent() {
        Set<String> reads = new HashSet<>();
        Set<String> writes = new HashSet<>();
        for (int i = texts.head(); i < texts.head() + texts.now().size(); i++) {
            AbstractInsnNode n = b.get(i);
            if (n instanceof VarInsnNode v) {
                (Code.isLoad(n) ? reads : writes).add("local " + v.var);
            } else if (n instanceof FieldInsnNode f) {
                (f.getOpcode() % 2 == 0 ? reads : writes).add("field " + f.name);
            } else if (n instanceof IincInsnNode
                    || Code.between(n, Opcodes.INVOKEVIRTUAL, Opcodes.MULTIANEWARRAY)
                    || Code.between(n, Opcodes.IALOAD, Opcodes.SALOAD)
                    || Code.between(n, Opcodes.IASTORE, Opcodes.SASTORE)) {
                return false;
            }
        }
        reads.retainAll(writes);
        return reads.isEmpty();
    }

    /** A load, its pop, and the same load. */
    private boolean sameReturned() {
        for (int i = 2; i < b.size(); i++) {
            if (mutant.kind().name().equals("returns another local")
                    && Code.between(b.get(i - 1), Opcodes.POP, Opcodes.POP2)
                    && b.get(i) instanceof VarInsnNode x
                    && b.get(i - 2) instanceof VarInsnNode y
                    && x.var == y.var
                    && x.getOpcode() == y.getOpcode()) {
                return true;
            }
        }
        return false;
    }
}
