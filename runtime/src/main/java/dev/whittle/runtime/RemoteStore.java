package dev.whittle.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A store on a server. It is fetched when code first comes back, and kept in a folder under the name of its digest: who has it there needs no
 * server any more. What comes from either is used only if it has the length and the digest that the program names, so neither is trusted.
 *
 * @param uri where it is, {@code http} or {@code https}
 * @param length in bytes
 * @param digest SHA-256, base64 for URLs without padding
 */
record RemoteStore(URI uri, int length, String digest) {
    /** @throws IOException if this is not what a whittled program holds */
    static RemoteStore parse(byte[] content) throws IOException {
        String[] lines = new String(content, StandardCharsets.UTF_8).split("\n");
        try {
            if (lines.length == 3) {
                RemoteStore remote = new RemoteStore(URI.create(lines[0]), Integer.parseInt(lines[1]), lines[2]);
                String scheme = String.valueOf(remote.uri.getScheme());
                boolean plain = remote.digest.indexOf('/') < 0 && remote.digest.indexOf('\\') < 0;
                if ((scheme.equals("http") || scheme.equals("https")) && remote.length >= 0 && plain) {
                    return remote;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("it does not hold a URL, a length and a digest (" + e + ")");
        }
        throw new IOException("it does not hold the URL of a server, a length and a digest");
    }

    /** Returns the store from the folder, or else from the server. */
    StoreLocator.Store find() throws IOException {
        byte[] kept = kept();
        return kept != null
                ? new StoreLocator.Store(String.valueOf(file()), kept)
                : new StoreLocator.Store(uri.toString(), Download.of(this));
    }

    /** Returns true if these are its bytes. */
    boolean isIt(byte[] bytes) {
        return bytes.length == length
                && digest.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(StoreFormat.sha256(bytes)));
    }

    /** Returns where it is kept, or null if there is no such place. */
    private @Nullable Path file() {
        try {
            String folder = System.getProperty("whittle.cache");
            if (folder == null) {
                folder = System.getProperty("user.home") + "/.cache/whittle";
            }
            return folder.isEmpty() ? null : Path.of(folder, digest + ".wcs");
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Returns what is kept if it is the store, and null if not: then it is fetched, and replaced. */
    byte @Nullable [] kept() {
        try {
            Path file = file();
            if (file != null && Files.isRegularFile(file) && Files.size(file) == length) {
                byte[] bytes = Files.readAllBytes(file);
                return isIt(bytes) ? bytes : null;
            }
        } catch (IOException | RuntimeException e) {
            // As if there were none.
            return null;
        }
        return null;
    }

    /** Keeps the store if that can be done: where the disk is full or read-only, the next start fetches it again. */
    void keep(byte[] bytes) {
        Path part = null;
        try {
            Path file = file();
            Path folder = file == null ? null : file.toAbsolutePath().getParent();
            if (file != null && folder != null) {
                if (!Files.isDirectory(folder)) {
                    Files.createDirectories(folder);
                }
                part = Files.createTempFile(folder, "store", ".part");
                Files.write(part, bytes);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException | RuntimeException e) {
            discard(part);
        }
    }

    private static void discard(@Nullable Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException | RuntimeException e) {
            // Nobody reads it.
            return;
        }
    }
}
