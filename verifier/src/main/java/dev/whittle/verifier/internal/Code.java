package dev.whittle.verifier.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.Instructions;
import dev.whittle.bytecode.Liveness;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicVerifier;

/** One method with what the proof asks of it. */
final class Code {
    /** @param type internal name of what is caught, or an empty string for everything */
    record Handler(String type, int target) {}

    final String owner;
    final MethodNode method;
    final Cfg cfg;
    final Liveness liveness;
    private final Instructions instructions;
    private final BitSet joins = new BitSet();

    Code(String owner, MethodNode method) {
        this.owner = owner;
        this.method = method;
        this.cfg = graph(method);
        this.instructions = cfg.instructions();
        this.liveness = Liveness.of(method, cfg);
        for (int i = 0; i < cfg.size(); i++) {
            List<Cfg.Edge> in = cfg.in(i);
            if (in.size() > 1 || i == 0 && !in.isEmpty()) {
                joins.set(i);
            }
        }
        cfg.handlerStarts().forEach(joins::set);
    }

    private static Cfg graph(MethodNode method) {
        try {
            return Cfg.of(method);
        } catch (UnsupportedOperationException e) {
            throw new Unproved("it has " + e.getMessage());
        }
    }

    /** Refuses code that the JVM would not accept, as far as that can be told without the class hierarchy. */
    Code verified() {
        try {
            new Analyzer<>(new BasicVerifier()).analyze(owner, method);
        } catch (AnalyzerException | RuntimeException e) {
            throw Unproved.forGood("the code of " + method.name + " is not valid: " + e.getMessage());
        }
        String wrong = wrongTable();
        if (!wrong.isEmpty()) {
            throw Unproved.forGood("the code of " + method.name + " is not valid: " + wrong);
        }
        return this;
    }

    /** Returns what is wrong with the tables of the code, for which a JVM refuses the whole class (JVMS 4.7.3, 4.7.12 and 4.7.13), or an empty string. */
    private String wrongTable() {
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (ordinalOf(block.start) >= ordinalOf(block.end)) {
                return "a handler of " + block.type + " has an empty range";
            }
        }
        Set<List<Object>> seen = new HashSet<>();
        for (LocalVariableNode v :
                method.localVariables == null ? List.<LocalVariableNode>of() : method.localVariables) {
            int start = ordinalOf(v.start);
            if (start >= size() || start > ordinalOf(v.end) || v.index >= method.maxLocals) {
                return "the local " + v.name + " has no range in it";
            }
            if (!seen.add(List.of(v.name, v.desc, v.index, start, ordinalOf(v.end)))) {
                return "the local " + v.name + " is listed twice for one range";
            }
        }
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof LineNumberNode line && ordinalOf(line.start) >= size()) {
                return "line " + line.line + " begins at its end";
            }
        }
        return "";
    }

    int size() {
        return instructions.size();
    }

    AbstractInsnNode at(int ordinal) {
        if (ordinal >= size()) {
            throw new Unproved("code runs off its end");
        }
        return instructions.get(ordinal);
    }

    /** Returns true if a method of that name is called there on that class in the same way. */
    boolean calls(MethodInsnNode call) {
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof MethodInsnNode n
                    && n.getOpcode() == call.getOpcode()
                    && n.owner.equals(call.owner)
                    && n.name.equals(call.name)
                    && n.desc.equals(call.desc)) {
                return true;
            }
        }
        return false;
    }

    int ordinalOf(LabelNode label) {
        return instructions.ordinalOf(label);
    }

    int line(int ordinal) {
        return instructions.line(ordinal);
    }

    /** Where paths meet: each cycle passes one of these. */
    boolean isJoin(int ordinal) {
        return joins.get(ordinal);
    }

    /** Returns the handlers that cover an instruction, in the order of the search, up to the first that catches everything. */
    List<Handler> handlers(int ordinal) {
        List<Handler> result = new ArrayList<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (ordinalOf(block.start) <= ordinal && ordinal < ordinalOf(block.end)) {
                String type = block.type == null ? "" : block.type;
                result.add(new Handler(type, ordinalOf(block.handler)));
                if (type.isEmpty() || type.equals("java/lang/Throwable")) {
                    break;
                }
            }
        }
        return result;
    }
}
