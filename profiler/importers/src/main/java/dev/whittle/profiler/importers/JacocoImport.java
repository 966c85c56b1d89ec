package dev.whittle.profiler.importers;

import dev.whittle.model.BadInputException;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.HandlerCount;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.profiler.format.ProfileMerge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.IMethodCoverage;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.tools.ExecFileLoader;

/**
 * Reads JaCoCo's {@code .exec} files. JaCoCo places probes sparsely: code that an exception left early counts as missed although
 * it ran. Its coverage therefore widens what is known to be used and never shows that something is cold. Stateless.
 */
public final class JacocoImport {
    private JacocoImport() {}

    /**
     * Returns the coverage as a profile of incomplete classes. A method that JaCoCo calls missed has 0 entries, one that ran has
     * 1, and one that JaCoCo leaves out of its reports (bridges, {@code values()} of an enum) is absent: it may have run.
     *
     * @param classFiles the class files as they were recorded, by internal name; of another build's class nothing is taken
     * @throws BadInputException if the file cannot be read or is damaged
     */
    public static Profile coverage(Path exec, Map<String, byte[]> classFiles) {
        ExecutionDataStore data = read(exec);
        Set<String> named = new HashSet<>();
        data.getContents().forEach(d -> named.add(d.getName()));
        List<ClassProfile> classes = new ArrayList<>();
        int stale = 0;
        for (Map.Entry<String, byte[]> file : new TreeMap<>(classFiles).entrySet()) {
            if (named.contains(file.getKey())) {
                Analysed analysed = analyse(data, file.getKey(), file.getValue());
                stale += analysed.anotherBuild ? 1 : 0;
                if (!analysed.anotherBuild) {
                    classes.add(new ClassProfile(file.getKey(), digest(file.getValue()), false, analysed.methods));
                }
            }
        }
        String provenance = "jacoco " + exec.getFileName() + ": " + classes.size() + " classes used"
                + (stale == 0 ? "" : ", " + stale + " of another build ignored");
        return new Profile(List.of(provenance), classes, new TreeMap<>());
    }

    /**
     * Returns a recorded profile in which all that the coverage saw run, or cannot exclude, is used: a count of 0 becomes 1 in
     * each method that ran, since coverage does not say which outcomes were taken. Classes that only the coverage saw are added.
     */
    public static Profile widen(Profile recorded, Profile coverage) {
        List<ClassProfile> classes = new ArrayList<>();
        for (ClassProfile type : recorded.classes()) {
            classes.add(coverage.find(type.name(), type.digest())
                    .map(seen -> widen(type, seen))
                    .orElse(type));
        }
        for (ClassProfile seen : coverage.classes()) {
            if (recorded.find(seen.name(), seen.digest()).isEmpty()) {
                classes.add(new ClassProfile(seen.name(), seen.digest(), false, seen.methods()));
            }
        }
        List<String> provenance = new ArrayList<>(recorded.provenance());
        coverage.provenance().forEach(line -> provenance.add("widened by " + line));
        Profile all = new Profile(provenance, classes, recorded.facts(), recorded.inputs());
        // Sorts the classes; nothing is added up.
        return ProfileMerge.merge(List.of(all));
    }

    private static ClassProfile widen(ClassProfile type, ClassProfile seen) {
        List<MethodProfile> methods = new ArrayList<>();
        for (MethodProfile method : type.methods()) {
            boolean missed = seen.find(method.name(), method.descriptor())
                    .filter(m -> m.entries() == 0)
                    .isPresent();
            methods.add(missed ? method : used(method));
        }
        return new ClassProfile(type.name(), type.digest(), type.complete(), methods);
    }

    private static MethodProfile used(MethodProfile method) {
        return new MethodProfile(
                method.name(),
                method.descriptor(),
                Math.max(1, method.entries()),
                method.edges().stream()
                        .map(e -> new EdgeCount(e.ordinal(), e.outcome(), Math.max(1, e.count())))
                        .toList(),
                method.handlers().stream()
                        .map(h -> new HandlerCount(h.ordinal(), Math.max(1, h.count())))
                        .toList(),
                method.paths(),
                method.receivers(),
                method.digest());
    }

    /** @param methods none if JaCoCo cannot analyse the class: then each of them may have run */
    private record Analysed(boolean anotherBuild, List<MethodProfile> methods) {}

    private static Analysed analyse(ExecutionDataStore data, String name, byte[] classFile) {
        CoverageBuilder builder = new CoverageBuilder();
        try {
            new Analyzer(data, builder).analyzeClass(classFile, name);
        } catch (IOException | RuntimeException e) {
            return new Analysed(false, List.of());
        }
        List<MethodProfile> methods = new ArrayList<>();
        for (IClassCoverage type : builder.getClasses()) {
            if (type.isNoMatch()) {
                return new Analysed(true, List.of());
            }
            for (IMethodCoverage method : type.getMethods()) {
                long entries = method.getInstructionCounter().getCoveredCount() > 0 ? 1 : 0;
                methods.add(new MethodProfile(
                        method.getName(), method.getDesc(), entries, List.of(), List.of(), List.of(), List.of()));
            }
        }
        return new Analysed(false, methods);
    }

    private static ExecutionDataStore read(Path exec) {
        ExecFileLoader loader = new ExecFileLoader();
        try {
            if (Files.size(exec) == 0) {
                throw new BadInputException(
                        "JaCoCo file " + exec + " is empty; let the recorded program end by itself.");
            }
            loader.load(exec.toFile());
        } catch (IOException e) {
            throw new BadInputException(
                    "JaCoCo file " + exec + " cannot be read (" + e + "); check the name, or record it again.", e);
        } catch (BadInputException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            // JaCoCo trusts the lengths in its file; a damaged one asks for an array that cannot be.
            throw new BadInputException("JaCoCo file " + exec + " is damaged (" + e + "); record it again.", e);
        }
        return loader.getExecutionDataStore();
    }

    private static ClassDigest digest(byte[] classFile) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(classFile);
            return new ClassDigest(HexFormat.of().formatHex(sum));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }
}
