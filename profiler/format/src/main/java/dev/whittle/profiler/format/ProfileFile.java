package dev.whittle.profiler.format;

import dev.whittle.model.BadInputException;
import dev.whittle.model.Profile;
import dev.whittle.model.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The profile file, laid out as {@code docs/formats/profile.md} says. Stateless and thread-safe. */
public final class ProfileFile {
    static final int MAGIC = 0x57505246; // WPRF
    static final int VERSION = 3;

    /** From this one on with digests of methods. */
    static final int WITH_DIGESTS = 3;

    /** From this one on with recorded arguments. */
    static final int WITH_INPUTS = 2;

    /** The oldest that is still read. */
    static final int FIRST_VERSION = 1;

    static final int HEADER = 20;
    private static final int CHECKED_HEADER = 16;

    /** Largest body, unpacked, in bytes: far above any real profile, and small enough to be held. */
    private static final int LARGEST_BODY = 1 << 28;

    /** Deflate packs at most about 1032 bytes into one; a body that claims more is not honest. */
    private static final long LARGEST_RATIO = 1100;

    private ProfileFile() {}

    /**
     * Reads and validates a whole profile.
     *
     * @throws BadInputException if the file cannot be read, or is not an undamaged profile of a known version
     */
    public static Profile read(Path file) {
        try {
            return decode(bytes(file));
        } catch (Damage e) {
            throw new BadInputException("Profile " + file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Writes a profile beside its place and then renames it, so that a reader sees the old file or the new one and nothing between.
     *
     * @throws BadInputException if the file cannot be written there, or the profile holds what the format cannot
     */
    public static void write(Path file, Profile profile) {
        byte[] bytes = encode(profile);
        if (file.toAbsolutePath().getParent() == null) {
            throw new BadInputException("Profile " + file + " cannot be written: it names no file; give a file name.");
        }
        try {
            Staging.write(file, bytes);
        } catch (IOException e) {
            throw new BadInputException(
                    "Profile " + file + " cannot be written (" + e + "); check that the place exists and has room.", e);
        }
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_BODY + HEADER + 1);
            if (bytes.length > LARGEST_BODY + HEADER) {
                throw new Damage("it is larger than any profile; check the name");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new BadInputException("Profile " + file + " does not exist; record one with the agent first.", e);
        } catch (IOException e) {
            throw new BadInputException("Profile " + file + " cannot be read (" + e + "); check the file's rights.", e);
        }
    }

    static byte[] encode(Profile profile) {
        byte[] body = ProfileEncoder.encode(profile);
        if (body.length > LARGEST_BODY) {
            throw new BadInputException("The profile is larger than a profile file may be; record fewer classes.");
        }
        byte[] packed = pack(body);
        ByteBuffer out = ByteBuffer.allocate(HEADER + packed.length);
        out.putInt(MAGIC).putInt(VERSION).putInt(packed.length).putInt(body.length);
        out.putInt(checksum(out.array(), packed)).put(packed);
        return out.array();
    }

    static Profile decode(byte[] file) {
        if (file.length < HEADER) {
            throw new Damage("it ends inside its header, at byte " + file.length + "; record it again");
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        if (in.getInt() != MAGIC) {
            throw new Damage("it does not start with WPRF, so it is not a Whittle profile; check the name");
        }
        int version = in.getInt();
        if (version < FIRST_VERSION || version > VERSION) {
            throw new Damage("it has format version " + Integer.toUnsignedString(version) + " and this Whittle reads "
                    + FIRST_VERSION + " to " + VERSION + "; use the Whittle that recorded it");
        }
        int packedLength = in.getInt();
        int bodyLength = in.getInt();
        if (packedLength != file.length - HEADER) {
            throw new Damage("its header at byte 8 names a length of " + Integer.toUnsignedString(packedLength)
                    + " bytes and " + (file.length - HEADER) + " follow; record it again");
        }
        int checksum = in.getInt();
        byte[] packed = new byte[packedLength];
        in.get(packed);
        if (checksum != checksum(file, packed)) {
            throw new Damage("its checksum at byte 16 does not match its bytes; record it again");
        }
        if (bodyLength < 0 || bodyLength > LARGEST_BODY || bodyLength > (packedLength + 1) * LARGEST_RATIO) {
            throw new Damage("its header at byte 12 names an impossible length; record it again");
        }
        return ProfileDecoder.decode(unpack(packed, bodyLength), version);
    }

    private static int checksum(byte[] header, byte[] packed) {
        CRC32 crc = new CRC32();
        crc.update(header, 0, CHECKED_HEADER);
        crc.update(packed);
        return (int) crc.getValue();
    }

    private static byte[] pack(byte[] body) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(body);
            deflater.finish();
            ByteSink out = new ByteSink();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.bytes(buffer, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] unpack(byte[] packed, int length) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] body = new byte[length];
            int at = 0;
            while (at < length) {
                int got = inflater.inflate(body, at, length - at);
                if (got == 0) {
                    throw new Damage("its body unpacks to " + at + " bytes instead of " + length + "; record it again");
                }
                at += got;
            }
            // One more byte tells a body that ends here from one that is longer than it claims.
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished() || inflater.getRemaining() != 0) {
                throw new Damage("its body is longer than its header says; record it again");
            }
            return body;
        } catch (DataFormatException e) {
            throw new Damage("its body cannot be unpacked; record it again");
        } finally {
            inflater.end();
        }
    }
}
