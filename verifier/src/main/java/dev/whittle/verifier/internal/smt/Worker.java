package dev.whittle.verifier.internal.smt;

import dev.whittle.verifier.internal.child.Scratch;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The life of a process that holds a solver: answers one question after the other, and ends with whoever asks. */
final class Worker {
    /** Solvers read deeply nested terms by recursion. */
    private static final long STACK = 512L << 20;

    private final Reasoner reasoner;
    private final DataOutputStream out;
    private final BlockingQueue<List<String>> questions = new LinkedBlockingQueue<>();

    private Worker(Reasoner reasoner, DataOutputStream out) {
        this.reasoner = reasoner;
        this.out = out;
    }

    /** What a solver does with a question, within its process. */
    @FunctionalInterface
    interface Reasoner {
        Reply answer(Question question, long steps) throws Exception;
    }

    /** Does not return. */
    static void run(Reasoner reasoner) {
        // What else is printed must not get between the messages.
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        System.setOut(System.err);
        new Worker(reasoner, out).run();
    }

    private void run() {
        Thread thread = new Thread(null, this::solve, "solver", STACK);
        thread.setDaemon(true);
        thread.start();
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        try {
            while (true) {
                questions.add(Wire.read(in));
            }
        } catch (IOException e) {
            end(0);
        }
    }

    private void solve() {
        try {
            while (true) {
                List<String> message = questions.take();
                Reply reply = answer(message);
                Wire.write(out, reply.message(message.get(0)));
                if (reply.answer() instanceof Answer.Fault) {
                    end(1);
                }
            }
        } catch (IOException | InterruptedException e) {
            end(1);
        }
    }

    private Reply answer(List<String> message) {
        try {
            Question question = new Question(message.get(2), message.subList(3, message.size()));
            return reasoner.answer(question, Long.parseLong(message.get(1)));
        } catch (LinkageError e) {
            return new Reply(new Answer.Fault("it is missing: " + e), 0);
        } catch (OutOfMemoryError e) {
            return new Reply(new Answer.Fault("it ran out of memory"), 0);
        } catch (Exception | StackOverflowError e) {
            return new Reply(new Answer.Fault("it failed: " + e), 0);
        }
    }

    /** At once: a solver in the middle of a question would not stop. */
    private static void end(int code) {
        Scratch.delete(Path.of(System.getProperty("java.io.tmpdir")));
        Runtime.getRuntime().halt(code);
    }
}
