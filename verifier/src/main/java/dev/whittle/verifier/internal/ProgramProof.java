package dev.whittle.verifier.internal;

import dev.whittle.bytecode.Digests;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationResult;
import dev.whittle.verifier.VerificationSettings;
import dev.whittle.verifier.internal.replay.Program;
import dev.whittle.verifier.internal.replay.Replay;
import dev.whittle.verifier.internal.replay.fuzz.Jazzer;
import dev.whittle.verifier.internal.smt.Bench;
import dev.whittle.verifier.internal.smt.Benches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Judges a whole program: facts first, then what differs between its classes, then each certified method. */
public final class ProgramProof {
    private final VerificationInput input;
    private final Carried carried;
    private final Benches benches;
    private final VerificationSettings settings;
    private final World world;
    private final Marks marks;
    private final ClassCheck classes;
    private final Shipped shipped;
    private final Facts facts = new Facts();
    private final TreeMap<String, String> classFindings = new TreeMap<>();
    private final TreeMap<MethodId, Verdict> verdicts = new TreeMap<>();
    private final TreeMap<MethodId, String> solverFaults = new TreeMap<>();
    private final Map<String, Set<String>> joining = new TreeMap<>();
    /** Fragments that can be defined and join their nest. */
    private final Map<Integer, byte[]> usable = new TreeMap<>();
    /** No finding speaks against the program. */
    private boolean sound;

    private @Nullable Replay replay;

    private ProgramProof(VerificationInput input, Carried carried, Benches benches, VerificationSettings settings) {
        this.input = input;
        this.carried = carried;
        this.benches = benches;
        this.settings = settings;
        this.world = carried.begin(input);
        this.marks = new Marks(input.facts());
        this.classes = new ClassCheck(world, marks);
        this.shipped = new Shipped(input, world);
    }

    /**
     * @param carried what verifications of other builds of the program left
     * @param benches the solvers
     */
    public static VerificationResult run(
            VerificationInput input, Carried carried, Benches benches, VerificationSettings settings) {
        return new ProgramProof(input, carried, benches, settings).run();
    }

    private VerificationResult run() {
        Map<String, ClassNode> changed = parse(input.whittled(), true);
        Map<String, ClassNode> hot = parse(input.whittled(), false);
        List<ClassNode> all = new ArrayList<>(hot.values());
        all.addAll(fragments(hot));
        Map<String, String> factFindings = new FactCheck(
                        input.build(),
                        world,
                        all,
                        parse(input.library(), false).values(),
                        marks,
                        !marks.none()
                                && (Mentioned.in(input.originals(), Marks.FIELD)
                                        || Mentioned.in(input.library(), Marks.FIELD)))
                .check(input.facts(), facts);
        carried.rest(input, facts, factFindings);
        Set<MethodId> certified = new HashSet<>();
        input.certificates().forEach(c -> certified.add(c.method()));
        for (String name : names()) {
            String finding = finding(name, changed.get(name), certified);
            if (!finding.isEmpty()) {
                classFindings.put(name, finding);
            }
        }
        sound = classFindings.isEmpty() && factFindings.isEmpty();
        judge(input.certificates().stream()
                .map(c -> matter(c, changed.get(c.method().owner())))
                .toList());
        input.certificates().forEach(this::withoutRefused);
        return new VerificationResult(verdicts, classFindings, new TreeMap<>(factFindings), solverFaults);
    }

    /** What was proved of a method is of no use if it leaves for a class that the JVM does not take. */
    private void withoutRefused(Certificate certificate) {
        if (!(verdicts.get(certificate.method()) instanceof Verdict.Proved)) {
            return;
        }
        for (Certificate.ExitPoint exit : certificate.exits()) {
            String refusal =
                    shipped.refusal(exit.fragment(), certificate.method().owner());
            if (!refusal.isEmpty()) {
                verdicts.put(
                        certificate.method(),
                        new Verdict.Unsupported("fragment " + exit.fragment() + " is of no use: " + refusal));
                return;
            }
        }
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(input.originals().keySet());
        names.addAll(input.whittled().keySet());
        return names;
    }

    /** Parses classes; those that cannot be read are left out: they are compared byte by byte. */
    private Map<String, ClassNode> parse(Map<String, byte[]> classes, boolean changedOnly) {
        Map<String, ClassNode> parsed = new TreeMap<>();
        new TreeMap<>(classes).forEach((name, bytes) -> {
            if (changedOnly && Arrays.equals(bytes, input.originals().get(name))) {
                return;
            }
            try {
                parsed.put(name, carried.parse(bytes));
            } catch (BadInputException e) {
                classFindings.computeIfAbsent(name, n -> changedOnly ? "it cannot be read: " + e.getMessage() : "");
            }
        });
        classFindings.values().removeIf(String::isEmpty);
        return parsed;
    }

    private List<ClassNode> fragments(Map<String, ClassNode> shipped) {
        List<ClassNode> nodes = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        new TreeMap<>(input.fragments()).forEach((id, bytes) -> {
            try {
                ClassNode node = carried.parse(bytes);
                nodes.add(node);
                join(id, node, shipped, ids);
            } catch (BadInputException e) {
                // Whoever exits to it is refused.
                return;
            }
        });
        return nodes;
    }

    private void join(int id, ClassNode node, Map<String, ClassNode> shipped, Map<String, Integer> ids) {
        Integer other = ids.putIfAbsent(node.name, id);
        if (other != null) {
            usable.remove(other);
            return;
        }
        boolean taken =
                input.originals().containsKey(node.name) || input.library().containsKey(node.name);
        ClassNode host = node.nestHostClass == null ? null : shipped.get(node.nestHostClass);
        boolean listed = host != null && host.nestMembers != null && host.nestMembers.contains(node.name);
        if (!taken && host != null && listed && !Raise.isOld(host)) {
            joining.computeIfAbsent(host.name, k -> new HashSet<>()).add(node.name);
            boolean stray =
                    !WriteGuards.stray(node, input.build(), input.facts()).isEmpty();
            if (!stray) {
                usable.put(id, input.fragments().get(id));
            }
        }
    }

    private String finding(String name, @Nullable ClassNode after, Set<MethodId> certified) {
        byte[] before = input.originals().get(name);
        byte[] now = input.whittled().get(name);
        if (before == null || now == null) {
            return before == null ? "it is not in the original" : "it is missing";
        }
        if (Arrays.equals(before, now)) {
            return "";
        }
        ClassNode original = world.find(name);
        if (original == null || after == null) {
            return "it differs and cannot be read";
        }
        try {
            String stray = WriteGuards.stray(after, input.build(), input.facts());
            if (!stray.isEmpty()) {
                return stray;
            }
            Set<String> members = joining.getOrDefault(name, Set.of());
            String difference = classes.difference(original, after, members, certified);
            return difference.isEmpty() ? shipped.refusal(name) : difference;
        } catch (RuntimeException e) {
            return "it cannot be compared: " + e;
        }
    }

    /**
     * A method to judge.
     *
     * @param verdict where it needs no proof
     * @param open what is kept of the proof, where it needs one
     * @param task the proof
     */
    private record Matter(
            MethodId method, @Nullable Verdict verdict, Carried.@Nullable Open open, Proving.@Nullable Task task) {
        static Matter refused(MethodId method, String reason) {
            return new Matter(method, new Verdict.Unsupported(reason), null, null);
        }
    }

    private Matter matter(Certificate certificate, @Nullable ClassNode after) {
        MethodId id = certificate.method();
        byte[] bytes = input.originals().get(id.owner());
        ClassNode before = bytes == null ? null : world.find(id.owner());
        if (bytes == null || before == null || !Digests.of(bytes).equals(certificate.original())) {
            return Matter.refused(id, "its certificate is of another class file");
        }
        String finding = classFindings.get(id.owner());
        if (finding != null) {
            return Matter.refused(id, "its class differs otherwise: " + finding);
        }
        MethodNode a = method(before, id);
        MethodNode b = method(after == null ? before : after, id);
        if (a == null || b == null || a.instructions.size() == 0) {
            return Matter.refused(id, "the method has no code");
        }
        byte[] hot = input.whittled().getOrDefault(id.owner(), bytes);
        Carried.Open open = carried.open(input.build(), certificate, hot, b, usable, facts);
        return new Matter(
                id, open.known(), open, (bench, own) -> attempt(certificate, after == null ? null : b, bench, own));
    }

    /** @param now the method's new code, or null if its class is as it was */
    private Attempt attempt(Certificate certificate, @Nullable MethodNode now, Bench bench, World own) {
        ClassNode before = own.find(certificate.method().owner());
        MethodNode a = before == null ? null : method(before, certificate.method());
        if (before == null || a == null) {
            return Attempt.refused("its class cannot be read");
        }
        return new MethodProof(input.build(), own, facts, usable, settings.budget())
                .attempt(before, a, now == null ? a : now, certificate, bench);
    }

    /** Proves in parallel, then runs what needs it and takes down what came of it one after the other, so that nothing depends on the order. */
    private void judge(List<Matter> matters) {
        List<Proving.Task> tasks = new ArrayList<>();
        for (Matter matter : matters) {
            if (matter.verdict() == null && matter.task() != null) {
                tasks.add(matter.task());
            }
        }
        Iterator<Attempt> attempts =
                new Proving(benches, carried::world).all(tasks, settings.jobs()).iterator();
        for (Matter matter : matters) {
            Verdict verdict = matter.verdict();
            Carried.Open open = matter.open();
            if (verdict == null && open != null) {
                Attempt attempt = attempts.next();
                long start = System.nanoTime();
                verdict = attempt.replayed((v, models) -> replay(matter.method(), v, models));
                if (!attempt.fault().isEmpty()) {
                    solverFaults.put(matter.method(), attempt.fault());
                }
                carried.close(open, verdict, attempt.nanos() + System.nanoTime() - start);
            }
            record(matter.method(), verdict == null ? new Verdict.Unsupported("it was not judged") : verdict);
        }
    }

    private void record(MethodId method, Verdict verdict) {
        if (verdicts.put(method, verdict) != null) {
            verdicts.put(method, new Verdict.Unsupported("it has two certificates"));
        }
    }

    /** Nothing is run of a program that is not what its certificates say it is. */
    private Verdict replay(MethodId id, Verdict.Unsupported verdict, List<SortedMap<Integer, Long>> models) {
        if (!sound) {
            return verdict;
        }
        Set<Integer> unusable = new TreeSet<>(input.fragments().keySet());
        unusable.removeAll(usable.keySet());
        Replay known = replay == null
                ? new Replay(
                        new Program(
                                input.build(),
                                input.originals(),
                                input.whittled(),
                                usable,
                                unusable,
                                input.library(),
                                input.facts(),
                                input.inputs()),
                        false,
                        Jazzer.search(settings.fuzzing()))
                : replay;
        replay = known;
        return known.judge(id, verdict.reason(), models);
    }

    private static @Nullable MethodNode method(ClassNode node, MethodId id) {
        return node.methods.stream()
                .filter(m -> m.name.equals(id.name()) && m.desc.equals(id.descriptor()))
                .findFirst()
                .orElse(null);
    }
}
