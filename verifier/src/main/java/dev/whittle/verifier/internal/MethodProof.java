package dev.whittle.verifier.internal;

import dev.whittle.model.Certificate;
import dev.whittle.model.Verdict;
import dev.whittle.verifier.internal.smt.Bench;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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
    private final long budget;

    /** @param budget of steps that each solver may take */
    MethodProof(String build, World world, Facts facts, Map<Integer, byte[]> fragments, long budget) {
        this.build = build;
        this.world = world;
        this.facts = facts;
        this.fragments = fragments;
        this.budget = budget;
    }

    Attempt attempt(ClassNode before, MethodNode old, MethodNode now, Certificate certificate, Bench bench) {
        if (old.name.startsWith("<")) {
            return Attempt.refused("constructors and class initialisers are not transformed");
        }
        long start = System.nanoTime();
        Solver solver = new Solver(bench, budget);
        Verdict verdict;
        Unproved.Room room = Unproved.Room.NONE;
        try {
            prove(before, old, now, certificate, solver);
            verdict = new Verdict.Proved(certificate.movedWhole() ? "moved whole" : "product", solver.queries());
        } catch (Unproved e) {
            verdict = new Verdict.Unsupported(String.valueOf(e.getMessage()));
            room = e.room();
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever goes wrong here, the method was not proved.
            verdict = new Verdict.Unsupported("the verifier failed: " + e);
        }
        return new Attempt(verdict, room, solver.models(), solver.fault(), System.nanoTime() - start);
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
                throw Unproved.ofForm("the certificate says two things of fragment " + exit.fragment());
            }
        }
        new SingleSites(original, whittled, resumes).check();
        FragmentCheck check = new FragmentCheck(fragments, resumes, before, original, terms, world);
        Exits exits = new Exits(check, world, old.name, old.desc);
        Machine machine = new Machine(
                new Memory(world, before.name), new RuntimeCalls(build, facts, world), world, original::calls);
        new Product(
                        original,
                        whittled,
                        machine,
                        prover,
                        exits,
                        hints(certificate, original, whittled),
                        whittled::isJoin)
                .prove(entry(world, before, old, terms));
        solver.recheck(terms);
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
