package dev.whittle.verifier.internal.smt;

import dev.whittle.verifier.internal.child.Scratch;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A solver in a process of its own. The process is started with the first question, serves those that follow, and is started anew once
 * it ended; it ends with this JVM.
 */
public final class WorkerEngine implements Engine {
    private static final int KILLED = 128;
    /** So long a process waits for the next question; then it is let go, whoever forgot to close it. */
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final Launch launch;
    private final Limits limits;
    private @Nullable Running running;
    private long serial;
    private long steps;
    private long used;
    private boolean minded;

    public WorkerEngine(Launch launch, Limits limits) {
        this.launch = launch;
        this.limits = limits;
    }

    private record Running(Process process, DataOutputStream out, DataInputStream in, Path scratch) {}

    @Override
    public String name() {
        return launch.name();
    }

    @Override
    public long steps() {
        return steps;
    }

    /** Returns the process that answers now, if there is one. */
    @Nullable
    ProcessHandle process() {
        Running now = running;
        return now == null ? null : now.process().toHandle();
    }

    /** Returns the folder of the process that answers now, if there is one. */
    @Nullable
    Path scratch() {
        Running now = running;
        return now == null ? null : now.scratch();
    }

    @Override
    public synchronized Answer ask(Question question, long limit) {
        try {
            return answer(question, limit);
        } finally {
            used = System.nanoTime();
            mind();
        }
    }

    private Answer answer(Question question, long limit) {
        Running now;
        try {
            now = running();
        } catch (IOException e) {
            return new Answer.Fault(name() + " is missing: " + e.getMessage());
        }
        Watch watch = new Watch(now.process(), limits);
        try (watch) {
            Answer answer = ask(now, question, limit);
            watch.close();
            if (!watch.reason().isEmpty()) {
                drop(now);
            }
            if (answer instanceof Answer.Fault fault) {
                drop(now);
                return new Answer.Fault(name() + " gave no answer: " + fault.reason());
            }
            return answer;
        } catch (Wire.Nonsense e) {
            drop(now);
            return new Answer.Fault("the worker of " + name() + " talked nonsense: " + e.getMessage());
        } catch (IOException e) {
            return new Answer.Fault("the worker of " + name() + " " + end(now, watch));
        }
    }

    private Answer ask(Running now, Question question, long limit) throws IOException {
        String id = Long.toString(++serial);
        List<String> message = new ArrayList<>(List.of(id, Long.toString(limit), question.script()));
        message.addAll(question.values());
        Wire.write(now.out(), message);
        Reply reply = Reply.of(Wire.read(now.in()), id);
        steps += reply.steps();
        return reply.answer();
    }

    private Running running() throws IOException {
        Running now = running;
        if (now == null || !now.process().isAlive()) {
            if (now != null) {
                drop(now);
            }
            Path scratch = Scratch.make("solver");
            try {
                Process process = launch.start(scratch, limits.megabytes());
                now = new Running(
                        process,
                        new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
                        new DataInputStream(new BufferedInputStream(process.getInputStream())),
                        scratch);
            } catch (IOException e) {
                Scratch.delete(scratch);
                throw e;
            }
            running = now;
        }
        return now;
    }

    /** Says how the process ended that gave no answer. */
    private String end(Running now, Watch watch) {
        String words = "";
        try {
            if (!now.process().waitFor(5, TimeUnit.SECONDS)) {
                return "closed its output";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was waited for in vain";
        } finally {
            watch.close();
            words = Launch.lastWords(now.scratch());
            drop(now);
        }
        if (!watch.reason().isEmpty()) {
            return watch.reason();
        }
        int code = now.process().exitValue();
        return (code > KILLED ? "was killed from outside" : "ended") + " (exit code " + code
                + (words.isEmpty() ? ")" : ", " + words + ")");
    }

    private void drop(Running now) {
        running = null;
        now.process().destroyForcibly();
        try {
            now.process().waitFor(5, TimeUnit.SECONDS);
            now.out().close();
        } catch (IOException e) {
            // What was not yet sent is for nobody.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Scratch.delete(now.scratch());
    }

    /** Sees to it that the process ends when it is not asked any more. */
    private void mind() {
        if (!minded && running != null) {
            minded = true;
            Thread thread = new Thread(this::letGo, "whittle-solver-idle");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void letGo() {
        while (true) {
            long left;
            synchronized (this) {
                left = used + IDLE.toNanos() - System.nanoTime();
                if (left <= 0 || running == null) {
                    minded = false;
                    close();
                    return;
                }
            }
            try {
                Thread.sleep(Math.max(1, left / 1_000_000));
            } catch (InterruptedException e) {
                // Nobody interrupts it; it would only look earlier.
                Thread.interrupted();
            }
        }
    }

    @Override
    public synchronized void close() {
        Running now = running;
        if (now != null) {
            drop(now);
        }
    }
}
