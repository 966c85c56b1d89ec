package dev.whittle.verifier.internal.smt;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How a worker and who asks it talk: messages of a few texts, each with its length before it. */
final class Wire {
    private static final int MAGIC = 0x57534d54;
    private static final int MAX_TEXTS = 100_000;
    private static final int MAX_LENGTH = 256 << 20;

    private Wire() {}

    static void write(DataOutputStream out, List<String> message) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(message.size());
        for (String text : message) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        out.flush();
    }

    /**
     * @throws EOFException if the other end is gone
     * @throws Nonsense if what came is no message
     */
    static List<String> read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new Nonsense("what came does not begin as a message");
        }
        int count = in.readInt();
        if (count < 0 || count > MAX_TEXTS) {
            throw new Nonsense("a message of " + count + " texts");
        }
        List<String> message = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            if (length < 0 || length > MAX_LENGTH) {
                throw new Nonsense("a text of " + length + " bytes");
            }
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            message.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return message;
    }

    /** What came cannot be understood. */
    static final class Nonsense extends IOException {
        private static final long serialVersionUID = 1;

        Nonsense(String message) {
            super(message);
        }
    }
}
