package dev.whittle.engine;

import dev.whittle.model.BadInputException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How cold code is kept.
 *
 * @param remote folder on a server, {@code http} or {@code https}, for {@link StoreMode#REMOTE}; null for all others
 */
public record Retention(StoreMode mode, @Nullable URI remote) {
    public Retention {
        if ((mode == StoreMode.REMOTE) != (remote != null)) {
            throw new IllegalArgumentException(mode + " with the server " + remote);
        }
    }

    /** One that needs no server. */
    public static Retention of(StoreMode mode) {
        return new Retention(mode, null);
    }

    /**
     * Returns one that is asked for by a mode and, perhaps, an address.
     *
     * @throws BadInputException if the two do not fit, or the address is none of a server
     */
    public static Retention of(StoreMode mode, @Nullable String url) {
        if (mode != StoreMode.REMOTE) {
            if (url != null) {
                throw new BadInputException("A URL of the store is given, and it is not kept on a"
                        + " server: give --store remote as well, or leave out the URL.");
            }
            return of(mode);
        }
        if (url == null) {
            throw new BadInputException(
                    "A remote store needs a place: give the URL of a folder on a server, with --store-url or"
                            + " -Dwhittle.storeUrl.");
        }
        return new Retention(mode, Remote.folder(url));
    }

    /** Where the store of a build is fetched from: each build has its own place, so that an older program still finds what it needs. */
    URI place(String build) {
        return Objects.requireNonNull(remote, "a server").resolve(build + ".wcs");
    }

    /**
     * Returns what whoever ships the program has to know, one sentence each.
     *
     * @param file the store as it was written
     */
    List<String> remarks(String build, Path file) {
        return switch (mode) {
            case REMOTE ->
                List.of("The program fetches its cold code from " + place(build) + ": put the file " + file
                        + " there.");
            case DROP ->
                List.of(
                        "The program throws a ColdCodeDroppedException where it needs cold code, which the original does"
                                + " not: keep the file " + file + " for -Dwhittle.store=FILE.");
            case EMBEDDED, SIDECAR, RESIDENT -> List.of();
        };
    }
}
