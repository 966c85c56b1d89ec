package dev.whittle.verifier.internal;

import dev.whittle.model.Certificate;
import dev.whittle.model.Verdict;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Judges one transformed method. */
final class MethodProof {
    private final String build;
    private final World world;
    private final Facts facts;
    private final Map<Integer, byte[]> fragments;
    private final BiFunction<Verdict.Unsupported, List<SortedMap<Integer, Long>>, Verdict> replay;

    /** @param replay what is asked where the code has the right form and its equality is not proved */
    MethodProof(
            String build,
            World world,
            Facts facts,
            Map<Integer, byte[]> fragments,
            BiFunction<Verdict.Unsupported, List<SortedMap<Integer, Long>>, Verdict> replay) {
        this.build = build;
        this.world = world;
        this.facts = facts;
        this.fragments = fragments;
        this.replay = replay;
    }

    Verdict judge(ClassNode before, MethodNode old, MethodNode now, Certificate certificate) {
        try (Solver solver = new Solver()) {
            try {
                if (old.name.startsWith("<")) {
                    return new Verdict.Unsupported("constructors and class initialisers are not transformed");
                }
                prove(before, old, now, certificate, solver);
                return new Verdict.Proved(certificate.movedWhole() ? "moved whole" : "product", solver.queries());
            } catch (Unproved e) {
                String failure = solver.failure();
                Verdict.Unsupported verdict =
                        new Verdict.Unsupported(e.getMessage() + (failure.isEmpty() ? "" : "; " + failure));
                return replayed(verdict, solver.models(), e.room());
            } catch (RuntimeException | StackOverflowError e) {
                // Whatever goes wrong here, the method was not proved.
                return new Verdict.Unsupported("the verifier failed: " + e);
            }
        }
    }

    private Verdict replayed(Verdict.Unsupported verdict, List<SortedMap<Integer, Long>> models, Unproved.Room room) {
        return switch (room) {
            case NONE -> verdict;
            case COUNTEREXAMPLE -> replay.apply(verdict, models) instanceof Verdict.Counterexample c ? c : verdict;
            case BOTH -> replay.apply(verdict, models);
        };
    }

    private void prove(ClassNode before, MethodNode old, MethodNode now, Certificate certificate, Solver solver) {
        Code original = new Code(before.name, old);
        Code whittled = new Code(before.name, now).verified();
        Terms terms = new Terms();
        Prover prover = new Prover(terms, solver);
        Map<Integer, Integer> resumes = new HashMap<>();
        for (Certificate.ExitPoint exit : certificate.exits()) {
            Integer other = resumes.put(exit.fragment(), exit.resume());
            if (other != null && other != exit.resume()) {
                throw Unproved.forGood("the certificate says two things of fragment " + exit.fragment());
            }
        }
        FragmentCheck check = new FragmentCheck(fragments, resumes, before, original, terms, world);
        Exits exits = new Exits(check, old.name, old.desc);
        Machine machine = new Machine(new Memory(world, before.name), new RuntimeCalls(build, facts), world);
        new Product(
                        original,
                        whittled,
                        machine,
                        prover,
                        exits,
                        hints(certificate, original, whittled),
                        whittled::isJoin)
                .prove(entry(world, before, old, terms));
    }

    private static Map<Integer, Set<Integer>> hints(Certificate certificate, Code original, Code whittled) {
        Map<Integer, Set<Integer>> hints = new HashMap<>();
        for (Certificate.PositionPair pair : certificate.pairs()) {
            if (pair.original() < original.size() && pair.transformed() < whittled.size()) {
                hints.computeIfAbsent(pair.transformed(), k -> new LinkedHashSet<>())
                        .add(pair.original());
            }
        }
        return hints;
    }

    /** Both at their beginning, over the same arguments and memory. */
    static State entry(World world, ClassNode owner, MethodNode method, Terms terms) {
        Frame frame = new Frame();
        int slot = 0;
        if ((method.access & Opcodes.ACC_STATIC) == 0) {
            frame.store(slot++, terms.app("this", "", 'A'));
        }
        for (Type type : Type.getArgumentTypes(method.desc)) {
            frame.store(slot, terms.app("arg", slot + ":" + type.getDescriptor(), Memory.kind(type)));
            slot += type.getSize();
        }
        State state = new State(terms, frame, frame.copy());
        String at = owner.name;
        while (at != null) {
            // A method runs only once the initialisation of its class, and so of each superclass, has begun in this
            // thread or ended.
            state.known.initialise(at);
            ClassNode node = world.find(at);
            at = node == null || (owner.access & Opcodes.ACC_INTERFACE) != 0 ? null : node.superName;
        }
        return state;
    }
}
