package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Instructions;
import dev.whittle.bytecode.ThisValues;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Says which instructions mean the same in a nest member of the hot class, and which do not (DESIGN, section 6). */
final class Portability {
    private static final Set<String> BOOTSTRAPS = Set.of(
            "java/lang/invoke/StringConcatFactory.makeConcatWithConstants",
            "java/lang/invoke/LambdaMetafactory.metafactory");

    /** Methods of the platform that look at their caller. */
    private static final Set<String> CALLER_SENSITIVE = Set.of(
            "java/lang/invoke/MethodHandles.lookup",
            "java/lang/Class.forName",
            "java/lang/Class.newInstance",
            "java/lang/System.load",
            "java/lang/System.loadLibrary",
            "java/lang/System.getLogger",
            "java/lang/Runtime.load",
            "java/lang/Runtime.loadLibrary",
            "java/lang/reflect/Method.invoke",
            "java/lang/reflect/Constructor.newInstance",
            "java/util/ResourceBundle.getBundle",
            "java/util/ServiceLoader.load",
            "java/util/ServiceLoader.loadInstalled",
            "java/util/logging/Logger.getLogger",
            "java/util/logging/Logger.getAnonymousLogger",
            "java/sql/DriverManager.getConnection",
            "jdk/internal/reflect/Reflection.getCallerClass",
            "sun/reflect/Reflection.getCallerClass");

    private static final Set<String> CALLER_SENSITIVE_CLASSES = Set.of(
            "java/lang/StackWalker",
            "java/lang/reflect/Field",
            "java/lang/reflect/AccessibleObject",
            "java/lang/Module",
            "java/lang/Package",
            "java/util/concurrent/atomic/AtomicIntegerFieldUpdater",
            "java/util/concurrent/atomic/AtomicLongFieldUpdater",
            "java/util/concurrent/atomic/AtomicReferenceFieldUpdater");

    private final Members members;
    private final String hot;
    private final MethodNode method;
    private final InheritedAccess inherited;
    private @Nullable ThisValues values;

    Portability(Members members, String hot, MethodNode method) {
        this.members = members;
        this.hot = hot;
        this.method = method;
        this.inherited = new InheritedAccess(members, hot);
    }

    /** @throws IllegalRewriteException for the first instruction that cannot leave */
    void check(Instructions code, BitSet leaving) throws IllegalRewriteException {
        for (int i = leaving.nextSetBit(0); i >= 0; i = leaving.nextSetBit(i + 1)) {
            check(code.get(i), i);
        }
    }

    private void check(AbstractInsnNode node, int ordinal) throws IllegalRewriteException {
        if (inherited.needed(node)) {
            inherited.check(node, ordinal, values());
        }
        if (node instanceof MethodInsnNode call) {
            checkCall(call, ordinal);
        } else if (node instanceof FieldInsnNode field) {
            checkMember(members.field(field.owner, field.name, field.desc), field.owner, field.name, ordinal);
        } else if (node instanceof InvokeDynamicInsnNode dynamic) {
            checkDynamic(dynamic, ordinal);
        } else if (node instanceof LdcInsnNode ldc
                && (ldc.cst instanceof Handle
                        || ldc.cst instanceof ConstantDynamic
                        || ldc.cst instanceof Type t && t.getSort() == Type.METHOD)) {
            throw new IllegalRewriteException("method handle or dynamic constant at " + ordinal);
        } else if (node.getOpcode() == Opcodes.RET) {
            throw new IllegalRewriteException("subroutine of an old class file at " + ordinal);
        }
    }

    private void checkCall(MethodInsnNode call, int ordinal) throws IllegalRewriteException {
        if (CALLER_SENSITIVE.contains(call.owner + "." + call.name) || CALLER_SENSITIVE_CLASSES.contains(call.owner)) {
            throw new IllegalRewriteException(
                    "caller-sensitive call of " + call.owner + "." + call.name + " at " + ordinal);
        }
        if (call.owner.equals("java/lang/invoke/MethodHandle") || call.owner.equals("java/lang/invoke/VarHandle")) {
            throw new IllegalRewriteException("signature-polymorphic call at " + ordinal);
        }
        // An array's clone is public (JVMS 5.4.3.3), though Object's is not.
        if (!call.owner.startsWith("[")) {
            checkMember(members.method(call.owner, call.name, call.desc), call.owner, call.name, ordinal);
        }
    }

    private ThisValues values() {
        ThisValues known = values == null ? ThisValues.of(hot, method) : values;
        values = known;
        return known;
    }

    /** A class that is not known, in another package: nothing protected is reached, unless the hot class inherits it. */
    private void checkMember(Members.@Nullable Member member, String owner, String name, int ordinal)
            throws IllegalRewriteException {
        boolean samePackage = Members.packageOf(owner).equals(Members.packageOf(hot));
        if (member == null && (samePackage || inherits(owner))) {
            throw new IllegalRewriteException(owner + "." + name + " at " + ordinal + " cannot be resolved");
        }
    }

    private boolean inherits(String owner) {
        String at = hot;
        while (at != null) {
            if (at.equals(owner)) {
                return true;
            }
            var node = members.find(at);
            if (node == null) {
                return true;
            }
            at = node.superName;
        }
        return false;
    }

    private void checkDynamic(InvokeDynamicInsnNode dynamic, int ordinal) throws IllegalRewriteException {
        String bootstrap = dynamic.bsm.getOwner() + "." + dynamic.bsm.getName();
        if (!BOOTSTRAPS.contains(bootstrap)) {
            throw new IllegalRewriteException("invokedynamic through " + bootstrap + " at " + ordinal);
        }
        for (Object argument : dynamic.bsmArgs) {
            if (argument instanceof ConstantDynamic) {
                throw new IllegalRewriteException("dynamic constant at " + ordinal);
            }
            if (argument instanceof Handle h) {
                checkHandle(h, ordinal);
            }
        }
    }

    /** The call site looks the member up with the rights of the class that it is in. No site stands for a handle. */
    private void checkHandle(Handle h, int ordinal) throws IllegalRewriteException {
        AbstractInsnNode same = instruction(h);
        if (inherited.needed(same)) {
            throw new IllegalRewriteException(
                    "handle of " + h.getOwner() + "." + h.getName() + " at " + ordinal + ", which is inherited");
        }
        check(same, ordinal);
    }

    private static AbstractInsnNode instruction(Handle h) {
        int opcode = switch (h.getTag()) {
            case Opcodes.H_GETFIELD -> Opcodes.GETFIELD;
            case Opcodes.H_GETSTATIC -> Opcodes.GETSTATIC;
            case Opcodes.H_PUTFIELD -> Opcodes.PUTFIELD;
            case Opcodes.H_PUTSTATIC -> Opcodes.PUTSTATIC;
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
            case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
            default -> Opcodes.INVOKESPECIAL;
        };
        return h.getTag() <= Opcodes.H_PUTSTATIC
                ? new FieldInsnNode(opcode, h.getOwner(), h.getName(), h.getDesc())
                : new MethodInsnNode(opcode, h.getOwner(), h.getName(), h.getDesc(), h.isInterface());
    }
}
