package dev.whittle.runtime;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The store that was read last, so that what comes back after the first fragment does not read and check it again. It is held softly, its
 * class loader weakly. Whoever takes a fragment from it compares the pinned digest, and reads anew where that differs.
 *
 * <p>Thread-safe: immutable, but for the one that is kept, which any thread may replace.
 */
final class KeptStore {
    private static volatile @Nullable SoftReference<KeptStore> last;

    private final WeakReference<ClassLoader> loader;
    private final @Nullable String override;
    private final String place;
    private final StoreFormat format;

    private KeptStore(ClassLoader loader, @Nullable String override, String place, StoreFormat format) {
        this.loader = new WeakReference<>(loader);
        this.override = override;
        this.place = place;
        this.format = format;
    }

    /** Returns the store of a build as a class loader showed it before, or null if it is not kept. */
    static @Nullable KeptStore of(@Nullable ClassLoader loader, String build) {
        SoftReference<KeptStore> reference = last;
        KeptStore kept = reference == null ? null : reference.get();
        return kept != null
                        && loader != null
                        && kept.loader.get() == loader
                        && kept.format.build().equals(build)
                        && Objects.equals(kept.override, StoreLocator.override())
                ? kept
                : null;
    }

    /** Keeps a store in place of the one before. That of the boot loader's classes is not kept. */
    static void keep(@Nullable ClassLoader loader, String place, StoreFormat format) {
        if (loader != null) {
            last = new SoftReference<>(new KeptStore(loader, StoreLocator.override(), place, format));
        }
    }

    String place() {
        return place;
    }

    StoreFormat format() {
        return format;
    }
}
