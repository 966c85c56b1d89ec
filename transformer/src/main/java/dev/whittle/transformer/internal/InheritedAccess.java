package dev.whittle.transformer.internal;

import dev.whittle.bytecode.ThisValues;
import dev.whittle.transformer.internal.Members.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What only a class itself may do with what it inherits: call through {@code super}, and use protected members of a superclass in another
 * package. In a nest member such an instruction becomes a call site, linked with the rights of the class (ADR 14), where it is certain that the
 * site does the same. Not thread-safe.
 */
public final class InheritedAccess {
    /** The JVM links no site with more, its receiver counted. */
    private static final int MAX_SLOTS = 253;

    private static final String SENSITIVE = "/CallerSensitive;";
    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            "dev/whittle/runtime/Inherited",
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;ILjava/lang/Class;Ljava/lang/Class;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private final Members members;
    private final String hot;

    /** @param hot internal name of the class that the code belongs to */
    public InheritedAccess(Members members, String hot) {
        this.members = members;
        this.hot = hot;
    }

    /** An instruction, told apart from what it does. */
    private record Access(int kind, String owner, String name, String descriptor, boolean itf) {
        boolean isStatic() {
            return kind == Opcodes.H_GETSTATIC || kind == Opcodes.H_PUTSTATIC || kind == Opcodes.H_INVOKESTATIC;
        }

        boolean isField() {
            return kind <= Opcodes.H_PUTSTATIC;
        }

        /** What is taken from the stack above the object. */
        List<Type> arguments() {
            if (!isField()) {
                return List.of(Type.getArgumentTypes(descriptor));
            }
            boolean put = kind == Opcodes.H_PUTFIELD || kind == Opcodes.H_PUTSTATIC;
            return put ? List.of(Type.getType(descriptor)) : List.of();
        }

        Type result() {
            if (!isField()) {
                return Type.getReturnType(descriptor);
            }
            return kind == Opcodes.H_GETFIELD || kind == Opcodes.H_GETSTATIC
                    ? Type.getType(descriptor)
                    : Type.VOID_TYPE;
        }
    }

    /** Returns true if a nest member may not have the instruction as it is. What cannot be resolved is not looked at. */
    boolean needed(AbstractInsnNode insn) {
        Access access = access(insn);
        if (access == null) {
            return false;
        }
        if (access.kind() == Opcodes.H_INVOKESPECIAL) {
            return !members.isOwn(hot, access.owner(), access.name(), access.descriptor(), access.itf());
        }
        Member member = member(access);
        return member != null
                && (member.access() & Opcodes.ACC_PROTECTED) != 0
                && !Members.packageOf(member.owner()).equals(Members.packageOf(hot));
    }

    /** Returns the call site in place of the instruction, or null if a nest member may have that. Legal where {@link #check} says so. */
    public @Nullable InvokeDynamicInsnNode site(AbstractInsnNode insn) {
        Access access = needed(insn) ? access(insn) : null;
        if (access == null) {
            return null;
        }
        List<Type> taken = new ArrayList<>(access.arguments());
        if (!access.isStatic()) {
            taken.add(0, Type.getObjectType(hot));
        }
        return new InvokeDynamicInsnNode(
                access.name(),
                Type.getMethodDescriptor(access.result(), taken.toArray(Type[]::new)),
                LINK,
                access.kind(),
                Type.getObjectType(hot),
                Type.getObjectType(access.owner()));
    }

    /** @throws IllegalRewriteException if the call site might do something else than the instruction, one that is {@link #needed} */
    void check(AbstractInsnNode insn, int ordinal, ThisValues values) throws IllegalRewriteException {
        Access access = access(insn);
        Member member = access == null ? null : member(access);
        String what = access == null ? "" : access.owner() + "." + access.name() + " at " + ordinal;
        if (access == null || member == null) {
            throw new IllegalRewriteException(what + " cannot be resolved");
        }
        String refusal = isInherited(access) ? refusal(access, member) : "is not inherited from there";
        if (refusal.isEmpty() && access.kind() == Opcodes.H_INVOKESPECIAL && !access.itf()) {
            refusal = selected(access);
        }
        if (refusal.isEmpty()
                && !access.isStatic()
                && !values.isThis(insn, access.arguments().size())) {
            refusal = "is asked of an object that is not certainly this one";
        }
        if (!refusal.isEmpty()) {
            throw new IllegalRewriteException(
                    (access.kind() == Opcodes.H_INVOKESPECIAL ? "invokespecial of " : "protected member ") + what
                            + ": it " + refusal);
        }
    }

    /** Whatever class a call through super names, the search begins right above this one (JVMS 6.5, invokespecial). */
    private String selected(Access access) {
        ClassNode node = members.find(hot);
        Member found = node == null ? null : members.method(node.superName, access.name(), access.descriptor());
        return found == null ? "is not found" : refusal(access, found);
    }

    private String refusal(Access access, Member member) {
        boolean isStatic = (member.access() & Opcodes.ACC_STATIC) != 0;
        if (isStatic != access.isStatic()
                || (member.access() & Opcodes.ACC_PRIVATE) != 0
                || access.kind() == Opcodes.H_INVOKESPECIAL && (member.access() & Opcodes.ACC_ABSTRACT) != 0) {
            return "does not link";
        }
        boolean put = access.kind() == Opcodes.H_PUTFIELD || access.kind() == Opcodes.H_PUTSTATIC;
        if (put && (member.access() & Opcodes.ACC_FINAL) != 0) {
            return "is final";
        }
        if (access.name().indexOf('<') >= 0 || access.name().indexOf('>') >= 0) {
            return "has a name that no call site can have";
        }
        if (!access.isField() && looksAtCallers(access, member)) {
            return "looks at its callers";
        }
        int slots = access.arguments().stream().mapToInt(Type::getSize).sum() + 1;
        if (slots > MAX_SLOTS) {
            return "takes more than a call site can";
        }
        List<Type> named = new ArrayList<>(access.arguments());
        named.add(access.result());
        named.add(Type.getObjectType(access.owner()));
        return named.stream().allMatch(t -> members.nameable(t, hot)) ? "" : "needs a class that cannot be named there";
    }

    /** The trace of an exception leaves out the frames that fill it in, of which a fragment is none. */
    private boolean looksAtCallers(Access access, Member member) {
        ClassNode declaring = members.find(member.owner());
        return access.name().equals("fillInStackTrace")
                || declaring == null
                || declaring.methods.stream()
                        .filter(m -> m.name.equals(access.name()) && m.desc.equals(access.descriptor()))
                        .anyMatch(InheritedAccess::isMarked);
    }

    private static boolean isMarked(MethodNode method) {
        return method.visibleAnnotations != null
                && method.visibleAnnotations.stream().anyMatch(a -> a.desc.endsWith(SENSITIVE));
    }

    /** A call through super names a class above or an interface right above; everything else this class or one above. */
    private boolean isInherited(Access access) {
        ClassNode node = members.find(hot);
        if (node == null || (node.access & Opcodes.ACC_INTERFACE) != 0) {
            return false;
        }
        if (access.itf()) {
            return access.kind() == Opcodes.H_INVOKESPECIAL && node.interfaces.contains(access.owner());
        }
        String at = access.kind() == Opcodes.H_INVOKESPECIAL ? node.superName : hot;
        while (at != null && !at.equals(access.owner())) {
            ClassNode known = members.find(at);
            at = known == null ? null : known.superName;
        }
        return at != null;
    }

    private @Nullable Member member(Access access) {
        return access.isField()
                ? members.field(access.owner(), access.name(), access.descriptor())
                : members.method(access.owner(), access.name(), access.descriptor());
    }

    private static @Nullable Access access(AbstractInsnNode insn) {
        if (insn instanceof FieldInsnNode f) {
            int kind = switch (f.getOpcode()) {
                case Opcodes.GETFIELD -> Opcodes.H_GETFIELD;
                case Opcodes.GETSTATIC -> Opcodes.H_GETSTATIC;
                case Opcodes.PUTFIELD -> Opcodes.H_PUTFIELD;
                default -> Opcodes.H_PUTSTATIC;
            };
            return new Access(kind, f.owner, f.name, f.desc, false);
        }
        if (!(insn instanceof MethodInsnNode m) || m.owner.startsWith("[") || m.name.equals("<init>")) {
            return null;
        }
        int kind = switch (m.getOpcode()) {
            case Opcodes.INVOKEVIRTUAL -> Opcodes.H_INVOKEVIRTUAL;
            case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
            case Opcodes.INVOKESPECIAL -> Opcodes.H_INVOKESPECIAL;
            default -> 0;
        };
        return kind == 0 ? null : new Access(kind, m.owner, m.name, m.desc, m.itf);
    }
}
