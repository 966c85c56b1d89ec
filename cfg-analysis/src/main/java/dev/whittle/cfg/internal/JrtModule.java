package dev.whittle.cfg.internal;

import com.ibm.wala.classLoader.Module;
import com.ibm.wala.classLoader.ModuleEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Class files for WALA, from memory or from the running platform: its own loaders know neither. */
final class JrtModule implements Module {
    private final List<Entry> entries = new ArrayList<>();

    private JrtModule() {}

    /** The java.base module of the running platform. */
    static JrtModule javaBase() {
        JrtModule module = new JrtModule();
        Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base");
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(p -> p.toString().endsWith(".class") && !p.toString().endsWith("module-info.class"))
                    .forEach(p -> module.add(root.relativize(p).toString(), () -> read(p)));
        } catch (IOException e) {
            throw new UncheckedIOException("the platform's own classes cannot be read", e);
        }
        return module;
    }

    static JrtModule of(Map<String, byte[]> classes) {
        JrtModule module = new JrtModule();
        classes.forEach((name, bytes) -> module.add(name + ".class", () -> bytes));
        return module;
    }

    private void add(String name, Supplier<byte[]> bytes) {
        entries.add(new Entry(this, name, bytes));
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Iterator<? extends ModuleEntry> getEntries() {
        return entries.iterator();
    }

    private record Entry(Module container, String name, Supplier<byte[]> bytes) implements ModuleEntry {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isClassFile() {
            return true;
        }

        @Override
        public boolean isSourceFile() {
            return false;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes.get());
        }

        @Override
        public boolean isModuleFile() {
            return false;
        }

        @Override
        public Module asModule() {
            throw new UnsupportedOperationException("a class file is no module");
        }

        @Override
        public String getClassName() {
            return name.substring(0, name.length() - ".class".length());
        }

        @Override
        public Module getContainer() {
            return container;
        }

        @Override
        public boolean equals(@org.jspecify.annotations.Nullable Object o) {
            return o == this;
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
