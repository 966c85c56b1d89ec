package dev.whittle.cfg.internal;

import dev.whittle.model.FactSite;
import dev.whittle.model.Plan;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Decides whether objects may say in a field of their own that a fact has its value, for a field that may be folded: it never changes once
 * the constructor has ended, and nobody can see that the class has a field more.
 */
public final class MarkAssessment {
    private final ProgramScan program;
    private final FactSite.Field field;

    public MarkAssessment(ProgramScan program, FactSite.Field field) {
        this.program = program;
        this.field = field;
    }

    /** Returns the first reason against a mark, if there is one. */
    public Optional<String> objection() {
        ClassNode owner = program.classes().get(field.owner());
        if (owner == null) {
            return Optional.of("its class is not part of the input");
        }
        boolean isFinal =
                owner.fields.stream().anyMatch(f -> f.name.equals(field.name()) && (f.access & Opcodes.ACC_FINAL) != 0);
        if (!isFinal) {
            return Optional.of("it is not final");
        }
        if ((owner.access & Opcodes.ACC_RECORD) != 0 || "java/lang/Record".equals(owner.superName)) {
            return Optional.of("the fields of a record are its components");
        }
        if (owner.fields.stream().anyMatch(f -> f.name.equals(Plan.FactUse.Folded.MARKS))) {
            return Optional.of("its class has a field " + Plan.FactUse.Folded.MARKS + " already");
        }
        return program.fieldEnumeration()
                .map(place -> "fields are enumerated in " + place)
                .or(() -> writers(owner));
    }

    /** A final field is written by constructors of its class; older class files may do it elsewhere. */
    private Optional<String> writers(ClassNode owner) {
        for (String name : program.writers(field.name(), field.descriptor())) {
            ClassNode writer = program.classes().get(name);
            if (writer == null) {
                continue;
            }
            for (MethodNode method : writer.methods) {
                boolean own = writer == owner && method.name.equals("<init>");
                if (own ? !writesThisOnly(owner, method) : writes(method)) {
                    return Optional.of("it is written in " + name.replace('/', '.') + "." + method.name
                            + ", where no constructor of its object has the last word");
                }
            }
        }
        return Optional.empty();
    }

    private boolean writes(MethodNode method) {
        for (AbstractInsnNode node : method.instructions) {
            if (isWrite(node)) {
                return true;
            }
        }
        return false;
    }

    private boolean isWrite(AbstractInsnNode node) {
        return node instanceof FieldInsnNode f
                && f.getOpcode() == Opcodes.PUTFIELD
                && f.name.equals(field.name())
                && f.desc.equals(field.descriptor())
                && mayFind(f.owner);
    }

    /** Looks the field up as the JVM does; where a class on the way is not there, it may be the one. */
    private boolean mayFind(String named) {
        String at = named;
        while (at != null && !at.equals(field.owner())) {
            ClassNode node = PlatformClasses.find(program, at);
            if (node == null) {
                return true;
            }
            if (node.fields.stream().anyMatch(f -> f.name.equals(field.name()) && f.desc.equals(field.descriptor()))) {
                return false;
            }
            at = node.superName;
        }
        return at != null;
    }

    /** A constructor that begins with another one of its class writes nothing: the other one has marked the object. */
    private boolean writesThisOnly(ClassNode owner, MethodNode method) {
        Frame<ThisFlow.Kind>[] frames;
        try {
            frames = new Analyzer<>(new ThisFlow()).analyze(owner.name, method);
        } catch (AnalyzerException e) {
            return false;
        }
        boolean writes = false;
        boolean delegates = false;
        for (AbstractInsnNode node : method.instructions) {
            Frame<ThisFlow.Kind> frame = frames[method.instructions.indexOf(node)];
            if (frame == null) {
                continue;
            }
            if (isWrite(node)) {
                writes = true;
                if (ThisFlow.top(frame, 1) != ThisFlow.Kind.THIS) {
                    return false;
                }
            } else if (node instanceof MethodInsnNode call
                    && call.name.equals("<init>")
                    && call.owner.equals(owner.name)) {
                delegates |= ThisFlow.top(frame, Type.getArgumentCount(call.desc)) != ThisFlow.Kind.OTHER;
            }
        }
        return !writes || !delegates;
    }
}
