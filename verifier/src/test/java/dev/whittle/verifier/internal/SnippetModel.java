package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** What the verifier's model says that a snippet does: each path with its condition, by the same classes that walk methods in a proof. */
final class SnippetModel {
    /**
     * @param result null if it throws
     * @param remainders results of floating-point remainders in the order in which they are made
     */
    record Path(List<Term> conditions, @Nullable Term result, int trace, List<Term> remainders) {}

    private static final int MAX_STEPS = 2_000;

    private final Machine machine;
    private final Code code;
    private final List<Path> paths = new ArrayList<>();

    private SnippetModel(Code code) {
        World world = new World(Map.of(), Map.of());
        this.machine =
                new Machine(new Memory(world, "S"), new RuntimeCalls("", new Facts(), world), world, call -> true);
        this.code = code;
    }

    static List<Path> paths(Code code, Terms terms, List<Term> arguments) {
        SnippetModel model = new SnippetModel(code);
        Frame frame = new Frame();
        int slot = 0;
        for (Term argument : arguments) {
            frame.store(slot, argument);
            slot += argument.wide() ? 2 : 1;
        }
        model.follow(new State(terms, frame, new Frame()), 0, List.of());
        return model.paths;
    }

    private void follow(State s, int start, List<Term> before) {
        List<Term> remainders = new ArrayList<>(before);
        int at = start;
        for (int i = 0; i < MAX_STEPS; i++) {
            Step step = machine.step(code, at, s.o, s, false);
            if (step instanceof Step.Silent silent) {
                int opcode = code.at(at).getOpcode();
                if (opcode == Opcodes.FREM || opcode == Opcodes.DREM) {
                    remainders.add(s.o.peek(1).get(0));
                }
                at = silent.next();
            } else if (step instanceof Step.Branch branch) {
                for (Step.Way way : branch.ways()) {
                    if (s.known.decide(way.condition()) != s.terms.no) {
                        State t = s.copy();
                        t.learn(way.condition());
                        follow(t, way.target(), remainders);
                    }
                }
                return;
            } else if (step instanceof Step.Check check) {
                State t = s.copy();
                check.learn().forEach(c -> t.learn(s.terms.not(c)));
                end(t, null, Snippet.THREW, remainders);
                if (check.learn().stream().anyMatch(c -> s.known.decide(c) == s.terms.no)) {
                    return;
                }
                check.learn().forEach(s::learn);
            } else if (step instanceof Step.Return r) {
                end(s, r.values().get(0), 0, remainders);
                return;
            } else {
                throw new AssertionError("a snippet shows " + step);
            }
        }
        throw new AssertionError("a snippet does not end");
    }

    private void end(State s, @Nullable Term result, int flag, List<Term> remainders) {
        int trace = (int) s.o.local(8).value() | flag;
        paths.add(new Path(List.copyOf(s.known.facts()), result, trace, List.copyOf(remainders)));
    }
}
