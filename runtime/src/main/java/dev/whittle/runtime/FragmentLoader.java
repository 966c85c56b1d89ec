package dev.whittle.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Brings one fragment back: finds the store, checks the pinned digest, defines the class, finds its method. */
final class FragmentLoader {
    private static final ClassValue<ConcurrentMap<String, Class<?>>> DEFINED = new ClassValue<>() {
        @Override
        protected ConcurrentMap<String, Class<?>> computeValue(Class<?> hot) {
            return new ConcurrentHashMap<>();
        }
    };

    private final Lookup caller;
    private final String name;
    private final MethodType type;
    private final String build;
    private final String fragment;

    private FragmentLoader(Lookup caller, String name, MethodType type, String build, String fragment) {
        this.caller = caller;
        this.name = name;
        this.type = type;
        this.build = build;
        this.fragment = fragment;
    }

    /** @throws ColdStoreException if it cannot be brought back now; nothing was defined */
    static MethodHandle load(Lookup caller, String name, MethodType type, String build, String fragment) {
        return new FragmentLoader(caller, name, type, build, fragment).load();
    }

    private MethodHandle load() {
        int bar = fragment.indexOf('|');
        int id;
        try {
            id = Integer.parseInt(fragment.substring(0, Math.max(bar, 0)));
        } catch (NumberFormatException e) {
            throw failure(
                    "the hot class",
                    "its exit does not name a fragment: " + fragment + "; whittle the program again.",
                    e);
        }
        String hot = caller.lookupClass().getName();
        Store store = store();
        StoreFormat format = parse(store);
        if (!format.build().equals(build)) {
            throw failure(
                    store.place(),
                    "it belongs to build " + format.build() + "; put the store of this build there.",
                    null);
        }
        StoreFormat.Entry entry = format.entries().stream()
                .filter(e -> e.id() == id)
                .findFirst()
                .orElseThrow(() -> failure(
                        store.place(), "it does not hold the fragment; put the store of this build there.", null));
        byte[] classFile = unpack(store, format, entry);
        String digest = Base64.getUrlEncoder().withoutPadding().encodeToString(StoreFormat.sha256(classFile));
        if (!digest.equals(fragment.substring(bar + 1))) {
            throw failure(
                    store.place(),
                    "fragment " + id + " has the digest " + digest + ", which is not the one that " + hot
                            + " pins; put the store of this build there.",
                    null);
        }
        return method(define(entry.className().replace('/', '.'), classFile, store), store);
    }

    private StoreFormat parse(Store store) {
        try {
            return StoreFormat.parse(store.bytes());
        } catch (IOException e) {
            throw failure(
                    store.place(),
                    "the store is damaged: " + e.getMessage() + "; put the store of this build there.",
                    e);
        }
    }

    private byte[] unpack(Store store, StoreFormat format, StoreFormat.Entry entry) {
        try {
            return format.fragment(entry);
        } catch (IOException e) {
            throw failure(
                    store.place(),
                    "the store is damaged: " + e.getMessage() + "; put the store of this build there.",
                    e);
        }
    }

    /** A store's bytes and where they are from. */
    private record Store(String place, byte[] bytes) {}

    private Store store() {
        String override = System.getProperty("whittle.store");
        if (override != null) {
            return file(Path.of(override));
        }
        String folder = "META-INF/whittle/" + build + '/';
        URL embedded = resource(folder + "store.wcs");
        if (embedded != null) {
            try {
                return new Store(embedded.toString(), read(embedded));
            } catch (IOException e) {
                throw failure(embedded.toString(), "the store cannot be read: " + e.getMessage() + "; put it back.", e);
            }
        }
        URL sidecar = resource(folder + "sidecar");
        if (sidecar == null) {
            throw failure(folder + "store.wcs", "the store is not in the program's class path; put it back.", null);
        }
        return file(beside(sidecar));
    }

    private Store file(Path path) {
        try {
            return new Store(path.toString(), Files.readAllBytes(path));
        } catch (IOException e) {
            throw failure(
                    path.toString(),
                    "the store is missing or cannot be read; put it there, the next call tries again.",
                    e);
        }
    }

    private @Nullable URL resource(String path) {
        ClassLoader loader = caller.lookupClass().getClassLoader();
        return loader == null ? ClassLoader.getSystemResource(path) : loader.getResource(path);
    }

    private Path beside(URL sidecar) {
        try {
            String file = new String(read(sidecar), StandardCharsets.UTF_8).trim();
            String url = sidecar.toString();
            if (url.startsWith("jar:")) {
                Path jar = Path.of(URI.create(url.substring(4, url.indexOf("!/"))));
                return jar.resolveSibling(file);
            }
            // root/META-INF/whittle/BUILD/sidecar: the store lies beside root.
            Path root = Objects.requireNonNull(Path.of(URI.create(url)).getParent(), "a resource has a folder")
                    .resolve("../../..")
                    .normalize();
            return root.resolveSibling(file);
        } catch (IOException | IllegalArgumentException e) {
            throw failure(sidecar.toString(), "it does not say where the store is; give -Dwhittle.store=FILE.", e);
        }
    }

    private static byte[] read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        // A cached jar would hide a store that was put back.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    /**
     * Defines the class, or returns the one that another thread defined. The map hangs on the hot class, so it goes when the hot class goes;
     * a failure leaves no entry. A class of that name that did not come from here is never used: defining it fails.
     */
    private Class<?> define(String className, byte[] classFile, Store store) {
        try {
            return DEFINED.get(caller.lookupClass()).computeIfAbsent(className, name -> defineOnce(classFile));
        } catch (DefineException | LinkageError | IllegalArgumentException e) {
            throw failure(
                    store.place(),
                    "the class " + className + " cannot be defined (" + e + "); whittle the program again.",
                    e);
        }
    }

    private Class<?> defineOnce(byte[] classFile) {
        try {
            Class<?> type = caller.defineClass(classFile);
            ColdEvents.loaded(which());
            return type;
        } catch (IllegalAccessException e) {
            throw new DefineException(e);
        }
    }

    /** Carries a checked exception out of the map. */
    private static final class DefineException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DefineException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    private MethodHandle method(Class<?> cold, Store store) {
        try {
            return caller.in(cold).findStatic(cold, name, type);
        } catch (ReflectiveOperationException e) {
            throw failure(
                    store.place(),
                    "the class " + cold.getName() + " has no " + name + type + "; whittle the program again.",
                    e);
        }
    }

    private ColdStoreException failure(String place, String what, @Nullable Throwable cause) {
        String which = which();
        return new ColdStoreException(
                build,
                which,
                place,
                "The cold code of " + which + " cannot be brought back from " + place + ": " + what,
                cause);
    }

    private String which() {
        int bar = fragment.indexOf('|');
        return caller.lookupClass().getName() + "." + name + ", fragment "
                + (bar < 0 ? fragment : fragment.substring(0, bar));
    }
}
