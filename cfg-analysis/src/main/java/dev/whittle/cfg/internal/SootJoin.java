package dev.whittle.cfg.internal;

import dev.whittle.model.MethodGraph.Block;
import dev.whittle.model.MethodId;
import java.util.List;
import java.util.SortedMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import sootup.core.jimple.common.expr.AbstractConditionExpr;
import sootup.core.jimple.common.expr.JEqExpr;
import sootup.core.jimple.common.expr.JGeExpr;
import sootup.core.jimple.common.expr.JGtExpr;
import sootup.core.jimple.common.expr.JLeExpr;
import sootup.core.jimple.common.expr.JLtExpr;
import sootup.core.jimple.common.expr.JNeExpr;
import sootup.core.jimple.common.stmt.JIfStmt;
import sootup.core.jimple.common.stmt.Stmt;
import sootup.core.jimple.javabytecode.stmt.JSwitchStmt;

/**
 * SootUp's graphs of methods, each held against what the bytecode says on its own. Two readers that disagree about a method are a reason
 * to leave it alone.
 */
public final class SootJoin {
    private final SootClasses classes = new SootClasses();

    /**
     * What SootUp knows of a method.
     *
     * @param unanalysed why there is no graph, or empty
     */
    public record Joined(FlowGraph flow, String unanalysed) {}

    /** Returns SootUp's graph of a method, or why it cannot be trusted. */
    public Joined join(byte[] classFile, MethodId id, Code code) {
        try {
            SootClasses.Body body =
                    classes.body(classFile, id).orElseThrow(() -> new NotJoinedException("no graph of the method"));
            SootBlocks blocks = new SootBlocks(body);
            List<Block> theirs = blocks.blocks();
            compare(theirs, CfgBlocks.of(code));
            compareConditions(blocks.decisions(), code, theirs);
            return new Joined(new FlowGraph(theirs), "");
        } catch (NotJoinedException e) {
            return unanalysed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // SootUp reports bodies that it cannot build through whatever its parts throw; unanalysed means unchanged.
            return unanalysed("no graph (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Joined unanalysed(String reason) {
        return new Joined(new FlowGraph(List.of()), "unanalysed: " + reason);
    }

    private static void compare(List<Block> theirs, List<Block> ours) {
        if (theirs.size() != ours.size()) {
            throw new NotJoinedException(theirs.size() + " blocks instead of " + ours.size());
        }
        for (int b = 0; b < ours.size(); b++) {
            Block a = theirs.get(b);
            Block o = ours.get(b);
            String what = a.first() != o.first() || a.last() != o.last()
                    ? "blocks"
                    : !a.successors().equals(o.successors())
                            ? "edges"
                            : !a.handlers().equals(o.handlers()) ? "handlers" : "dominators";
            if (!a.equals(o)) {
                throw new NotJoinedException(what + " differ at instruction " + o.last());
            }
        }
    }

    /** The order of the edges is that of the outcomes only if both readers ask the same question. */
    private static void compareConditions(SortedMap<Integer, Stmt> theirs, Code code, List<Block> blocks) {
        FlowGraph flow = new FlowGraph(blocks);
        List<Integer> open =
                code.cfg().decisions().stream().filter(flow::reaches).toList();
        if (!open.equals(List.copyOf(theirs.keySet()))) {
            throw new NotJoinedException("other decisions");
        }
        theirs.forEach((ordinal, statement) -> {
            if (!same(statement, code.cfg().instructions().get(ordinal))) {
                throw new NotJoinedException("conditions differ at instruction " + ordinal);
            }
        });
    }

    private static boolean same(Stmt statement, AbstractInsnNode node) {
        if (statement instanceof JSwitchStmt s) {
            return s.getValues().stream().map(v -> v.getValue()).toList().equals(keys(node));
        }
        AbstractConditionExpr condition = ((JIfStmt) statement).getCondition();
        return switch (node.getOpcode()) {
            case Opcodes.IFEQ, Opcodes.IF_ICMPEQ, Opcodes.IF_ACMPEQ, Opcodes.IFNULL -> condition instanceof JEqExpr;
            case Opcodes.IFNE, Opcodes.IF_ICMPNE, Opcodes.IF_ACMPNE, Opcodes.IFNONNULL -> condition instanceof JNeExpr;
            case Opcodes.IFLT, Opcodes.IF_ICMPLT -> condition instanceof JLtExpr;
            case Opcodes.IFGE, Opcodes.IF_ICMPGE -> condition instanceof JGeExpr;
            case Opcodes.IFGT, Opcodes.IF_ICMPGT -> condition instanceof JGtExpr;
            case Opcodes.IFLE, Opcodes.IF_ICMPLE -> condition instanceof JLeExpr;
            default -> false;
        };
    }

    private static List<Integer> keys(AbstractInsnNode node) {
        if (node instanceof LookupSwitchInsnNode s) {
            return s.keys;
        }
        return node instanceof TableSwitchInsnNode s
                ? java.util.stream.IntStream.rangeClosed(s.min, s.max).boxed().toList()
                : List.of();
    }
}
