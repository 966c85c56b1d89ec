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
    private @Nullable Hierarchy hierarchy;
    private @Nullable Version before;
    private @Nullable Version after;
    private @Nullable Version off;

    public Replay(Program program) {
        this(program, false);
    }

    /** @param strangers true if neither version was made from the other: then one that takes far longer is nothing to hold against it */
    public Replay(Program program, boolean strangers) {
        this.program = program;
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
        int outcomes = old.probe(id);
        try {
            return new Duel(old, now, switchedOff, id, facts, strangers).run(inputs, outcomes, seed, reason);
        } finally {
            old.unprobe(id);
        }
    }

    private static long seed(MethodId id) {
        byte[] digest = Digests.sha256(id.toString().getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getInt() & 0xffffffffL;
    }
}
