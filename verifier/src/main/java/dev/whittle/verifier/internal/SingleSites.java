package dev.whittle.verifier.internal;

import dev.whittle.bytecode.Cfg;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/**
 * Refuses a second copy of a call site that is linked to one thing. The JVM gives each {@code invokedynamic} instruction a call site of its own
 * (JVMS 6.5). That of a lambda which captures nothing gives the same object each time, so that a copy of the instruction would give another one:
 * a listener that one call adds would not be found by the call that removes it. What a bootstrap method that is not known links may have
 * a state of its own. Whether a program is switched off does not change while it runs: two copies of which each runs only where the other does
 * not are one.
 */
final class SingleSites {
    /** What these link depends on its operands alone, and has no identity. */
    private static final Set<String> STATELESS = Set.of(
            "java/lang/invoke/StringConcatFactory",
            "java/lang/runtime/ObjectMethods",
            "java/lang/runtime/SwitchBootstraps");

    private record Site(String name, String descriptor, Handle bootstrap, List<Object> arguments) {}

    private final Code original;
    private final Code whittled;
    private final Map<Integer, Integer> resumes;

    /** @param resumes where each fragment of the method goes on in the original, by its id */
    SingleSites(Code original, Code whittled, Map<Integer, Integer> resumes) {
        this.original = original;
        this.whittled = whittled;
        this.resumes = resumes;
    }

    void check() {
        Map<Site, Integer> allowed = sites(original, original.cfg.reachable(0, e -> true));
        check(allowed, false);
        check(allowed, true);
    }

    private void check(Map<Site, Integer> allowed, boolean off) {
        BitSet reached = whittled.cfg.reachable(0, e -> !isOnly(e, !off));
        Map<Site, Integer> copies = sites(whittled, reached);
        Map<Site, Set<String>> holders = new HashMap<>();
        for (int fragment : fragments(reached)) {
            int resume = resumes.getOrDefault(fragment, -1);
            if (resume >= 0 && resume < original.size()) {
                sites(original, original.cfg.reachable(resume, e -> true)).forEach((site, times) -> {
                    copies.merge(site, times, Integer::sum);
                    holders.computeIfAbsent(site, s -> new TreeSet<>()).add("fragment " + fragment);
                });
            }
        }
        copies.forEach((site, times) -> {
            if (times > allowed.getOrDefault(site, 0)) {
                throw Unproved.forGood("a lambda or call site that is one object would be in several places, also in "
                        + String.join(" and ", holders.getOrDefault(site, Set.of("the hot code"))));
            }
        });
    }

    /** True if control follows an edge only where the program is switched off, or only where it is not. */
    private boolean isOnly(Cfg.Edge edge, boolean off) {
        int at = edge.from();
        int opcode = at == 0 ? Opcodes.NOP : whittled.at(at).getOpcode();
        boolean asks = (opcode == Opcodes.IFEQ || opcode == Opcodes.IFNE)
                && whittled.at(at - 1) instanceof FieldInsnNode read
                && read.getOpcode() == Opcodes.GETSTATIC
                && read.owner.equals("dev/whittle/runtime/Switch")
                && whittled.cfg.in(at).size() == 1;
        return asks && ((edge.outcome() == 1) == (opcode == Opcodes.IFNE)) == off;
    }

    /** What the hot code leaves for. Where one goes on that the certificate does not name is refused when it is met. */
    private Set<Integer> fragments(BitSet reached) {
        Set<Integer> fragments = new TreeSet<>();
        for (int i = reached.nextSetBit(0); i >= 0; i = reached.nextSetBit(i + 1)) {
            if (whittled.at(i) instanceof InvokeDynamicInsnNode n && RuntimeCalls.isExit(n) && n.bsmArgs.length > 1) {
                String reference = String.valueOf(n.bsmArgs[1]);
                resumes.keySet().stream()
                        .filter(id -> reference.startsWith(id + "|"))
                        .forEach(fragments::add);
            }
        }
        return fragments;
    }

    private static Map<Site, Integer> sites(Code code, BitSet at) {
        Map<Site, Integer> sites = new HashMap<>();
        for (int i = at.nextSetBit(0); i >= 0; i = at.nextSetBit(i + 1)) {
            AbstractInsnNode insn = code.at(i);
            if (insn instanceof InvokeDynamicInsnNode n && isSingle(n)) {
                sites.merge(new Site(n.name, n.desc, n.bsm, Arrays.asList(n.bsmArgs)), 1, Integer::sum);
            }
        }
        return sites;
    }

    /** What the runtime links is judged where it is met. */
    private static boolean isSingle(InvokeDynamicInsnNode n) {
        String bootstrap = n.bsm.getOwner();
        return bootstrap.equals("java/lang/invoke/LambdaMetafactory")
                ? Type.getArgumentTypes(n.desc).length == 0
                : !STATELESS.contains(bootstrap) && !bootstrap.startsWith("dev/whittle/runtime/");
    }
}
