package dev.whittle.bench.subject.models;

import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;

/**
 * Asks a driver of many device models in a loop. The driver's class is made when the jar is packed, with as much code for other models
 * as the subject wants, so that its size is a number and not a wall of source.
 */
public final class Poller implements LongSupplier {
    /** The class that is made; its {@code applyAsLong} takes the model and a word. */
    public static final String DRIVER = "dev.whittle.bench.subject.models.Driver";

    private static final int STEPS = 256;

    private final LongBinaryOperator driver;
    private final int model;
    private long state = 1;

    public Poller() {
        this(0);
    }

    private Poller(int model) {
        this.model = model;
        try {
            driver = Class.forName(DRIVER)
                    .asSubclass(LongBinaryOperator.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the jar lacks its driver", e);
        }
    }

    @Override
    public long getAsLong() {
        long sum = state;
        for (int i = 0; i < STEPS; i++) {
            sum += driver.applyAsLong(model, state + i);
        }
        state = sum;
        return sum;
    }

    /** The recorded workload: the one model that is there. */
    public static void main(String[] args) {
        Poller poller = new Poller();
        long sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += poller.getAsLong();
        }
        System.out.println(sum);
    }
}
