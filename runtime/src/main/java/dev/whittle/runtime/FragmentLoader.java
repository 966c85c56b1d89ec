package dev.whittle.runtime;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Brings one fragment back: finds the store, checks the pinned digest, defines the class, finds its method.
 *
 * <p>No lock is held at any point, because class loaders and agents are user code and may themselves fall into cold code. Threads that
 * race for the first fragment each read the store, which is kept from then on; the JVM lets one of them define the class, and the others use that class.
 */
final class FragmentLoader {
    /**
     * What was defined for a hot class, by {@code BUILD/ID|DIGEST}. It hangs on the hot class, so it goes when that class goes, also if
     * the runtime stays. The pinned digest is part of the key: names in a store's index are claims, not proofs.
     */
    private static final ClassValue<ConcurrentMap<String, Defined>> DEFINED = new ClassValue<>() {
        @Override
        protected ConcurrentMap<String, Defined> computeValue(Class<?> hot) {
            return new ConcurrentHashMap<>();
        }
    };

    /** What the index of a store has in place of a method where continuations of several methods, each from its beginning, share a fragment. */
    private static final String SHARED = "* ";

    /** A fragment's class. No record: what those have besides would ship with each program. */
    private static final class Defined {
        /** Null until it is defined. */
        private volatile @Nullable Class<?> type;

        /** What the store's index says of the method that it continues, and where. */
        private final String origin;

        Defined(String origin) {
            this.origin = origin;
        }

        boolean isShared() {
            return origin.startsWith(SHARED);
        }
    }

    /** How long a thread waits for another one to tell of the class that it has just defined. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

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

    /** @throws ColdStoreException if it cannot be brought back now; nothing was defined, and a later call may do better */
    static MethodHandle load(
            Lookup caller, String name, MethodType type, @Nullable String build, @Nullable String fragment) {
        return new FragmentLoader(caller, name, type, String.valueOf(build), String.valueOf(fragment)).load();
    }

    /** Has this class loaded with what it needs of the platform. */
    static void prepare() {
        DEFINED.get(FragmentLoader.class);
    }

    private MethodHandle load() {
        Defined defined = defined().get(key());
        Class<?> known = defined == null ? null : defined.type;
        if (defined != null && known != null) {
            admit(defined.origin);
            return method(defined, known);
        }
        int bar = fragment.indexOf('|');
        int id = id(bar);
        String pinned = fragment.substring(bar + 1);
        ClassLoader loader = caller.lookupClass().getClassLoader();
        KeptStore before = KeptStore.of(loader, build);
        StoreFormat.Raw kept = before == null ? null : kept(before, id, pinned);
        if (before != null && kept != null) {
            admit(kept.method());
            return define(kept, before.place());
        }
        StoreLocator.Store store = store(id);
        StoreFormat format = parsed(store);
        StoreFormat.Raw found = find(store, format, id);
        String digest = digest(found);
        if (!digest.equals(pinned)) {
            throw failure(
                    store.place(),
                    "its digest there is " + digest + ", which is not the one that "
                            + caller.lookupClass().getName() + " pins; put the store of this build there.",
                    null);
        }
        KeptStore.keep(loader, store.place(), format);
        admit(found.method());
        return define(found, store.place());
    }

    /** @throws ColdCodeDroppedException if the program was shipped without its cold code; that it was needed is learned */
    private void refuseDropped(int id) {
        Origin indexed = StoreLocator.dropped(caller.lookupClass().getClassLoader(), build, id);
        if (indexed != null) {
            Origin origin = called(indexed);
            ColdEvents.missed(build, hot().replace('.', '/'), origin);
            throw new ColdCodeDroppedException(build, which(), "META-INF/whittle/" + build + "/dropped", origin);
        }
    }

    /** @throws ColdDeniedException if a policy says so */
    private void admit(String indexed) {
        Tripwires wires = Switch.TRIPWIRES;
        if (wires != null) {
            wires.admit(which(), hot(), name, origin(indexed));
        }
    }

    /** Returns the fragment of the store that was read before, or null if that does not hold what is pinned. */
    private static StoreFormat.@Nullable Raw kept(KeptStore store, int id, String pinned) {
        try {
            StoreFormat.Raw found = raw(store.format(), id);
            return found != null && digest(found).equals(pinned) ? found : null;
        } catch (IOException e) {
            // It is read anew, and what is wrong then is told.
            return null;
        }
    }

    private static String digest(StoreFormat.Raw found) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(StoreFormat.sha256(found.classFile()));
    }

    private int id(int bar) {
        try {
            return Integer.parseInt(fragment.substring(0, Math.max(bar, 0)));
        } catch (NumberFormatException e) {
            throw failure(hot(), "its exit does not name a fragment: " + fragment + "; whittle the program again.", e);
        }
    }

    private StoreLocator.Store store(int id) {
        try {
            return StoreLocator.find(caller.lookupClass(), build);
        } catch (StoreLocator.NotFoundException e) {
            refuseDropped(id);
            throw failure(e.place(), e.getMessage(), e.getCause());
        }
    }

    private StoreFormat parsed(StoreLocator.Store store) {
        try {
            StoreFormat format = StoreFormat.parse(store.bytes());
            if (!format.build().equals(build)) {
                throw failure(
                        store.place(),
                        "it belongs to build " + format.build() + ", not " + build
                                + "; put the store of this build there.",
                        null);
            }
            return format;
        } catch (IOException e) {
            throw damaged(store, e);
        }
    }

    private StoreFormat.Raw find(StoreLocator.Store store, StoreFormat format, int id) {
        try {
            StoreFormat.Raw found = raw(format, id);
            if (found == null) {
                throw failure(store.place(), "it does not hold the fragment; put the store of this build there.", null);
            }
            return found;
        } catch (IOException e) {
            throw damaged(store, e);
        }
    }

    private static StoreFormat.@Nullable Raw raw(StoreFormat format, int id) throws IOException {
        for (StoreFormat.Entry entry : format.entries()) {
            if (entry.id() == id) {
                return new StoreFormat.Raw(id, entry.className(), entry.method(), format.fragment(entry));
            }
        }
        return null;
    }

    private ColdStoreException damaged(StoreLocator.Store store, IOException e) {
        return failure(
                store.place(), "the store is damaged: " + e.getMessage() + "; put the store of this build there.", e);
    }

    /** Defines the class, or takes the one that another thread defined. A class of that name from elsewhere is never used. */
    private MethodHandle define(StoreFormat.Raw found, String place) {
        // Its place is made before: without memory for that, a class would be there that nobody finds.
        Defined fresh = new Defined(found.method());
        Defined before = defined().putIfAbsent(key(), fresh);
        Defined cold = before == null ? fresh : before;
        Class<?> type;
        try {
            type = caller.defineClass(found.classFile());
            cold.type = type;
            ColdEvents.loaded(which());
            if (!cold.isShared()) {
                ColdEvents.reached(build, which(), hot().replace('.', '/'), Origin.of(cold.origin));
            }
        } catch (LinkageError e) {
            // Exactly LinkageError says that there is a class of that name; its subclasses say what is wrong with this
            // one.
            type = e.getClass() == LinkageError.class ? definedByAnother(cold) : null;
            if (type == null) {
                throw undefinable(place, e);
            }
        } catch (IllegalAccessException | RuntimeException e) {
            throw undefinable(place, e);
        }
        return method(cold, type);
    }

    /**
     * Waits for the thread that has defined the class to say so, interrupted or not. Between the two that thread runs nothing, so this ends soon;
     * it is bounded because a class of that name may come from elsewhere.
     */
    private static @Nullable Class<?> definedByAnother(Defined cold) {
        long start = System.nanoTime();
        Class<?> type = cold.type;
        while (type == null && System.nanoTime() - start < PATIENCE) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            type = cold.type;
        }
        return type;
    }

    private MethodHandle method(Defined cold, Class<?> type) {
        try {
            MethodHandle method = caller.findStatic(type, name, this.type);
            if (cold.isShared() && ColdEvents.anybodyAsks()) {
                ColdEvents.reached(build, which(), hot().replace('.', '/'), origin(cold.origin));
            }
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw failure(
                    hot(),
                    "the class " + type.getName() + " has no " + name + this.type + "; whittle the program again.",
                    e);
        }
    }

    private Origin origin(String indexed) {
        return called(Origin.of(indexed));
    }

    /** Returns an origin with the method that is called. A static method may take what an instance method is called on, so the hot class is asked. */
    private Origin called(Origin shared) {
        if (!shared.place().startsWith(SHARED)) {
            return shared;
        }
        MethodType original = type;
        try {
            caller.findStatic(caller.lookupClass(), name, type);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            original = type.parameterCount() > 0 ? type.dropParameterTypes(0, 1) : type;
        }
        return shared.of(
                name + original.toMethodDescriptorString(), shared.place().substring(SHARED.length() - 1));
    }

    private ConcurrentMap<String, Defined> defined() {
        return DEFINED.get(caller.lookupClass());
    }

    private String key() {
        return build + '/' + fragment;
    }

    private String hot() {
        return caller.lookupClass().getName();
    }

    private ColdStoreException undefinable(String place, Throwable cause) {
        return failure(place, "its class cannot be defined (" + cause + "); whittle the program again.", cause);
    }

    private ColdStoreException failure(String place, @Nullable String what, @Nullable Throwable cause) {
        String which = which();
        String message = "The cold code of " + which + " cannot be brought back from " + place + ": " + what;
        return new ColdStoreException(build, which, place, message, cause);
    }

    private String which() {
        int bar = fragment.indexOf('|');
        return hot() + "." + name + ", fragment " + (bar < 0 ? fragment : fragment.substring(0, bar));
    }
}
