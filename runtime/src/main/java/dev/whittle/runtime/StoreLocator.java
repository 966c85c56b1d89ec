package dev.whittle.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the store of a build: the file that {@code -Dwhittle.store} names, else the resource {@code META-INF/whittle/BUILD/store.wcs}, else
 * the file that {@code META-INF/whittle/BUILD/sidecar} names, beside the jar or directory that holds that resource. Stateless.
 */
final class StoreLocator {
    private StoreLocator() {}

    /** A store's bytes, unchecked, and where they are from. */
    record Store(String place, byte[] bytes) {}

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

    static Store find(@Nullable ClassLoader loader, String build) throws NotFoundException {
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
            if (sidecar == null) {
                throw new NotFoundException(
                        place,
                        "the store is not in the program's class path; put it back, or give -Dwhittle.store=FILE.",
                        null);
            }
            place = sidecar.toString();
            return file(beside(sidecar.toString(), path, read(sidecar)));
        } catch (IOException | RuntimeException e) {
            // Class loaders and their URLs are user code: whatever they throw, the store was not to be had this time.
            throw new NotFoundException(
                    place, "it cannot be read (" + e + "); put the store back, or give -Dwhittle.store=FILE.", e);
        }
    }

    /** Returns the file that the command line names, or null. */
    static @Nullable String override() {
        return System.getProperty("whittle.store");
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
