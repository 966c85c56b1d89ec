package dev.whittle.engine;

import dev.whittle.bytecode.Digests;
import dev.whittle.model.BadInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/** What a whittled program holds of a store on a server, as {@code docs/formats/cold-store.md} has it. Stateless. */
final class Remote {
    private Remote() {}

    /** @throws BadInputException if this is no folder that a program can fetch from */
    static URI folder(String url) {
        try {
            URI uri = new URI(url.endsWith("/") ? url : url + "/");
            boolean fits = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
            if (!fits) {
                throw new BadInputException("The store cannot be kept at " + url
                        + ": give the http or https URL of a folder, without ? and #.");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new BadInputException(
                    "The store cannot be kept at " + url + ", as it is no URL: " + e.getReason(), e);
        }
    }

    /** Returns the name of the file of a program that holds it. */
    static String file(String build) {
        return Packaging.folder(build) + "remote";
    }

    static byte[] reference(URI place, byte[] store) {
        return (place + "\n" + claim(store)).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns true if a program that holds a reference takes a store for the one it needs. */
    static boolean accepts(byte[] reference, byte[] store) {
        String text = new String(reference, StandardCharsets.UTF_8);
        return text.substring(text.indexOf('\n') + 1).equals(claim(store));
    }

    private static String claim(byte[] store) {
        return store.length + "\n" + Digests.base64(store);
    }
}
