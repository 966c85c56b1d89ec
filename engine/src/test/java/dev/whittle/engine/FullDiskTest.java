package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.whittle.model.BadInputException;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.JarBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program is replaced whole or not at all, with its store, certificate and report. */
class FullDiskTest {
    @TempDir
    Path folder;

    private static Map<String, ByteBuffer> files(Path out) throws IOException {
        Map<String, ByteBuffer> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(out)) {
            for (Path file : all.toList()) {
                files.put(String.valueOf(file.getFileName()), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    @Test
    void aProgramThatWasThereStaysWhole() throws IOException {
        Path jar = folder.resolve("main.jar");
        JarBuilder.write(jar, RetentionTest.PROGRAM, Map.of(), null);
        Path profile = folder.resolve("main.wprof");
        ProfileFile.write(profile, RetentionTest.profile());
        Path measured = Files.createDirectories(folder.resolve("measured"));
        transform(jar, profile, measured.resolve("main.jar"), StoreMode.SIDECAR);
        long size = files(measured).values().stream()
                .mapToLong(ByteBuffer::remaining)
                .sum();
        try (FileSystem disk = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setMaxSize(size + size / 2)
                .setBlockSize(64)
                .build())) {
            Path out = Files.createDirectories(disk.getPath("/work/out"));
            transform(jar, profile, out.resolve("main.jar"), StoreMode.SIDECAR);
            Map<String, ByteBuffer> before = files(out);
            assertThat(before.keySet()).containsExactly("main.jar", "main.report.json", "main.wcs", "main.whittle");
            // Another build, as its store is elsewhere.
            assertThatThrownBy(() -> transform(jar, profile, out.resolve("main.jar"), StoreMode.DROP))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith("The output /work/out/main.jar cannot be written (")
                    .hasMessageContaining("disk")
                    .hasMessageEndingWith("What was there before is still there.");
            assertThat(files(out)).isEqualTo(before);
        }
    }

    private static void transform(Path jar, Path profile, Path out, StoreMode store) {
        new Whittle(Progress.silent())
                .transform(
                        new Request(jar, List.of(), profile, null, Filter.all(), out, true, Require.PROVED, store),
                        null,
                        false);
    }
}
