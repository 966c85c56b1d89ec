package dev.whittle.profiler.agent.internal;

import java.util.Arrays;

/**
 * Numbers of probes in the order of a class's code. When the class is instrumented again, the same code asks in the same order
 * and gets the same numbers, so that its probes carry on where they were.
 */
final class Numbers {
    private int[] numbers;
    private int at;

    /** @param numbers those to give out again, or none */
    Numbers(int... numbers) {
        this.numbers = numbers.clone();
    }

    /** Gives the next number out again. */
    int next() {
        return numbers[at++];
    }

    /** Keeps a number for later. */
    void keep(int number) {
        if (at == numbers.length) {
            numbers = Arrays.copyOf(numbers, at * 2 + 8);
        }
        numbers[at++] = number;
    }

    int[] kept() {
        return Arrays.copyOf(numbers, at);
    }
}
