package dev.whittle.verifier.internal.replay;

import dev.whittle.bytecode.Digests;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.RecordedInput;
import dev.whittle.model.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/**
 * Replays methods of one program in both versions. Takes the same steps for the same program each time: nothing is timed, and what is drawn
 * is drawn from a seed that the method's name gives.
 */
public final class Replay {
    /** Deep enough for as many calls as the steps allow, whatever their frames hold. */
    private static final long STACK = 512L << 20;

    private final Program program;
    private final Map<String, Plan.FactPlan> facts = new TreeMap<>();
    private final boolean strangers;
    private final Search search;
    private @Nullable Hierarchy hierarchy;
    private @Nullable Version before;
    private @Nullable Version after;
    private @Nullable Version off;

    /**
     * @param strangers true if neither version was made from the other: then one that takes far longer is nothing to hold against it
     * @param search who else looks for inputs, where those that are made up here show nothing
     */
    public Replay(Program program, boolean strangers, Search search) {
        this.program = program;
        this.search = search;
        this.strangers = strangers;
        program.facts().forEach(f -> facts.put(f.field().key(), f));
    }

    /**
     * Judges a method that was not proved.
     *
     * @param reason why it was not
     * @param models arguments, by local index, that the proof could not rule out
     * @return {@link Verdict.Tested} if both versions agreed on all inputs, {@link Verdict.Counterexample} if they differ on one, and
     *     {@link Verdict.Unsupported} if the method cannot be run
     */
    public Verdict judge(MethodId method, String reason, List<SortedMap<Integer, Long>> models) {
        AtomicReference<Verdict> verdict = new AtomicReference<>(new Verdict.Unsupported(reason));
        Runnable work = () -> {
            try {
                verdict.set(replay(method, reason, models));
            } catch (NotReplayable e) {
                verdict.set(new Verdict.Unsupported(reason + "; cannot be replayed: " + e.getMessage()));
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                verdict.set(new Verdict.Unsupported(reason + "; cannot be replayed: the replay failed: " + e));
            }
        };
        Thread thread = new Thread(null, work, "whittle-replay", STACK);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return Objects.requireNonNull(verdict.get());
    }

    private Verdict replay(MethodId id, String reason, List<SortedMap<Integer, Long>> models) {
        try (Bout bout = prepare(id, models)) {
            try {
                Verdict verdict = bout.duel.run(bout.inputs, bout.outcomes, bout.seed, reason);
                return verdict instanceof Verdict.Tested t ? searched(bout, models, t) : verdict;
            } catch (NotReplayable e) {
                Search.Result result = search(bout, models);
                return result.found().orElseThrow(() -> new NotReplayable(e.getMessage() + result.said()));
            }
        }
    }

    private Verdict searched(Bout bout, List<SortedMap<Integer, Long>> models, Verdict.Tested tested) {
        Search.Result result = search(bout, models);
        return result.found()
                .orElseGet(() -> new Verdict.Tested(
                        tested.inputs(), tested.coverage(), tested.seed(), tested.reason() + result.said()));
    }

    /** What a search finds is run here once more: nothing is claimed of what another process says. */
    private Search.Result search(Bout bout, List<SortedMap<Integer, Long>> models) {
        Search.Answer answer = search.look(bout.question(program, models, strangers));
        for (byte[] bytes : answer.inputs()) {
            Verdict verdict = bout.judge(bytes);
            if (verdict != null) {
                return new Search.Result(Optional.of(verdict), "");
            }
        }
        return new Search.Result(Optional.empty(), answer.said().isEmpty() ? "" : "; " + answer.said());
    }

    /** All that is needed to run one method again and again. */
    public static final class Bout implements AutoCloseable {
        private final MethodId method;
        private final Version old;
        private final Duel duel;
        private final Inputs inputs;
        private final int outcomes;
        private final long seed;

        private Bout(MethodId method, Version old, Duel duel, Inputs inputs, long seed) {
            this.method = method;
            this.old = old;
            this.duel = duel;
            this.inputs = inputs;
            this.seed = seed;
            this.outcomes = old.probe(method);
        }

        /** Runs the input that bytes stand for, and returns true if both versions differ on it. */
        public boolean differ(byte[] bytes) {
            return duel.differ(inputs.decode(bytes), inputs);
        }

        private Search.Question question(Program program, List<SortedMap<Integer, Long>> models, boolean strangers) {
            return new Search.Question(program, method, models, strangers, inputs.seeds(), seed);
        }

        private @Nullable Verdict judge(byte[] bytes) {
            return duel.judge(inputs.decode(bytes), "found by fuzzing");
        }

        @Override
        public void close() {
            old.unprobe(method);
        }
    }

    /** @param models arguments, by local index, that a proof could not rule out */
    public Bout prepare(MethodId id, List<SortedMap<Integer, Long>> models) {
        Hierarchy classes = hierarchy == null ? new Hierarchy(program) : hierarchy;
        hierarchy = classes;
        List<MethodNode> versions = classes.methods(id.owner(), id.name(), id.descriptor());
        if (versions.isEmpty() || id.name().startsWith("<")) {
            throw new NotReplayable("it has no code that can be called");
        }
        MethodNode method = versions.get(0);
        Candidates candidates = new Candidates(classes);
        for (Type type : Type.getArgumentTypes(id.descriptor())) {
            candidates.add(type);
        }
        List<String> receivers = Receivers.of(classes, candidates, id, method);
        receivers.forEach(candidates::addReceiver);
        List<MethodNode> reached = Receivers.safe(classes, candidates, id, receivers);
        List<MethodNode> ordered = new ArrayList<>(versions);
        ordered.addAll(reached);
        Generator generator = new Generator(classes, candidates, Pool.of(ordered), program.facts());
        long seed = seed(id);
        List<RecordedInput> given = new ArrayList<>(program.inputs().getOrDefault(id, List.of()));
        given.addAll(Inputs.ofModels(method, models));
        Inputs inputs = new Inputs(
                generator, method, (method.access & Opcodes.ACC_STATIC) != 0 ? List.of() : receivers, given, seed);
        Version old = before == null ? Version.original(program, classes) : before;
        Version now = after == null ? Version.whittled(program, classes, false) : after;
        Version switchedOff = off == null ? Version.whittled(program, classes, true) : off;
        before = old;
        after = now;
        off = switchedOff;
        return new Bout(id, old, new Duel(old, now, switchedOff, id, facts, strangers), inputs, seed);
    }

    private static long seed(MethodId id) {
        byte[] digest = Digests.sha256(id.toString().getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getInt() & 0xffffffffL;
    }
}
