package dev.whittle.coldstore;

import dev.whittle.model.Fragment;
import dev.whittle.runtime.StoreFormat;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Makes the bytes of a store. Equal fragments give equal bytes. Stateless. */
public final class ColdStoreWriter {
    /** Deflate looks back no further than this. */
    private static final int WINDOW = 32 << 10;

    private ColdStoreWriter() {}

    /** Returns the store, with a dictionary only where that makes it smaller. */
    public static byte[] write(String build, List<Fragment> fragments) {
        List<StoreFormat.Raw> raw = fragments.stream()
                .sorted(Comparator.comparingInt(Fragment::id))
                .map(f -> new StoreFormat.Raw(f.id(), f.className(), f.classBytes()))
                .toList();
        byte[] plain = StoreFormat.write(build, new byte[0], raw);
        byte[] shared = StoreFormat.write(build, dictionary(raw), raw);
        return shared.length < plain.length ? shared : plain;
    }

    /**
     * Returns a sample of the fragments: class files of one jar share most of their constants, and each fragment is unpacked alone. The
     * most useful bytes stand last, nearest in deflate's window.
     */
    private static byte[] dictionary(List<StoreFormat.Raw> fragments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int share = fragments.isEmpty() ? 0 : Math.max(256, 8192 / fragments.size());
        for (StoreFormat.Raw fragment : fragments) {
            if (out.size() >= 8192) {
                break;
            }
            out.write(fragment.classFile(), 0, Math.min(share, fragment.classFile().length));
        }
        byte[] all = out.toByteArray();
        return all.length <= WINDOW ? all : Arrays.copyOfRange(all, all.length - WINDOW, all.length);
    }
}
