package dev.whittle.demo.count;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/** The demo's classes in a loader of their own, those of the driver with a report before each conditional jump. */
final class CountedDriver extends ClassLoader {
    private static final String DRIVER = "dev/whittle/demo/nic/";
    private static final String BOARD = DRIVER + "Board";
    private static final String PROBE = "dev/whittle/demo/count/BranchProbe";

    /** A conditional jump of the driver. */
    record Branch(String place, boolean hardware) {}

    private final List<Branch> branches = new ArrayList<>();
    private final Map<String, byte[]> classes = new HashMap<>();

    CountedDriver(List<String> driverClasses) {
        super(CountedDriver.class.getClassLoader());
        Set<String> facts = facts();
        for (String name : driverClasses) {
            classes.put((DRIVER + name).replace('/', '.'), instrument(DRIVER + name, facts));
        }
    }

    List<Branch> branches() {
        return branches;
    }

    boolean[] hardware() {
        boolean[] hardware = new boolean[branches.size()];
        for (int i = 0; i < hardware.length; i++) {
            hardware[i] = branches.get(i).hardware();
        }
        return hardware;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.whittle.demo.") || name.startsWith("dev.whittle.demo.count.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = classes.containsKey(name) ? classes.get(name) : bytes(name.replace('.', '/'));
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static Set<String> facts() {
        ClassNode board = read(BOARD);
        Set<String> facts = new HashSet<>();
        board.fields.forEach(field -> {
            if (field.invisibleAnnotations != null
                    && field.invisibleAnnotations.stream().anyMatch(a -> a.desc.endsWith("/HwBranch;"))) {
                facts.add(field.name);
            }
        });
        return facts;
    }

    private byte[] instrument(String name, Set<String> facts) {
        ClassNode node = read(name);
        for (MethodNode method : node.methods) {
            if (method.instructions.size() == 0) {
                continue;
            }
            report(node, method, facts);
            if (name.endsWith("/RxRing") && method.name.equals("receive")) {
                bracket(method);
            }
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    private void report(ClassNode node, MethodNode method, Set<String> facts) {
        Frame<FactInterpreter.Origin>[] frames;
        try {
            frames = new Analyzer<>(new FactInterpreter(BOARD, facts)).analyze(node.name, method);
        } catch (AnalyzerException e) {
            throw new IllegalStateException(node.name + "." + method.name, e);
        }
        int line = 0;
        AbstractInsnNode[] instructions = method.instructions.toArray();
        for (int i = 0; i < instructions.length; i++) {
            AbstractInsnNode insn = instructions[i];
            if (insn instanceof LineNumberNode number) {
                line = number.line;
            } else if (insn instanceof JumpInsnNode jump && jump.getOpcode() != Opcodes.GOTO) {
                Frame<FactInterpreter.Origin> frame = frames[i];
                int operands = operands(jump.getOpcode());
                FactInterpreter.Origin[] values = new FactInterpreter.Origin[operands];
                for (int k = 0; k < operands; k++) {
                    values[k] = frame.getStack(frame.getStackSize() - operands + k);
                }
                String place = node.name.substring(DRIVER.length()) + "." + method.name + ":" + line;
                method.instructions.insertBefore(jump, probe(jump.getOpcode(), branches.size()));
                branches.add(new Branch(place, FactInterpreter.fromFacts(values)));
            } else if (insn instanceof MethodInsnNode call && call.name.equals("deliver")) {
                method.instructions.insertBefore(call, call("delivered", "()V"));
            }
        }
    }

    private static int operands(int opcode) {
        return opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE ? 2 : 1;
    }

    private static InsnList probe(int opcode, int id) {
        InsnList list = new InsnList();
        boolean two = operands(opcode) == 2;
        list.add(new InsnNode(two ? Opcodes.DUP2 : Opcodes.DUP));
        list.add(new IntInsnNode(Opcodes.SIPUSH, opcode));
        list.add(new LdcInsnNode(id));
        boolean object = opcode >= Opcodes.IF_ACMPEQ;
        String operand = object ? "Ljava/lang/Object;" : "I";
        String name = two ? (object ? "same" : "two") : object ? "absent" : "one";
        list.add(call(name, "(" + operand + (two ? operand : "") + "II)V"));
        return list;
    }

    private static void bracket(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn.getOpcode() == Opcodes.IRETURN) {
                method.instructions.insertBefore(insn, call("exit", "()V"));
            }
        }
        method.instructions.insert(call("enter", "()V"));
    }

    private static MethodInsnNode call(String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, PROBE, name, descriptor, false);
    }

    private static ClassNode read(String name) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes(name)).accept(node, 0);
        return node;
    }

    private static byte[] bytes(String name) {
        try (InputStream in = CountedDriver.class.getResourceAsStream("/" + name + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
