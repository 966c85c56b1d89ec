package dev.whittle.engine;

import dev.whittle.bytecode.Digests;
import dev.whittle.formats.TextOutput;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Verdict;
import dev.whittle.verifier.Proofs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Proofs as small files in a folder, one for each, named by their keys. A file that does not say of itself what it should is as good as
 * none. Its checksum finds damage and not malice: whoever can write to the folder is believed.
 */
final class ProofCache implements Proofs {
    private static final String HEAD = "whittle-proof 1";
    private static final int MOST_BYTES = 4096;

    private final Path folder;

    private ProofCache(Path folder) {
        this.folder = folder;
    }

    /** @throws BadInputException if the folder cannot be made or used, or if everybody can write there */
    static ProofCache open(Path folder) {
        try {
            if (!Files.exists(folder)) {
                make(folder);
            }
            if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw new BadInputException(
                        "The cache of proofs " + folder + " is not a folder that can be written: give another one.");
            }
            if (posix() && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new BadInputException("The cache of proofs " + folder
                        + " can be written by everybody, and what is in it is believed: give a folder of your own.");
            }
            return new ProofCache(folder);
        } catch (IOException e) {
            throw new BadInputException(
                    "The cache of proofs " + folder + " cannot be used: check the folder and its permissions.", e);
        }
    }

    private static void make(Path folder) throws IOException {
        if (posix()) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public Optional<Verdict.Proved> find(String key) {
        Path file = file(key);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return parse(key, new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Accepts only what {@link #text} would have written. */
    private static Optional<Verdict.Proved> parse(String key, String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() != 5
                || !lines.get(3).matches("queries [0-9]{1,9}")
                || !lines.get(2).startsWith("how ")) {
            return Optional.empty();
        }
        Verdict.Proved proof = new Verdict.Proved(
                lines.get(2).substring("how ".length()),
                Integer.parseInt(lines.get(3).substring("queries ".length())));
        return text(key, proof).equals(text) ? Optional.of(proof) : Optional.empty();
    }

    @Override
    public void keep(String key, Verdict.Proved proof) {
        TextOutput.write(file(key), text(key, proof), "cached proof");
    }

    private static String text(String key, Verdict.Proved proof) {
        String said = HEAD + "\nkey " + key + "\nhow " + proof.how() + "\nqueries " + proof.queries() + "\n";
        return said + "sum " + HexFormat.of().formatHex(Digests.sha256(said.getBytes(StandardCharsets.UTF_8))) + "\n";
    }

    private Path file(String key) {
        return folder.resolve(key + ".proof");
    }
}
