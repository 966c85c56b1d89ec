package dev.whittle.demo.nic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Threads that bind devices, let frames flow, hand bound devices to one another and unbind them, over the driver that is on the class path:
 * the original or what was made of it. In the first third all devices are of the model that was recorded; then each is of a drawn one, and
 * the facts of {@link Tariff} change. All that is drawn follows from the seed but for what threads do to one another.
 */
public final class HotPlug {
    /** Devices that a thread keeps to power on again. */
    private static final int KEPT = 16;

    private final int binds;
    private final int threads;
    private final long seed;
    private final PlugModel recorded;
    private final PlugModel[] models;
    private final PlugTally tally;
    private final List<TariffDesk> desks = new ArrayList<>();
    private final Queue<Plugged> queue = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<Plugged> slots = new AtomicReferenceArray<>(4);
    private final Object lock = new Object();
    private Plugged guarded;

    private HotPlug(Map<String, String> words) {
        binds = Integer.parseInt(words.getOrDefault("binds", "1000"));
        threads = Integer.parseInt(words.getOrDefault("threads", "8"));
        seed = Long.parseLong(words.getOrDefault("seed", "1"));
        recorded = PlugModel.valueOf(words.getOrDefault("recorded", "I82540EM"));
        models = words.containsKey("alone") ? new PlugModel[] {recorded} : PlugModel.values();
        tally = new PlugTally(
                PlugTally.Damage.valueOf(words.getOrDefault("damage", "none").toUpperCase(Locale.ROOT)));
        for (int i = 0; i < 4; i++) {
            desks.add(new TariffDesk(tally));
        }
    }

    /** Runs one round and prints what came of it; ends with code 1 if a result was wrong. */
    public static void main(String[] args) throws InterruptedException {
        long[] result = round(args);
        System.out.printf(
                Locale.ROOT,
                "hot-plug: %d binds, %d frames received, %d sent, %d handed over, %d codes, %d changes, %d wrong%n",
                Arrays.stream(result).boxed().toArray());
        System.exit(result[6] == 0 ? 0 : 1);
    }

    /** Runs one round: binds, frames received and sent, devices handed over, codes, changes of facts, wrong results. */
    public static long[] round(String... args) throws InterruptedException {
        Map<String, String> words = new HashMap<>();
        for (String word : args) {
            words.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        HotPlug plug = new HotPlug(words);
        plug.run();
        PlugTally t = plug.tally;
        return new long[] {
            t.binds.sum(),
            t.received.sum(),
            t.transmitted.sum(),
            t.handed.sum(),
            t.codes.sum(),
            t.changes.sum(),
            t.wrong.sum()
        };
    }

    private void run() throws InterruptedException {
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            Thread thread = new Thread(() -> work(number), "plug-" + i);
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        Deque<PlugDevice> free = new ArrayDeque<>();
        for (Plugged left = take(0); left != null; left = take(0)) {
            unbind(left, free);
        }
    }

    private void work(int number) {
        Random random = new Random(seed * 1000 + number);
        Deque<PlugDevice> free = new ArrayDeque<>();
        int own = binds / threads + (number < binds % threads ? 1 : 0);
        for (int i = 0; i < own; i++) {
            boolean calm = i < own / 3;
            try {
                step(random, free, calm);
            } catch (RuntimeException | Error e) {
                tally.wrong(e.toString());
                e.printStackTrace();
            }
        }
    }

    private void step(Random random, Deque<PlugDevice> free, boolean calm) {
        PlugDevice device = free.isEmpty() ? new PlugDevice(tally::wrong) : free.pop();
        PlugModel model = calm ? recorded : models[random.nextInt(models.length)];
        Plugged plugged = new Plugged(device, model, random.nextLong(), tally);
        run(plugged, random);
        ask(random, calm);
        if (random.nextInt(3) == 0) {
            plugged = handOver(plugged, random.nextInt(6));
        }
        Plugged other = random.nextInt(3) == 0 ? take(random.nextInt(6)) : null;
        for (Plugged each : new Plugged[] {plugged, other}) {
            if (each != null) {
                run(each, random);
                unbind(each, free);
            }
        }
    }

    private static void run(Plugged plugged, Random random) {
        for (int bursts = 1 + random.nextInt(3); bursts > 0; bursts--) {
            plugged.burst();
        }
    }

    private void ask(Random random, boolean calm) {
        TariffDesk desk = desks.get(random.nextInt(desks.size()));
        if (!calm && models.length > 1 && random.nextInt(4) == 0) {
            desk.change(random.nextInt(3));
        }
        for (int i = 0; i < 8; i++) {
            desk.ask(random);
        }
        desk.askAlone(random);
        desk.askMany(random);
    }

    private static void unbind(Plugged plugged, Deque<PlugDevice> free) {
        plugged.unbind();
        if (free.size() < KEPT) {
            free.push(plugged.device());
        }
    }

    /** Leaves a bound device to any thread, in one of three ways; returns what this thread has to see to instead, or null. */
    private Plugged handOver(Plugged plugged, int way) {
        tally.handed.increment();
        if (way == 0) {
            queue.add(plugged);
            return null;
        }
        if (way <= slots.length()) {
            return slots.getAndSet(way - 1, plugged);
        }
        synchronized (lock) {
            Plugged before = guarded;
            guarded = plugged;
            return before;
        }
    }

    private Plugged take(int way) {
        Plugged plugged = way == 0 ? null : way <= slots.length() ? slots.getAndSet(way - 1, null) : takeGuarded();
        if (plugged == null) {
            plugged = queue.poll();
        }
        for (int i = 0; plugged == null && way == 0 && i < slots.length(); i++) {
            plugged = slots.getAndSet(i, null);
        }
        return plugged == null && way == 0 ? takeGuarded() : plugged;
    }

    private Plugged takeGuarded() {
        synchronized (lock) {
            Plugged before = guarded;
            guarded = null;
            return before;
        }
    }
}
