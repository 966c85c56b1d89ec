package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.bytecode.Instructions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Prepares classes for an experiment: they count their steps, note locks and volatile accesses, stop before they touch the world outside,
 * and go to their fragments directly, if the fragment is the one that the exit pins.
 */
final class Staging {
    private static final String TICKS = Type.getInternalName(Ticks.class);
    private static final Set<String> HARMLESS = Set.of(
            "java/lang/System.arraycopy",
            "java/lang/Class.desiredAssertionStatus",
            "java/lang/Class.getName",
            "java/lang/Class.getSimpleName");
    /** Parts of the platform in which nothing waits, ends the process or leaves it. */
    private static final Pattern PURE = Pattern.compile(
            "java/(lang/(String|StringBuilder|Math|StrictMath|Integer|Long|Short|Byte|Character|Boolean|Float"
                    + "|Double|Number|Enum|Record|Object|Comparable|CharSequence|Iterable|AutoCloseable|Throwable|\\w*Exception|\\w*Error"
                    + "|invoke/(MethodHandle|VarHandle)|runtime/\\w+)"
                    + "|util/(\\w+|function/\\w+|stream/\\w+|concurrent/(atomic/\\w+|ConcurrentHashMap|ConcurrentMap|Callable)|zip/(CRC32|Adler32))"
                    + "|nio/\\w*(Buffer|Order)|nio/charset/\\w+|io/(ByteArray\\w+|DataOutputStream|DataInputStream|OutputStream|InputStream)"
                    + "|security/MessageDigest)");

    private final Map<String, String> fragments;
    private final boolean off;
    private final Map<String, Boolean> pure = new HashMap<>();
    private final Set<String> volatiles;

    /**
     * @param fragments names of classes, by number, bar and digest, as exits must pin them
     * @param volatiles fields, as owner and name
     * @param off true if the code is to run as with the off switch
     */
    Staging(Map<String, String> fragments, Set<String> volatiles, boolean off) {
        this.fragments = fragments;
        this.volatiles = volatiles;
        this.off = off;
    }

    /**
     * @param changed a method of the class in which something was changed, or null
     * @param from ordinal of the first instruction that was
     * @param to of the last
     */
    byte[] apply(byte[] bytes, MethodNode changed, int from, int to) {
        ClassNode node = ClassFiles.parse(bytes);
        for (MethodNode m : node.methods) {
            if (m.instructions.size() == 0) {
                continue;
            }
            boolean here = changed != null && m.name.equals(changed.name) && m.desc.equals(changed.desc);
            Instructions all = Instructions.of(m);
            for (int i = 0; i < all.size(); i++) {
                AbstractInsnNode n = all.get(i);
                if (here && i >= from && i <= to) {
                    m.instructions.insertBefore(n, call("hit", "()V"));
                }
                instruction(m.instructions, n);
            }
            m.instructions.insert(call("tick", "()V"));
            handlers(m);
        }
        return ClassFiles.write(node);
    }

    /** A handler may catch what it throws itself, and what ends it: steps are counted before it, where nothing catches. */
    private static void handlers(MethodNode method) {
        Map<LabelNode, LabelNode> before = new HashMap<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            LabelNode handler = block.handler;
            AbstractInsnNode n = handler;
            while (n != null && n.getOpcode() < 0 && !(n instanceof FrameNode)) {
                n = n.getNext();
            }
            if (n instanceof FrameNode frame) {
                block.handler = before.computeIfAbsent(handler, h -> {
                    LabelNode start = new LabelNode();
                    method.instructions.add(start);
                    method.instructions.add(new FrameNode(
                            Opcodes.F_NEW,
                            frame.local.size(),
                            frame.local.toArray(),
                            frame.stack.size(),
                            frame.stack.toArray()));
                    method.instructions.add(call("tick", "()V"));
                    method.instructions.add(new JumpInsnNode(Opcodes.GOTO, h));
                    return start;
                });
            }
        }
    }

    byte[] apply(byte[] bytes) {
        return apply(bytes, null, 0, 0);
    }

    private void instruction(InsnList code, AbstractInsnNode n) {
        if (n instanceof JumpInsnNode || n instanceof TableSwitchInsnNode || n instanceof LookupSwitchInsnNode) {
            code.insertBefore(n, call("tick", "()V"));
        } else if (n.getOpcode() == Opcodes.NEWARRAY || n.getOpcode() == Opcodes.ANEWARRAY) {
            code.insertBefore(n, new InsnNode(Opcodes.DUP));
            code.insertBefore(n, call("size", "(I)V"));
        } else if (n instanceof MultiANewArrayInsnNode) {
            code.insertBefore(n, call("stop", "()V"));
        } else if (n.getOpcode() == Opcodes.MONITORENTER || n.getOpcode() == Opcodes.MONITOREXIT) {
            code.insertBefore(n, new LdcInsnNode(n.getOpcode() == Opcodes.MONITORENTER ? "lock" : "unlock"));
            code.insertBefore(n, call("event", "(Ljava/lang/String;)V"));
        } else if (n instanceof FieldInsnNode f) {
            field(code, f);
        } else if (n instanceof MethodInsnNode m && !harmless(m)) {
            code.insertBefore(n, call("stop", "()V"));
        } else if (n instanceof InvokeDynamicInsnNode d) {
            dynamic(code, d);
        }
    }

    private boolean harmless(MethodInsnNode n) {
        if (!n.owner.startsWith("java")) {
            return true;
        }
        boolean waits = n.owner.equals("java/lang/Object")
                && Set.of("wait", "notify", "notifyAll").contains(n.name);
        return HARMLESS.contains(n.owner + "." + n.name)
                || !waits && pure.computeIfAbsent(n.owner, o -> PURE.matcher(o).matches());
    }

    private void field(InsnList code, FieldInsnNode n) {
        if (n.owner.equals("dev/whittle/runtime/Switch")) {
            if (off) {
                code.set(n, new InsnNode(Opcodes.ICONST_1));
            }
        } else if (volatiles.contains(n.owner + "." + n.name)) {
            code.insertBefore(n, new LdcInsnNode(n.getOpcode() % 2 == 0 ? "reads " + n.name : "writes " + n.name));
            code.insertBefore(n, call("event", "(Ljava/lang/String;)V"));
        }
    }

    private void dynamic(InsnList code, InvokeDynamicInsnNode n) {
        if (!Code.isExit(n)) {
            return;
        }
        String fragment = fragments.get(String.valueOf(n.bsmArgs[1]));
        if (fragment == null || !Twin.BUILD.equals(n.bsmArgs[0])) {
            code.insertBefore(n, call("refuse", "()V"));
        } else {
            code.set(n, new MethodInsnNode(Opcodes.INVOKESTATIC, fragment, n.name, n.desc, false));
        }
    }

    private static MethodInsnNode call(String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, TICKS, name, descriptor, false);
    }

    static String digest(int id, byte[] bytes) {
        return id + "|" + Digests.base64(bytes);
    }

    static Stream<String> volatiles(byte[] bytes) {
        ClassNode node = ClassFiles.parse(bytes);
        return node.fields.stream()
                .filter(f -> (f.access & Opcodes.ACC_VOLATILE) != 0)
                .map(f -> node.name + "." + f.name);
    }
}
