package dev.whittle.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the store of a build: the file that {@code -Dwhittle.store} names, else the resource {@code META-INF/whittle/BUILD/store.wcs}, else
 * the file that {@code META-INF/whittle/BUILD/sidecar} names, beside the jar or directory that holds that resource, else that on the server
 * that {@code META-INF/whittle/BUILD/remote} names. Stateless.
 */
final class StoreLocator {
    private StoreLocator() {}

    /** A store's bytes, unchecked, and where they are from. No record: what those have besides would ship with each program. */
    static final class Store {
        private final String place;
        private final byte[] bytes;

        Store(String place, byte[] bytes) {
            this.place = place;
            this.bytes = bytes;
        }

        String place() {
            return place;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** There is no store that can be read. The message is the second half of a sentence about the place. */
    static final class NotFoundException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String place;

        NotFoundException(String place, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.place = place;
        }

        String place() {
            return place;
        }
    }

    /** @param hot the class that needs it */
    static Store find(Class<?> hot, String build) throws NotFoundException {
        Store found = find(hot.getClassLoader(), build);
        URL origin = found == null ? origin(hot) : null;
        if (origin != null) {
            // A loader that was closed finds nothing more, but the classes that it loaded go on.
            try (URLClassLoader again = new URLClassLoader(new URL[] {origin}, null)) {
                found = find(again, build);
            } catch (IOException | SecurityException e) {
                // It is told below.
            }
        }
        if (found == null) {
            throw new NotFoundException(
                    "META-INF/whittle/" + build + "/store.wcs",
                    "the store is not in the program's class path; put it back, or give -Dwhittle.store=FILE.",
                    null);
        }
        return found;
    }

    /** Returns where a class is from, or null. */
    private static @Nullable URL origin(Class<?> hot) {
        try {
            CodeSource source = hot.getProtectionDomain().getCodeSource();
            return source == null ? null : source.getLocation();
        } catch (SecurityException e) {
            return null;
        }
    }

    /** Returns the store that a class loader shows, or null if it shows none. */
    private static @Nullable Store find(@Nullable ClassLoader loader, String build) throws NotFoundException {
        String folder = "META-INF/whittle/" + build + '/';
        String place = folder + "store.wcs";
        try {
            String override = override();
            if (override != null) {
                place = override;
                return file(Path.of(override));
            }
            URL embedded = resource(loader, place);
            if (embedded != null) {
                place = embedded.toString();
                return new Store(place, read(embedded));
            }
            String path = folder + "sidecar";
            URL sidecar = resource(loader, path);
            if (sidecar != null) {
                place = sidecar.toString();
                return file(beside(place, path, read(sidecar)));
            }
            URL remote = resource(loader, folder + "remote");
            if (remote != null) {
                place = remote.toString();
                RemoteStore store = RemoteStore.parse(read(remote));
                place = store.uri().toString();
                return store.find();
            }
            return null;
        } catch (IOException | RuntimeException e) {
            // Class loaders and their URLs are user code: whatever they throw, the store was not to be had this time.
            throw new NotFoundException(
                    place, "it cannot be read (" + e + "); put the store back, or give -Dwhittle.store=FILE.", e);
        }
    }

    /**
     * Returns what is known of a fragment of a build that is shipped without its store, or null if the build is not, or has no such
     * fragment.
     */
    static @Nullable Origin dropped(@Nullable ClassLoader loader, String build, int id) {
        try {
            URL list = override() != null ? null : resource(loader, "META-INF/whittle/" + build + "/dropped");
            if (list == null) {
                return null;
            }
            StringTokenizer lines = new StringTokenizer(new String(read(list), StandardCharsets.UTF_8), "\n");
            String wanted = id + " ";
            while (lines.hasMoreTokens()) {
                String line = lines.nextToken();
                if (line.startsWith(wanted)) {
                    return Origin.of(line.substring(wanted.length()));
                }
            }
            return null;
        } catch (IOException | RuntimeException e) {
            // Then the store is looked for, and what is missing is told.
            return null;
        }
    }

    /** Returns the file that the command line names, or null. */
    static @Nullable String override() {
        try {
            return System.getProperty("whittle.store");
        } catch (SecurityException e) {
            // Who may not read it has not set it.
            return null;
        }
    }

    private static Store file(Path file) throws NotFoundException {
        try (InputStream in = Files.newInputStream(file)) {
            return new Store(file.toString(), StoreFormat.readBounded(in));
        } catch (IOException e) {
            throw new NotFoundException(
                    file.toString(),
                    "the store cannot be read (" + e + "); put it back, or give -Dwhittle.store=FILE.",
                    e);
        }
    }

    private static @Nullable URL resource(@Nullable ClassLoader loader, String path) {
        return loader == null ? ClassLoader.getSystemResource(path) : loader.getResource(path);
    }

    /** Returns the file beside the jar or directory from which a resource was read. */
    private static Path beside(String url, String path, byte[] content) throws IOException {
        String file = new String(content, StandardCharsets.UTF_8).trim();
        if (file.isEmpty() || file.equals("..") || file.indexOf('/') >= 0 || file.indexOf('\\') >= 0) {
            throw new IOException("it does not hold the name of a file");
        }
        if (!url.endsWith('/' + path)) {
            throw new IOException("the class loader gives no place that lies in a jar or directory");
        }
        String root = url.substring(0, url.length() - path.length() - 1);
        boolean jar = root.startsWith("jar:") && root.endsWith("!");
        URI uri = URI.create(jar ? root.substring(4, root.length() - 1) : root);
        return Path.of(uri).resolveSibling(file);
    }

    static byte[] read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        // A cached jar would hide a store that was put back.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return StoreFormat.readBounded(in);
        }
    }
}
