package dev.whittle.bytecode;

import dev.whittle.model.ClassDigest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Digests of class files. Stateless. */
public final class Digests {
    private Digests() {}

    /** Returns the identity of a class file: the SHA-256 of its bytes. */
    public static ClassDigest of(byte[] classFile) {
        return new ClassDigest(HexFormat.of().formatHex(sha256(classFile)));
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }

    /** Returns the SHA-256 as the hot class pins it: base64url without padding, 43 characters. */
    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(bytes));
    }
}
