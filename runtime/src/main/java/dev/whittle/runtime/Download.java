package dev.whittle.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLConnection;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gets a store from its server, once for all threads that need it at the same time, on a thread of its own: those that wait are those that have
 * just left their hot code, and they wait for a bounded time whatever the server does.
 */
final class Download implements Callable<byte[]> {
    /** Most milliseconds without a byte, or without a connection. */
    private static final int SILENCE = 5_000;

    /** Seconds that a whole store may take, unless {@code -Dwhittle.store.seconds} says otherwise. */
    private static final int PATIENCE = 30;

    /** After a failure the server is left alone for so long: each call that needs cold code would wait for it again. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

    private static final ConcurrentMap<RemoteStore, FutureTask<byte[]>> RUNNING = new ConcurrentHashMap<>();

    /** The download that failed last; any thread may replace it. */
    private static volatile @Nullable Download last;

    private final RemoteStore store;
    private final long seconds;

    /** What runs it, to be taken off {@link #RUNNING}. */
    private @Nullable FutureTask<byte[]> task;

    /** Why it failed, and when; for {@link #last} alone. */
    private String why = "";

    private long at;

    private Download(RemoteStore store, long seconds) {
        this.store = store;
        this.seconds = seconds;
    }

    /** @throws IOException if the store is not to be had from its server now */
    static byte[] of(RemoteStore store) throws IOException {
        Download before = last;
        if (before != null && before.store.equals(store) && System.nanoTime() - before.at < PAUSE) {
            throw new IOException(before.why);
        }
        long seconds = Integer.getInteger("whittle.store.seconds", PATIENCE);
        try {
            return awaited(store, begun(store, seconds), seconds);
        } catch (IOException e) {
            Download failed = new Download(store, seconds);
            failed.why = String.valueOf(e.getMessage());
            failed.at = System.nanoTime();
            last = failed;
            throw e;
        }
    }

    private static FutureTask<byte[]> begun(RemoteStore store, long seconds) {
        Download download = new Download(store, seconds);
        FutureTask<byte[]> task = new FutureTask<>(download);
        download.task = task;
        FutureTask<byte[]> running = RUNNING.putIfAbsent(store, task);
        if (running != null) {
            return running;
        }
        try {
            // Nothing of the thread that happens to come here is inherited.
            Thread thread = new Thread(null, task, "whittle-download", 0, false);
            thread.setDaemon(true);
            thread.start();
        } catch (Error e) {
            RUNNING.remove(store, task);
            throw e;
        }
        return task;
    }

    /** An interruption is meant for the program: it is handed on, and not acted on. */
    private static byte[] awaited(RemoteStore store, FutureTask<byte[]> task, long seconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    // The next one does not wait for a thread that may hang for ever.
                    RUNNING.remove(store, task);
                    throw new IOException("the server did not give it within " + seconds + " seconds", e);
                } catch (ExecutionException e) {
                    Throwable cause = e.getCause();
                    throw cause instanceof IOException known && known.getClass() == IOException.class
                            ? known
                            : new IOException(String.valueOf(cause), cause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public byte[] call() throws IOException {
        try {
            // Another download may have ended between the look of who asks and this.
            byte[] kept = store.kept();
            if (kept != null) {
                return kept;
            }
            byte[] bytes = fetched();
            store.keep(bytes);
            return bytes;
        } finally {
            RUNNING.remove(store, task);
        }
    }

    private byte[] fetched() throws IOException {
        URLConnection connection = store.uri().toURL().openConnection();
        connection.setConnectTimeout(SILENCE);
        connection.setReadTimeout(SILENCE);
        connection.setUseCaches(false);
        if (connection instanceof HttpURLConnection http && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("the server answers " + http.getResponseCode());
        }
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = read(in);
            if (!store.isIt(bytes)) {
                throw new IOException("what the server gives does not have the digest " + store.digest());
            }
            return bytes;
        }
    }

    private byte[] read(InputStream in) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        byte[] bytes = new byte[store.length()];
        int got = 0;
        while (got < bytes.length) {
            int n = in.read(bytes, got, bytes.length - got);
            if (n < 0) {
                throw new IOException("the server gives " + got + " bytes instead of " + bytes.length);
            }
            got += n;
            if (System.nanoTime() - end > 0) {
                throw new IOException("the server gave no more than " + got + " of " + bytes.length + " bytes within "
                        + seconds + " seconds");
            }
        }
        if (in.read() >= 0) {
            throw new IOException("the server gives more than " + bytes.length + " bytes");
        }
        return bytes;
    }
}
