package dev.whittle.demo.work;

import dev.whittle.demo.device.Machine;
import dev.whittle.demo.nic.Nic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs one device after the other under the same sender threads, which go on sending while devices are exchanged. The calling
 * thread binds, receives and unbinds.
 */
public final class Workload {
    /** Threads that send. */
    public static final int SENDERS = 4;

    /** A device to run: its label, and how to get it. */
    public record Stop(String device, Supplier<Machine> machine) {}

    private final int frames;
    private final boolean overlap;
    private final int rounds;
    private final FrameLog log;
    private final Turns turns = new Turns();
    private final Port port = new Port();

    /**
     * Plans a run.
     *
     * @param frames frames to send and frames to receive on each device, a multiple of {@link #SENDERS}
     * @param overlap whether the next device is probed while the threads still send through the last one
     * @param log takes every frame that is seen
     */
    public Workload(int frames, boolean overlap, FrameLog log) {
        if (frames < SENDERS || frames % SENDERS != 0) {
            throw new IllegalArgumentException("the number of frames must be a positive multiple of " + SENDERS);
        }
        this.frames = frames;
        this.overlap = overlap;
        this.rounds = frames / SENDERS;
        this.log = log;
    }

    /** Runs all devices in this order. A workload can be run once. */
    public List<Session> run(List<Stop> stops) {
        List<Thread> senders = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        Deque<Binding> bindings = new ArrayDeque<>();
        try {
            bindings.add(prepare(stops, 0));
            while (!bindings.isEmpty()) {
                Binding current = bindings.element();
                port.bind(current.nic());
                if (current.session() == 0) {
                    startSenders(stops.size(), senders);
                } else {
                    // The turn in which the last device was unbound ends only now that there is another to send
                    // through.
                    turns.done();
                }
                sessions.add(serve(current, stops, bindings));
                port.bind(null);
                bindings.remove().machine().close();
                if (bindings.isEmpty() && sessions.size() < stops.size()) {
                    bindings.add(prepare(stops, sessions.size()));
                }
            }
        } catch (RuntimeException | Error e) {
            turns.fail(e);
            abandon(bindings, e);
            throw original(e);
        } finally {
            join(senders);
        }
        return sessions;
    }

    private Binding prepare(List<Stop> stops, int session) {
        Stop stop = stops.get(session);
        Machine machine = stop.machine().get();
        Link link = new Link(session, machine, log);
        Callable<Nic> probe = () -> Nic.probe(machine.access(), link, Frames.NETWORK);
        return new Binding(stop.device(), session, machine, link, new FutureTask<>(probe));
    }

    private Session serve(Binding current, List<Stop> stops, Deque<Binding> bindings) {
        Nic nic = current.nic();
        int session = current.session();
        for (int round = 0; round < rounds; round++) {
            await(turn(session, round, SENDERS));
            if (overlap && round == rounds / 2 && session + 1 < stops.size()) {
                Binding next = prepare(stops, session + 1);
                bindings.add(next);
                new Thread(next.probe(), "binder").start();
            }
            current.link().settle(nic, round * SENDERS, SENDERS);
            if (round % 3 == 2 && !nic.watch()) {
                throw new WorkException("the link of the " + current.device() + " went down");
            }
            if (round < rounds - 1) {
                turns.done();
            }
        }
        nic.close();
        return current.link().result(current.device(), current.machine().backend(), frames, nic.counters());
    }

    /** Takes the devices away after a failure; what they have to say of it is not what went wrong first. */
    private static void abandon(Deque<Binding> bindings, Throwable failure) {
        for (Binding binding : bindings) {
            try {
                binding.machine().close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private void startSenders(int sessions, List<Thread> senders) {
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            Thread thread = new Thread(() -> send(sender, sessions), "sender-" + sender);
            thread.setDaemon(true);
            senders.add(thread);
            thread.start();
        }
    }

    private void send(int sender, int sessions) {
        try {
            for (int session = 0; session < sessions; session++) {
                for (int round = 0; round < rounds; round++) {
                    var packet = Frames.toSend(round * SENDERS + sender);
                    turns.await(turn(session, round, sender));
                    port.send(packet);
                    turns.done();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            turns.fail(e);
        } catch (RuntimeException | Error e) {
            turns.fail(e);
        }
    }

    private long turn(int session, int round, int actor) {
        return ((long) session * rounds + round) * (SENDERS + 1) + actor;
    }

    private void await(long turn) {
        try {
            turns.await(turn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the senders", e);
        }
    }

    /** What went wrong first, so that a sender's failure is not hidden behind the wait for it. */
    private RuntimeException original(Throwable caught) {
        Throwable first = turns.failure();
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException runtime) {
            return runtime;
        }
        return new IllegalStateException("a sender was interrupted", caught);
    }

    private static void join(List<Thread> senders) {
        for (Thread sender : senders) {
            try {
                sender.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
