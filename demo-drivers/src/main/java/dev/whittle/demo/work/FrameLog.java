package dev.whittle.demo.work;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Every frame that was seen, one a line: session, direction, number, length, SHA-256, bytes. */
public final class FrameLog {
    private final StringBuilder lines = new StringBuilder();

    void add(int session, String direction, int number, byte[] frame) {
        lines.append(session).append(' ').append(direction).append(' ').append(number);
        lines.append(' ').append(frame.length).append(' ').append(digest(frame)).append(' ');
        lines.append(HexFormat.of().formatHex(frame)).append('\n');
    }

    /** The log, in the order in which the frames were seen. */
    public String text() {
        return lines.toString();
    }

    private static String digest(byte[] frame) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(frame));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
