package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;
import dev.whittle.model.Reproducer;
import dev.whittle.model.Verdict;
import dev.whittle.verifier.Fuzzing;
import dev.whittle.verifier.PairVerifier.Pair;
import dev.whittle.verifier.VerificationSettings;
import dev.whittle.verifier.internal.replay.Program;
import dev.whittle.verifier.internal.replay.Replay;
import dev.whittle.verifier.internal.replay.Search;
import dev.whittle.verifier.internal.replay.fuzz.Jazzer;
import dev.whittle.verifier.internal.smt.Bench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Judges one method of two programs: the same code, else a product proof with each guess of where paths meet and with either method in the
 * lead, else a replay.
 */
public final class PairProof {
    /** A wrong guess is given up early: the next may be the right one. */
    private static final int QUERIES = 60;

    /** After so many guesses, methods that differ have mostly given an input to see it with. */
    private static final int EARLY = 4;

    /** What all guesses together may ask. */
    private static final int ALL_QUERIES = 200;

    private static final int SOLVER_STEPS = 100_000;

    private final MethodId method;
    private final boolean renamed;
    private final Map<String, byte[]> first;
    private final Map<String, byte[]> second;
    private final Map<String, byte[]> library;
    private final World world;
    private final Bench bench;
    private final long budget;
    private final Fuzzing fuzzing;
    private final List<SortedMap<Integer, Long>> models = new ArrayList<>();

    private PairProof(Pair pair, Bench bench, VerificationSettings settings) {
        this.bench = bench;
        this.budget = settings.budget();
        this.fuzzing = settings.fuzzing();
        this.method = pair.method();
        this.renamed = !pair.secondOwner().equals(pair.method().owner());
        this.first = PairClasses.plain(pair.first(), method.owner(), method.owner());
        this.second = PairClasses.plain(pair.second(), pair.secondOwner(), method.owner());
        this.library = pair.library();
        this.world = new World(first, library);
    }

    /** @param settings of which the budget is for each guess */
    public static Verdict run(Pair pair, Bench bench, VerificationSettings settings) {
        Verdict verdict = new PairProof(pair, bench, settings).judge();
        return verdict instanceof Verdict.Counterexample c ? named(c, pair.secondOwner()) : verdict;
    }

    /** Only here have both classes the same name. */
    private static Verdict named(Verdict.Counterexample verdict, String secondOwner) {
        Reproducer reproducer = verdict.reproducer();
        return reproducer == null
                ? verdict
                : new Verdict.Counterexample(
                        verdict.input(), verdict.expected(), verdict.actual(), reproducer.against(secondOwner));
    }

    private Verdict judge() {
        Map<String, ClassNode> before = parsed(first);
        Map<String, ClassNode> after = parsed(second);
        MethodNode a = find(before, "first");
        MethodNode b = find(after, "second");
        if (((a.access ^ b.access) & ~Opcodes.ACC_DEPRECATED) != 0) {
            return new Verdict.Unsupported("the method is declared with other modifiers");
        }
        if (a.name.startsWith("<")) {
            return new Verdict.Unsupported("constructors and class initialisers are not compared");
        }
        PairContext context = new PairContext(before, after, method);
        ClassNode owner = Objects.requireNonNull(before.get(method.owner()));
        MethodNode x = a;
        MethodNode y = b;
        String reason = context.difference(a, b);
        boolean own = renamed && (computes(a) || computes(b));
        boolean same = reason.isEmpty() && !own && same(owner, a, b);
        if (!same) {
            x = PairInline.of(world, owner, a);
            y = PairInline.of(world, Objects.requireNonNull(after.get(method.owner())), b);
            reason = context.difference(x, y);
        }
        if (reason.isEmpty()) {
            try {
                Verdict proved = same ? new Verdict.Proved("same code", 0) : decided(owner, x, y, context.shape());
                if (proved != null) {
                    return proved;
                }
                reason = failure;
            } catch (Unproved e) {
                return new Verdict.Unsupported(String.valueOf(e.getMessage()));
            } catch (RuntimeException | StackOverflowError e) {
                return new Verdict.Unsupported("the verifier failed: " + e);
            }
        }
        Verdict unproved = new Verdict.Unsupported(reason);
        Verdict verdict = context.shape().isEmpty() ? replay(reason) : unproved;
        // With another answer of the solver it might have been proved: only a difference counts.
        return fault.isEmpty() || verdict instanceof Verdict.Counterexample ? verdict : unproved;
    }

    private static boolean same(ClassNode owner, MethodNode a, MethodNode b) {
        try {
            return new SameCode(new Code(owner.name, a).verified(), new Code(owner.name, b).verified()).matches(0, 0);
        } catch (Unproved e) {
            return false;
        }
    }

    private String failure = "";
    /** What went wrong with a solver; no more guesses are made then. */
    private String fault = "";

    /** Returns a proof, or else a difference if one shows early, or else null. */
    private @Nullable Verdict decided(ClassNode owner, MethodNode a, MethodNode b, String shape) {
        Code x = new Code(owner.name, a).verified();
        Code y = new Code(owner.name, b).verified();
        if (renamed && (computes(a) || computes(b))) {
            throw new Unproved(
                    "it has a constant that each class computes for itself, and the classes have different names");
        }
        if (new SameCode(x, y).matches(0, 0)) {
            return new Verdict.Proved("same code, helpers in place", 0);
        }
        List<Guess> guesses = new ArrayList<>();
        List<PairJoins> one = PairJoins.of(x, y, world);
        List<PairJoins> other = PairJoins.of(y, x, world);
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            if (i < one.size()) {
                guesses.add(new Guess(x, y, one.get(i)));
            }
            if (i < other.size()) {
                guesses.add(new Guess(y, x, other.get(i)));
            }
        }
        int queries = 0;
        for (int i = 0; i < guesses.size() && queries <= ALL_QUERIES; i++) {
            if (i == EARLY && shape.isEmpty()) {
                early = replay(failure, Search.none());
                replayed = models.size();
                if (early instanceof Verdict.Counterexample) {
                    return early;
                }
            }
            Guess guess = guesses.get(i);
            Solver solver = new Solver(bench, budget, QUERIES, SOLVER_STEPS);
            String why = attempt(owner, guess.follower(), guess.leader(), guess.joins(), solver);
            queries += solver.queries();
            if (why.isEmpty()) {
                return new Verdict.Proved("product", queries);
            }
            models.addAll(solver.models());
            fault = solver.fault();
            if (!fault.isEmpty()) {
                failure = fault;
                return null;
            }
            // What the first guess says is the plainest: it follows the code of the second version.
            failure = failure.isEmpty() ? why : failure;
        }
        return null;
    }

    private @Nullable Verdict early;
    private int replayed;

    private record Guess(Code follower, Code leader, PairJoins joins) {}

    private static boolean computes(MethodNode method) {
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof LdcInsnNode n && n.cst instanceof ConstantDynamic) {
                return true;
            }
        }
        return false;
    }

    private String attempt(ClassNode owner, Code follower, Code leader, PairJoins joins, Solver solver) {
        Terms terms = new Terms();
        Prover prover = new Prover(terms, solver, new Ring());
        Exits exits = new Exits(
                new FragmentCheck(Map.of(), Map.of(), owner, follower, terms, world),
                world,
                method.name(),
                method.descriptor());
        Machine machine = new Machine(
                new Memory(world, owner.name), new RuntimeCalls("", new Facts(), world), world, call -> true);
        try {
            new Product(follower, leader, machine, prover, exits, joins)
                    .prove(MethodProof.entry(world, owner, follower.method, terms));
            solver.recheck(terms);
            return "";
        } catch (Unproved e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Verdict replay(String reason) {
        Verdict known = early;
        if (known != null && replayed == models.size() && fuzzing.runs() == 0) {
            return known;
        }
        return replay(reason, Jazzer.search(fuzzing));
    }

    private Verdict replay(String reason, Search search) {
        Program program = new Program("", first, second, Map.of(), Set.of(), library, List.of(), new TreeMap<>());
        return new Replay(program, true, search).judge(method, reason, models);
    }

    private static Map<String, ClassNode> parsed(Map<String, byte[]> classes) {
        Map<String, ClassNode> parsed = new TreeMap<>();
        classes.forEach((name, bytes) -> parsed.put(name, ClassFiles.parse(bytes)));
        return parsed;
    }

    private MethodNode find(Map<String, ClassNode> classes, String which) {
        ClassNode node = classes.get(method.owner());
        if (node != null) {
            for (MethodNode each : node.methods) {
                if (each.name.equals(method.name())
                        && each.desc.equals(method.descriptor())
                        && each.instructions.size() > 0) {
                    return each;
                }
            }
        }
        throw new BadInputException(
                "The " + which + " version has no code of " + method + ": give the name of a method that both have.");
    }
}
