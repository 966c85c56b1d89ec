package dev.whittle.runtime;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;

/**
 * The file that {@code -Dwhittle.learn=FILE} names: what came that the profile had not seen, for {@code whittle plan --refine FILE}. The
 * table of its lines is in {@code docs/refine.md}.
 *
 * <p>Each line stands for itself and is appended by one write to a file that is opened for it: a kill, several threads and several
 * processes with one file lose or tear nothing but the line that is being written. No lock is held; nothing is thrown, since the program
 * is not to fail because of a report. Thread-safe.
 */
final class LearnedFile {
    private static final String MAGIC = "whittle-learned-1";
    /** Lines of one process; each is written once. */
    private static final int MOST = 4096;
    /** Bytes of a line: what is longer would not be one write. */
    private static final int LONGEST = 8000;
    /** Bytes at which a file takes nothing more, from whatever number of processes. */
    private static final long LARGEST = 4 << 20;

    private final String file;
    private final long largest;
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    /** Set by the first failure: what follows half a line could not be read. */
    private final AtomicBoolean told = new AtomicBoolean();

    private LearnedFile(String file, long largest) {
        this.file = file;
        this.largest = largest;
    }

    /** Returns the file of that name, begun. */
    static LearnedFile open(String file) {
        return open(file, LARGEST);
    }

    /** @param largest bytes at which it takes nothing more */
    static LearnedFile open(String file, long largest) {
        LearnedFile learned = new LearnedFile(file, largest);
        // Says that a whittled program ran at all, also where it shows nothing new; and finds a bad name early. The
        // empty line
        // before it ends one that a kill cut short.
        learned.line("\n", "begin");
        return learned;
    }

    /**
     * Cold code came back.
     *
     * @param hot internal name of the hot class
     * @param origin what the store's index says of the method and the place in it
     */
    void cold(String build, String hot, String origin) {
        line("", "cold", build, hot, origin);
    }

    /** A fact was written with another value than the expected one. */
    void fact(String build, String factKey, String expected, String actual) {
        line("", "fact", build, factKey, expected, actual);
    }

    private void line(String before, String... fields) {
        try {
            String line = before + withChecksum(fields);
            if (told.get() || line.length() > LONGEST || written.size() >= MOST || !written.add(line)) {
                return;
            }
            long length = new File(file).length();
            if (length >= largest) {
                tell("it has " + length + " bytes; give it to whittle plan --refine, and begin another");
                return;
            }
            append(line);
        } catch (IOException e) {
            tell(String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            // No room on the heap or the stack, or a security manager: what that costs is a line.
            tell(e.getClass().getName());
        }
    }

    /** Not a channel: an interrupt of the program's thread would close it. */
    private void append(String line) throws IOException {
        try (OutputStream out = new FileOutputStream(file, true)) {
            out.write(line.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void tell(String why) {
        try {
            if (told.compareAndSet(false, true)) {
                System.err.println("whittle: what is learned cannot be written to " + file + " (" + why + ")");
            }
        } catch (Throwable e) {
            return;
        }
    }

    private static String withChecksum(String... fields) {
        StringBuilder line = new StringBuilder(MAGIC);
        for (String field : fields) {
            line.append('\t');
            plain(field, line);
        }
        CRC32 crc = new CRC32();
        crc.update(line.toString().getBytes(StandardCharsets.US_ASCII));
        return line.append('\t')
                .append(Long.toHexString(crc.getValue() | 1L << 32), 1, 9)
                .append('\n')
                .toString();
    }

    /** Names may hold any character, half surrogate pairs and ends of lines too. */
    private static void plain(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '\\') {
                out.append("\\u").append(Integer.toHexString(c | 0x10000), 1, 5);
            } else {
                out.append(c);
            }
        }
    }
}
