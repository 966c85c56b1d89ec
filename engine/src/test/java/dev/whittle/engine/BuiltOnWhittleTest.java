package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Staging;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that hold Whittle's runtime before they are whittled, as its own command line does. */
class BuiltOnWhittleTest {
    @TempDir
    Path folder;

    private Path jar;
    private Path out;

    @BeforeEach
    void places() throws IOException {
        jar = folder.resolve("tool.jar");
        out = folder.resolve("out.jar");
        ProfileFile.write(folder.resolve("tool.wprof"), RetentionTest.profile());
    }

    private void pack(List<Entry> besides) throws IOException {
        List<Entry> entries = new ArrayList<>(besides);
        RetentionTest.PROGRAM.forEach((name, bytes) -> entries.add(new Entry(name + ".class", bytes)));
        Staging.write(jar, new JarContents(entries).toJar());
    }

    private Outcome transform() {
        Path profile = folder.resolve("tool.wprof");
        return new Whittle(Progress.silent())
                .transform(
                        new Request(
                                jar,
                                List.of(),
                                profile,
                                null,
                                Filter.all(),
                                out,
                                true,
                                Require.PROVED,
                                StoreMode.EMBEDDED),
                        null,
                        false);
    }

    @Test
    void theRuntimeIsThereOnceAndStaysAsItIs() throws IOException {
        pack(RuntimeClasses.entries());
        assertThat(transform().report().totals().proved()).isPositive();
        List<Entry> entries = JarContents.read(out).entries();
        assertThat(entries).extracting(Entry::name).doesNotHaveDuplicates();
        assertThat(RuntimeClasses.isWholeIn(new JarContents(entries))).isTrue();
        JvmFork.Result run = JvmFork.run("-cp", out.toString(), "app.Card", "exchange", "sum");
        JvmFork.Result before = JvmFork.run("-cp", jar.toString(), "app.Card", "exchange", "sum");
        assertThat(run.out() + run.err()).isEqualTo(before.out()).contains("wide64");
        assertThat(new Whittle(Progress.silent())
                        .verify(List.of(jar), List.of(out), List.of(), Require.PROVED)
                        .accepted())
                .isTrue();
    }

    @Test
    void anotherRuntimeIsRefused() throws IOException {
        List<Entry> runtime = new ArrayList<>(RuntimeClasses.entries());
        runtime.remove(3);
        pack(runtime);
        assertThatThrownBy(this::transform)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("tool.jar holds another runtime of Whittle");
    }

    @Test
    void whatWasWhittledIsRefused() throws IOException {
        pack(List.of());
        transform();
        jar = out;
        out = folder.resolve("again.jar");
        assertThatThrownBy(this::transform)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("out.jar was whittled before");
    }
}
