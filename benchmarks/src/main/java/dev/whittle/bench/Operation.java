package dev.whittle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/** A measured operation in a jar, from a class loader of its own that shares nothing but the JDK with anybody. */
final class Operation implements AutoCloseable {
    private static final int OPERATIONS = 2000;

    private final URLClassLoader loader;
    private final LongSupplier operation;

    private Operation(URLClassLoader loader, LongSupplier operation) {
        this.loader = loader;
        this.operation = operation;
    }

    /** @throws BenchException if the jar has no such operation */
    static Operation load(Path jar, String type) {
        return load(List.of(jar), type);
    }

    /** @throws BenchException if no jar of them has such an operation */
    static Operation load(List<Path> jars, String type) {
        try {
            URL[] places = new URL[jars.size()];
            for (int i = 0; i < places.length; i++) {
                places[i] = jars.get(i).toUri().toURL();
            }
            URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
            Class<? extends LongSupplier> found = loader.loadClass(type).asSubclass(LongSupplier.class);
            return new Operation(loader, found.getDeclaredConstructor().newInstance());
        } catch (IOException | ReflectiveOperationException | ClassCastException e) {
            throw BenchException.fault("The operation " + type + " of " + jars.get(0) + " cannot be run: " + e);
        }
    }

    LongSupplier operation() {
        return operation;
    }

    /** What many operations return, in order, in one number. */
    long checksum() {
        return checksum(operation);
    }

    static long checksum(LongSupplier operation) {
        long sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            sum = sum * 31 + operation.getAsLong();
        }
        return sum;
    }

    /** @throws BenchException if the sums differ */
    static void requireEqual(String what, long expected, long actual) {
        if (expected != actual) {
            throw BenchException.mismatch(what + " gives another result than it is compared with, " + actual
                    + " instead of " + expected + " over " + OPERATIONS
                    + " operations: nothing was measured, because one of the two is wrong.");
        }
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
