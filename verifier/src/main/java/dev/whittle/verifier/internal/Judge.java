package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Verdict;
import dev.whittle.runtime.StoreFormat;
import dev.whittle.verifier.Verifier;
import dev.whittle.verifier.internal.smt.Launch;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.analysis.Analyzer;

/** Who makes the proofs: the verifier's own code, what it calls, and the platform whose classes it reads. */
final class Judge {
    private static final List<Class<?>> CODE = List.of(
            Verifier.class,
            ClassFiles.class,
            Verdict.class,
            StoreFormat.class,
            ClassReader.class,
            ClassNode.class,
            Analyzer.class);

    private static final List<String> PLATFORM =
            List.of("java.runtime.version", "java.vendor", "java.vm.name", "java.vm.version", "os.name", "os.arch");

    private Judge() {}

    /**
     * Returns a digest, or nothing where the code cannot be found again: a version's number alone is not enough.
     *
     * @param settings that a verdict may depend on
     */
    static Optional<String> identity(String settings) {
        ProofKey key = new ProofKey().add("whittle proofs 2").add(settings);
        try {
            Set<Path> places = new TreeSet<>();
            for (Class<?> type : CODE) {
                CodeSource source = type.getProtectionDomain().getCodeSource();
                if (source == null || source.getLocation() == null) {
                    return Optional.empty();
                }
                places.add(Path.of(source.getLocation().toURI()));
            }
            ClassLoader loader = Judge.class.getClassLoader();
            for (Launch solver : List.of(Launch.z3(loader), Launch.cvc5(loader))) {
                places.addAll(placesIfAny(solver));
            }
            for (Path place : places) {
                add(key, place);
            }
            Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
            key.add(Files.isRegularFile(modules) ? Long.toString(Files.size(modules)) : "");
        } catch (IOException | URISyntaxException | IllegalArgumentException | SecurityException e) {
            return Optional.empty();
        }
        PLATFORM.forEach(name -> key.add(System.getProperty(name, "")));
        return Optional.of(key.hex());
    }

    /** A solver that is missing here is missing as often as the proof is made: it makes none. */
    private static List<Path> placesIfAny(Launch solver) {
        try {
            return solver.places();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void add(ProofKey key, Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            key.add(place);
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                key.add(place.relativize(file).toString()).add(file);
            }
        }
    }
}
