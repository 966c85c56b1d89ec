package dev.whittle.cfg.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;

/** Class files of the program and, behind them, of the platform that Whittle runs on. Stateless. */
final class PlatformClasses {
    private PlatformClasses() {}

    static @Nullable ClassNode find(ProgramScan program, String name) {
        ClassNode own = program.classes().get(name);
        if (own != null) {
            return own;
        }
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
            return in == null ? null : ClassFiles.parse(in.readAllBytes());
        } catch (IOException | BadInputException e) {
            return null;
        }
    }
}
