package dev.whittle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StagingTest {
    private static final int ROOM = 100_000;

    private FileSystem disk;
    private Path folder;

    @BeforeEach
    void disk() throws IOException {
        disk = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setMaxSize(ROOM)
                .setBlockSize(100)
                .build());
        folder = Files.createDirectories(disk.getPath("/work/out"));
    }

    @AfterEach
    void close() throws IOException {
        disk.close();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static Map<String, byte[]> contents(String... texts) {
        return Stream.of(texts).collect(Collectors.toMap(t -> "in/" + t + ".txt", StagingTest::text));
    }

    @Test
    void allTakeTheirPlacesTogether() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        Files.createDirectories(folder.resolve("c"));
        Files.writeString(folder.resolve("c/gone"), "old");
        try (Staging staging = new Staging()) {
            staging.file(folder.resolve("a"), text("new"));
            staging.file(folder.resolve("deep/b"), text("b"));
            staging.folder(folder.resolve("c"), contents("x", "y"));
            assertThat(files())
                    .containsEntry("a", "old")
                    .containsEntry("c/gone", "old")
                    .doesNotContainKey("deep/b");
            staging.commit();
        }
        assertThat(files()).isEqualTo(Map.of("a", "new", "deep/b", "b", "c/in/x.txt", "x", "c/in/y.txt", "y"));
    }

    /** As the folder for temporary files is on some machines. */
    @Test
    void aFolderMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
        Staging.write(link.resolve("a"), text("a"));
        assertThat(folder.resolve("real/a")).hasContent("a");
    }

    /** Who names a folder by mistake does not lose what is in it. */
    @Test
    void aFileDoesNotTakeThePlaceOfAFolder() throws IOException {
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/work"), "work");
        assertThatThrownBy(() -> Staging.write(folder.resolve("mine"), text("new")))
                .isInstanceOf(IOException.class)
                .hasMessage("/work/out/mine: is a folder, and a file is to be written");
        assertThat(files()).isEqualTo(Map.of("mine/work", "work"));
    }

    @Test
    void aFolderDoesNotTakeThePlaceOfAFile() throws IOException {
        Files.writeString(folder.resolve("mine"), "work");
        assertThatThrownBy(() -> {
                    try (Staging staging = new Staging()) {
                        staging.folder(folder.resolve("mine"), contents("x"));
                        staging.commit();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("/work/out/mine: is a file, and a folder is to be written");
        assertThat(files()).isEqualTo(Map.of("mine", "work"));
    }

    @Test
    void aFullDiskLeavesWhatWasThere() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        assertThatThrownBy(() -> {
                    try (Staging staging = new Staging()) {
                        staging.file(folder.resolve("a"), text("new"));
                        staging.folder(folder.resolve("c"), contents("x"));
                        staging.file(folder.resolve("b"), new byte[ROOM]);
                        staging.commit();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("disk");
        assertThat(files()).isEqualTo(Map.of("a", "old"));
    }

    /** A folder that is not empty stands where a file is to go: the renames before it are undone. */
    @Test
    void whatHadTakenItsPlaceIsPutBackIfAnotherCannot() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        Files.createDirectories(folder.resolve("d"));
        Files.writeString(folder.resolve("d/old"), "old");
        assertThatThrownBy(() -> {
                    try (Staging staging = new Staging()) {
                        staging.file(folder.resolve("a"), text("new"));
                        staging.file(folder.resolve("n"), text("new"));
                        staging.folder(folder.resolve("d"), contents("x"));
                        staging.file(folder.resolve("e"), text("e"));
                        // Somebody deletes what was staged last.
                        try (Stream<Path> all = Files.list(folder)) {
                            for (Path file : all.filter(
                                            f -> f.getFileName().toString().startsWith(".e."))
                                    .toList()) {
                                Files.delete(file);
                            }
                        }
                        staging.commit();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(files()).isEqualTo(Map.of("a", "old", "d/old", "old"));
    }
}
