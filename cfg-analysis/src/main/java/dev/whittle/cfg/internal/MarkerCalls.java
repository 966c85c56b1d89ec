package dev.whittle.cfg.internal;

import dev.whittle.bytecode.Instructions;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Finds the marker calls of a method. Stateless. */
public final class MarkerCalls {
    public static final String OWNER = "dev/whittle/annotations/Hw";

    private MarkerCalls() {}

    /** Returns the fact ids by ordinal of the call; calls whose id is not one constant are left out. */
    public static SortedMap<Integer, String> in(String owner, MethodNode method) {
        SortedMap<Integer, String> result = new TreeMap<>();
        if (!callsMarker(method)) {
            return result;
        }
        Instructions instructions = Instructions.of(method);
        Frame<SourceValue>[] frames = frames(owner, method);
        for (int i = 0; i < instructions.size(); i++) {
            AbstractInsnNode node = instructions.get(i);
            Frame<SourceValue> frame = frames[method.instructions.indexOf(node)];
            if (isMarker(node) && frame != null && frame.getStackSize() >= 2) {
                SourceValue id = frame.getStack(frame.getStackSize() - 2);
                if (id.insns.size() == 1
                        && id.insns.iterator().next() instanceof LdcInsnNode constant
                        && constant.cst instanceof String text) {
                    result.put(i, text);
                }
            }
        }
        return result;
    }

    @SuppressWarnings("unchecked")
    private static Frame<SourceValue>[] frames(String owner, MethodNode method) {
        try {
            return new Analyzer<>(new SourceInterpreter()).analyze(owner, method);
        } catch (AnalyzerException e) {
            // Code that does not verify declares nothing; the JVM will refuse it.
            return (Frame<SourceValue>[]) new Frame<?>[method.instructions.size()];
        }
    }

    private static boolean callsMarker(MethodNode method) {
        for (AbstractInsnNode node : method.instructions) {
            if (isMarker(node)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMarker(AbstractInsnNode node) {
        return node instanceof MethodInsnNode call
                && call.owner.equals(OWNER)
                && call.name.equals("decide")
                && (call.desc.equals("(Ljava/lang/String;Z)Z") || call.desc.equals("(Ljava/lang/String;I)I"));
    }
}
