package dev.whittle.verifier.internal;

import dev.whittle.model.FactSite;
import dev.whittle.model.Plan;
import java.util.Collection;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Shows that a set mark means that its object has the fact, for ever: marks are written by code that compares, once the constructor has
 * nothing left to do, and no other code writes a marked field or a mark, or sees that there is one.
 */
final class MarkCheck {
    private final World world;
    private final Collection<ClassNode> shipped;
    private final Marks marks;
    private final String program;

    /**
     * @param shipped all classes that will run, the fragments too
     * @param mentioned whether a class of the original or beside it knows the name of the field
     * @param enumerates where fields are enumerated, or an empty string
     */
    MarkCheck(World world, Collection<ClassNode> shipped, Marks marks, boolean mentioned, String enumerates) {
        this.world = world;
        this.shipped = shipped;
        this.marks = marks;
        this.program = program(mentioned, enumerates);
    }

    private String program(boolean mentioned, String enumerates) {
        if (marks.none()) {
            return "";
        } else if (mentioned) {
            return "the program knows the name " + Marks.FIELD + " already";
        } else if (!enumerates.isEmpty()) {
            return enumerates + " enumerates fields and would see the mark";
        }
        for (ClassNode node : shipped) {
            for (MethodNode method : node.methods) {
                for (AbstractInsnNode n : method.instructions) {
                    if (n instanceof FieldInsnNode put && Marks.isWrite(n) && !isOwn(node, method, put)) {
                        return "marks are written in " + node.name + "." + method.name;
                    }
                }
            }
        }
        return "";
    }

    private boolean isOwn(ClassNode node, MethodNode method, FieldInsnNode put) {
        return method.name.equals("<init>")
                && !marks.writes(node.name, method, put).isEmpty();
    }

    /** Returns why the mark of a fact may not be relied on, or an empty string. */
    String finding(Plan.FactPlan claim, ClassNode owner, FieldNode declared) {
        if (claim.bit() == 0) {
            return "";
        } else if (!program.isEmpty()) {
            return program;
        } else if ((declared.access & Opcodes.ACC_FINAL) == 0) {
            return "the field has a mark and is not final";
        } else if ("java/lang/Record".equals(owner.superName) || (owner.access & Opcodes.ACC_RECORD) != 0) {
            return "a record cannot have marks";
        } else if (marks.clash(owner.name)) {
            return "two facts of its class have one mark";
        }
        boolean there = shipped.stream()
                .filter(node -> node.name.equals(owner.name))
                .anyMatch(node -> node.fields.stream().anyMatch(Marks::isField));
        return there ? writers(claim.field()) : "its class has no field for marks";
    }

    /** Each store of the field is one of a constructor of its class, to the object that it makes, and none comes after the mark. */
    private String writers(FactSite.Field field) {
        for (ClassNode node : shipped) {
            for (MethodNode method : node.methods) {
                boolean constructor = node.name.equals(field.owner()) && method.name.equals("<init>");
                boolean fine = constructor ? writesOwn(node, method, field) : !writes(method, field);
                if (!fine) {
                    return "the marked field is written in " + node.name + "." + method.name;
                }
            }
        }
        return "";
    }

    private boolean writes(MethodNode method, FactSite.Field field) {
        for (AbstractInsnNode node : method.instructions) {
            if (isStore(node, field)) {
                return true;
            }
        }
        return false;
    }

    private boolean isStore(AbstractInsnNode node, FactSite.Field field) {
        return node instanceof FieldInsnNode store && world.mayStore(store, field);
    }

    /** A constructor that leaves the beginning to another one of its class must not write: the other one has set the mark by then. */
    private boolean writesOwn(ClassNode owner, MethodNode method, FactSite.Field field) {
        if (!writes(method, field)) {
            return true;
        }
        try {
            Frame<BasicValue>[] frames = new Analyzer<>(new Construction.ThisInterpreter()).analyze(owner.name, method);
            for (AbstractInsnNode node : method.instructions) {
                Frame<BasicValue> frame = frames[method.instructions.indexOf(node)];
                if (frame != null && !fine(owner, node, frame, field)) {
                    return false;
                }
            }
            return true;
        } catch (AnalyzerException e) {
            return false;
        }
    }

    private boolean fine(ClassNode owner, AbstractInsnNode node, Frame<BasicValue> frame, FactSite.Field field) {
        if (isStore(node, field)) {
            return Construction.operand(frame, 1).equals(Construction.ThisInterpreter.THIS);
        }
        boolean delegates = node instanceof MethodInsnNode call
                && call.name.equals("<init>")
                && call.owner.equals(owner.name)
                && Construction.isThis(frame, Type.getArgumentTypes(call.desc).length);
        return !delegates;
    }
}
