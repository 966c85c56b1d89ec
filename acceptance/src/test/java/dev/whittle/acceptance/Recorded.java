package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.JvmFork;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.tree.ClassNode;

/** Recordings of the driver, over the traces, so that they are the same on every machine. */
final class Recorded {
    private final Path folder;

    Recorded(Path folder) {
        this.folder = folder;
    }

    Path profile(String model) {
        Path profile = folder.resolve(model + ".wprof");
        if (!java.nio.file.Files.exists(profile)) {
            ok(Tools.whittle(
                    "record",
                    "--hot",
                    "0",
                    "-o",
                    profile,
                    "--",
                    JvmFork.java(),
                    "-jar",
                    Tools.demo(),
                    "--device",
                    model,
                    "--backend",
                    "replay"));
        }
        return profile;
    }

    Profile read(String model) {
        return ProfileFile.read(profile(model));
    }

    Path whittled(Path profile, String name) {
        Path output = folder.resolve(name + ".jar");
        ok(Tools.whittle("transform", Tools.demo(), "--profile", profile, "-o", output));
        return output;
    }

    static void ok(JvmFork.Result result) {
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    /** The classes of the driver in a jar, by internal name; not the runtime. */
    static Map<String, ClassNode> classes(Path jar) {
        Map<String, ClassNode> result = new TreeMap<>();
        for (JarContents.Entry entry : JarContents.read(jar).entries()) {
            if (entry.isClass() && entry.name().startsWith("dev/whittle/demo/")) {
                ClassNode node = ClassFiles.parse(entry.bytes());
                result.put(node.name, node);
            }
        }
        return result;
    }
}
