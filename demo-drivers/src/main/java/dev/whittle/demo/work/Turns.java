package dev.whittle.demo.work;

import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is. Threads run at the same time, but what they do to a device happens in one order, turn by turn, so that a
 * recorded run can be replayed whatever the scheduler does.
 */
final class Turns {
    private long now;
    private @Nullable Throwable failure;

    /** Waits for a turn; throws if another thread failed, in which case it never comes. */
    synchronized void await(long turn) throws InterruptedException {
        while (now != turn && failure == null) {
            wait();
        }
        if (failure != null) {
            throw new IllegalStateException("another thread of the workload failed", failure);
        }
    }

    /** Ends this turn. */
    synchronized void done() {
        now++;
        notifyAll();
    }

    /** Lets every thread that waits, or will wait, fail too; the first failure is kept. */
    synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    synchronized @Nullable Throwable failure() {
        return failure;
    }
}
