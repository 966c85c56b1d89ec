package dev.whittle.verifier.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.FactSite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** Shows that nobody can see an object before each of its constructors has written the field. */
final class Construction {
    private final World world;
    private final Collection<ClassNode> shipped;

    /** @param shipped all classes of the program that will run */
    Construction(World world, Collection<ClassNode> shipped) {
        this.world = world;
        this.shipped = shipped;
    }

    String finding(ClassNode owner, FactSite.Field field) {
        if ((owner.access & Opcodes.ACC_INTERFACE) != 0) {
            return "the field is one of an interface";
        }
        String hazard = hazard(owner);
        if (!hazard.isEmpty()) {
            return hazard;
        }
        for (MethodNode method : owner.methods) {
            if (method.name.equals("<init>")) {
                String finding = constructor(owner, method, field);
                if (!finding.isEmpty()) {
                    return finding;
                }
            }
        }
        return "";
    }

    private String hazard(ClassNode owner) {
        List<ClassNode> family = new ArrayList<>(World.subclasses(owner.name, shipped));
        family.add(owner);
        for (ClassNode member : family) {
            for (MethodNode m : member.methods) {
                if ((m.access & Opcodes.ACC_NATIVE) != 0) {
                    return member.name + " has native code, which may write the field";
                }
                if (m.name.equals("finalize") && m.desc.equals("()V")) {
                    return member.name + " has a finalizer, which may see a half-made object";
                }
            }
        }
        Set<String> seen = new HashSet<>();
        Deque<String> work = new ArrayDeque<>(Set.of(owner.name));
        while (!work.isEmpty()) {
            String name = work.pop();
            if (!seen.add(name)) {
                continue;
            }
            ClassNode node = world.find(name);
            if (node == null) {
                return "its supertype " + name + " is not there";
            }
            if (name.equals("java/io/Serializable") || name.equals("java/io/Externalizable")) {
                return "the class can be deserialized, which writes the field unseen";
            }
            if (node.superName != null) {
                work.push(node.superName);
            }
            node.interfaces.forEach(work::push);
        }
        return "";
    }

    /** A forward walk over the places where the field may not have been written yet. */
    private static String constructor(ClassNode owner, MethodNode method, FactSite.Field field) {
        Frame<BasicValue>[] frames;
        try {
            frames = new Analyzer<>(new ThisInterpreter()).analyze(owner.name, method);
        } catch (AnalyzerException e) {
            return "a constructor cannot be analysed: " + e.getMessage();
        }
        Code code = new Code(owner.name, method);
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>(Set.of(0));
        while (!work.isEmpty()) {
            int at = work.pop();
            if (seen.get(at)) {
                continue;
            }
            seen.set(at);
            AbstractInsnNode node = code.at(at);
            Frame<BasicValue> frame = frames[method.instructions.indexOf(node)];
            if (frame == null) {
                continue;
            }
            Use use = use(owner, node, frame, field);
            if (use == Use.ESCAPES) {
                return "a constructor lets its object be seen before it writes the field, at instruction " + at;
            }
            for (Cfg.Edge edge : code.cfg.out(at)) {
                if (use != Use.WRITES || edge.kind() == Cfg.Kind.HANDLER) {
                    work.push(edge.to());
                }
            }
        }
        return "";
    }

    private enum Use {
        NONE,
        WRITES,
        ESCAPES
    }

    private static Use use(ClassNode owner, AbstractInsnNode node, Frame<BasicValue> frame, FactSite.Field field) {
        int opcode = node.getOpcode();
        if (node instanceof FieldInsnNode n && opcode == Opcodes.PUTFIELD) {
            if (isThis(frame, 0)) {
                return Use.ESCAPES;
            }
            boolean writes = n.owner.equals(field.owner())
                    && n.name.equals(field.name())
                    && n.desc.equals(field.descriptor())
                    && operand(frame, 1).equals(ThisInterpreter.THIS);
            return writes ? Use.WRITES : Use.NONE;
        } else if (node instanceof MethodInsnNode n) {
            return call(owner, n, frame);
        } else if (node instanceof InvokeDynamicInsnNode n) {
            return anyThis(frame, Type.getArgumentTypes(n.desc).length) ? Use.ESCAPES : Use.NONE;
        }
        return switch (opcode) {
            case Opcodes.RETURN -> Use.ESCAPES;
            case Opcodes.PUTSTATIC, Opcodes.AASTORE, Opcodes.ATHROW -> isThis(frame, 0) ? Use.ESCAPES : Use.NONE;
            default -> Use.NONE;
        };
    }

    private static Use call(ClassNode owner, MethodInsnNode n, Frame<BasicValue> frame) {
        int arguments = Type.getArgumentTypes(n.desc).length;
        if (anyThis(frame, arguments)) {
            return Use.ESCAPES;
        }
        if (n.getOpcode() == Opcodes.INVOKESTATIC || !isThis(frame, arguments)) {
            return Use.NONE;
        }
        if (n.name.equals("<init>") && n.owner.equals(owner.name)) {
            // The other constructor of this class is looked at by itself: when it returns, the field is written.
            return Use.WRITES;
        }
        return n.name.equals("<init>") && n.owner.equals("java/lang/Object") ? Use.NONE : Use.ESCAPES;
    }

    private static boolean anyThis(Frame<BasicValue> frame, int operands) {
        for (int i = 0; i < operands; i++) {
            if (isThis(frame, i)) {
                return true;
            }
        }
        return false;
    }

    static boolean isThis(Frame<BasicValue> frame, int depth) {
        BasicValue value = operand(frame, depth);
        return value.equals(ThisInterpreter.THIS) || value.equals(ThisInterpreter.PERHAPS);
    }

    static BasicValue operand(Frame<BasicValue> frame, int depth) {
        return frame.getStack(frame.getStackSize() - 1 - depth);
    }

    /** Follows the object under construction through locals and the stack. */
    static final class ThisInterpreter extends BasicInterpreter {
        static final BasicValue THIS = new BasicValue(Type.getObjectType("this"));
        static final BasicValue PERHAPS = new BasicValue(Type.getObjectType("perhaps this"));

        ThisInterpreter() {
            super(Opcodes.ASM9);
        }

        @Override
        public BasicValue newParameterValue(boolean instance, int local, Type type) {
            return instance && local == 0 ? THIS : super.newParameterValue(instance, local, type);
        }

        @Override
        public BasicValue unaryOperation(AbstractInsnNode node, BasicValue value) throws AnalyzerException {
            boolean tracked = value.equals(THIS) || value.equals(PERHAPS);
            return tracked && node.getOpcode() == Opcodes.CHECKCAST ? value : super.unaryOperation(node, value);
        }

        @Override
        public BasicValue merge(BasicValue a, BasicValue b) {
            if (a.equals(b)) {
                return a;
            }
            boolean tracked = a.equals(THIS) || b.equals(THIS) || a.equals(PERHAPS) || b.equals(PERHAPS);
            return tracked ? PERHAPS : super.merge(a, b);
        }
    }
}
