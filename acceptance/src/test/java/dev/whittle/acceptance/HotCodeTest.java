package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Plan;
import dev.whittle.model.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Looks into the whittled jar, at its bytecode alone: no certificate is read but for the verdicts. */
class HotCodeTest {
    private static final String BOARD = "dev/whittle/demo/nic/Board";

    /** The driver's own list of what a frame and an interrupt go through. */
    private static final Map<String, List<String>> PATHS = Map.of(
            "dev/whittle/demo/nic/TxRing",
                    List.of("transmit", "room", "fill", "describeChecksum", "insertTag", "pad", "count", "reclaim"),
            "dev/whittle/demo/nic/RxRing", List.of("poll", "receive", "collect", "refill", "giveBack"),
            "dev/whittle/demo/nic/RxFrames",
                    List.of(
                            "accept",
                            "forThisHost",
                            "fromAnother",
                            "wellFormed",
                            "checksum",
                            "noteManagement",
                            "count"),
            "dev/whittle/demo/nic/Interrupts", List.of("handle", "setPace"));

    private static final String MARKS = Plan.FactUse.Folded.MARKS;

    @TempDir
    static Path folder;

    static List<String> models() {
        return Tools.MODELS;
    }

    @ParameterizedTest
    @MethodSource("models")
    void noHardwareBranchIsLeftOnTheWayOfFramesAndInterrupts(String model) throws IOException {
        Recorded recorded = new Recorded(folder);
        Path whittled = recorded.whittled(recorded.profile(model), model);
        Map<String, ClassNode> before = Recorded.classes(Tools.demo());
        Map<String, ClassNode> after = Recorded.classes(whittled);
        List<String> left = new ArrayList<>();
        int gone = 0;
        int asked = 0;
        for (Map.Entry<String, List<String>> path : PATHS.entrySet()) {
            for (String method : path.getValue()) {
                List<String> was = hardwareBranches(method(before, path.getKey(), method));
                List<String> is = hardwareBranches(method(after, path.getKey(), method));
                // One question to the board stands for all of them, at most once a method.
                if (is.remove(MARKS)) {
                    asked++;
                }
                gone += was.size() - is.size();
                is.forEach(b -> left.add(path.getKey() + "." + method + " " + b));
            }
        }
        assertThat(left).isEmpty();
        assertThat(gone).isGreaterThanOrEqualTo(30);
        assertThat(asked).isBetween(10, gone / 2);
        assertProved(whittled);
    }

    /** Each method that is not merely moved, and each on those paths that ran, has the verdict PROVED. */
    private static void assertProved(Path whittled) throws IOException {
        JsonNode file = Tools.json(Path.of(whittled.toString().replace(".jar", ".whittle")));
        long inside = 0;
        for (JsonNode certificate : file.path("certificates")) {
            inside += certificate.path("movedWhole").asBoolean() ? 0 : 1;
        }
        assertThat(inside).isGreaterThan(30);
        JsonNode report = Tools.json(Path.of(whittled.toString().replace(".jar", ".report.json")));
        long reverted = report.path("totals").path("reverted").asLong();
        assertThat(inside / (double) (inside + reverted)).isGreaterThanOrEqualTo(0.9);
    }

    private static MethodNode method(Map<String, ClassNode> classes, String owner, String name) {
        return classes.get(owner).methods.stream()
                .filter(m -> m.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Conditional jumps whose operands are a field of Board and, where there are two, a constant. */
    private static List<String> hardwareBranches(MethodNode method) {
        List<String> found = new ArrayList<>();
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof FieldInsnNode read
                    && read.getOpcode() == Opcodes.GETFIELD
                    && read.owner.equals(BOARD)) {
                AbstractInsnNode next = next(node);
                int constants = 0;
                while (next != null && isConstant(next)) {
                    constants++;
                    next = next(next);
                }
                if (next instanceof JumpInsnNode && next.getOpcode() != Opcodes.GOTO) {
                    boolean two = next.getOpcode() >= Opcodes.IF_ICMPEQ && next.getOpcode() <= Opcodes.IF_ACMPNE;
                    if (constants == (two ? 1 : 0)) {
                        found.add(read.name);
                    }
                }
            }
        }
        return found;
    }

    private static AbstractInsnNode next(AbstractInsnNode node) {
        AbstractInsnNode next = node.getNext();
        while (next != null && next.getOpcode() < 0) {
            next = next.getNext();
        }
        return next;
    }

    private static boolean isConstant(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        return opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.LDC || opcode == Opcodes.GETSTATIC;
    }

    /** What only other models reach has no image: no method holds more copies of an instruction of a line than its own model reaches. */
    @Test
    void codeThatOnlyOtherModelsReachIsGone() {
        Recorded recorded = new Recorded(folder);
        Map<String, Profile> profiles = new TreeMap<>();
        Tools.MODELS.forEach(m -> profiles.put(m, recorded.read(m)));
        Map<String, ClassNode> original = Recorded.classes(Tools.demo());
        int checked = 0;
        for (String model : Tools.MODELS) {
            Map<String, ClassNode> hot = Recorded.classes(recorded.whittled(recorded.profile(model), model + "-image"));
            List<String> images = new ArrayList<>();
            for (ClassNode node : original.values()) {
                for (MethodNode method : node.methods) {
                    if (method.instructions.size() == 0 || method.name.startsWith("<")) {
                        continue;
                    }
                    BitSet own = reached(profiles.get(model), node, method);
                    BitSet others = new BitSet();
                    Tools.MODELS.forEach(m -> others.or(reached(profiles.get(m), node, method)));
                    others.andNot(own);
                    checked += others.cardinality();
                    MethodNode now = hot.get(node.name).methods.stream()
                            .filter(m -> m.name.equals(method.name) && m.desc.equals(method.desc))
                            .findFirst()
                            .orElseThrow();
                    Map<String, Integer> allowed = census(method, own);
                    Map<String, Integer> foreign = census(method, others);
                    BitSet all = new BitSet();
                    all.set(0, Cfg.of(now).size());
                    census(now, all).forEach((what, n) -> {
                        if (foreign.containsKey(what) && n > allowed.getOrDefault(what, 0)) {
                            images.add(model + " " + node.name + "." + method.name + ": " + what);
                        }
                    });
                }
            }
            assertThat(images).isEmpty();
        }
        assertThat(checked).isGreaterThan(500);
    }

    private static BitSet reached(Profile profile, ClassNode node, MethodNode method) {
        Profile.MethodProfile counts = profile.classes().stream()
                .filter(c -> c.name().equals(node.name))
                .flatMap(c -> c.find(method.name, method.desc).stream())
                .findFirst()
                .orElse(null);
        if (counts == null || counts.entries() == 0) {
            return new BitSet();
        }
        Map<String, Long> edges = new HashMap<>();
        counts.edges().forEach(e -> edges.put(e.ordinal() + ":" + e.outcome(), e.count()));
        Map<Integer, Long> handlers = new HashMap<>();
        counts.handlers().forEach(h -> handlers.put(h.ordinal(), h.count()));
        Cfg cfg = Cfg.of(method);
        return cfg.reachable(
                0,
                e -> e.kind() == Cfg.Kind.HANDLER
                        ? handlers.getOrDefault(e.to(), 0L) > 0
                        : e.outcome() < 0 || edges.getOrDefault(e.from() + ":" + e.outcome(), 0L) > 0);
    }

    /** Counts instructions that say something of their own, by line and operands. Loads, constants and jumps occur in exits too. */
    private static Map<String, Integer> census(MethodNode method, BitSet which) {
        Map<String, Integer> result = new HashMap<>();
        Cfg cfg = Cfg.of(method);
        which.stream().forEach(i -> {
            AbstractInsnNode node = cfg.instructions().get(i);
            String what = null;
            if (node instanceof MethodInsnNode m) {
                what = m.owner + "." + m.name + m.desc;
            } else if (node instanceof FieldInsnNode f && !f.name.equals("OFF")) {
                what = node.getOpcode() + f.owner + "." + f.name;
            } else if (node instanceof TypeInsnNode t) {
                what = node.getOpcode() + t.desc;
            } else if (node instanceof LdcInsnNode l) {
                what = "ldc " + l.cst;
            } else if (node instanceof IntInsnNode n) {
                what = "push " + n.operand;
            } else if (!(node instanceof VarInsnNode)
                    && node.getOpcode() >= Opcodes.IALOAD
                    && node.getOpcode() <= Opcodes.DCMPG
                    && (node.getOpcode() < Opcodes.POP || node.getOpcode() > Opcodes.SWAP)) {
                what = "op " + node.getOpcode();
            }
            if (what != null) {
                result.merge("line " + cfg.instructions().line(i) + " " + what, 1, Integer::sum);
            }
        });
        return result;
    }
}
