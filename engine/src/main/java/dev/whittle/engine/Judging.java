package dev.whittle.engine;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.formats.CertificateCodec;
import dev.whittle.formats.WhittleFile;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Certificate;
import dev.whittle.model.Plan;
import dev.whittle.report.Verification;
import dev.whittle.report.Verification.Finding;
import dev.whittle.report.Verification.Kind;
import dev.whittle.runtime.StoreFormat;
import dev.whittle.verifier.Resident;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationResult;
import dev.whittle.verifier.VerificationSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Proves a whittled program from its files. */
final class Judging {
    private final Program original;
    private final List<Path> paths;
    private final List<Path> classPath;
    private final Require require;
    private final VerificationSession session;

    /**
     * @param whittled one for each part of the original, in its order
     * @param session with the proofs that others left
     */
    Judging(Program original, List<Path> whittled, List<Path> classPath, Require require, VerificationSession session) {
        if (whittled.size() != original.parts().size()) {
            throw new BadInputException(
                    "The original has " + original.parts().size() + " entries and the whittled program "
                            + whittled.size() + "; give for each original what it became, in the same order.");
        }
        this.original = original;
        this.paths = whittled;
        this.classPath = classPath;
        this.require = require;
        this.session = session;
    }

    Judgement judge() {
        List<WhittleFile> files = paths.stream()
                .map(path -> CertificateCodec.read(Request.certificate(path)))
                .toList();
        WhittleFile file = WhittleFiles.merge(files);
        List<Finding> findings = new ArrayList<>();
        Map<String, byte[]> hot = new TreeMap<>();
        Map<Integer, byte[]> fragments = new TreeMap<>();
        boolean anyResident = false;
        for (int i = 0; i < paths.size(); i++) {
            ProgramInput part = original.parts().get(i);
            JarContents whittled = joined(part, paths.get(i), file.build(), findings);
            List<Certificate> certificates = files.get(i).certificates();
            boolean resident = files.get(i).store().equals(Companions.LIST);
            anyResident |= resident;
            Set<String> companions = resident ? Companions.expected(whittled, certificates) : Set.of();
            if (resident && !certificates.isEmpty() && !companions.contains(Companions.LIST)) {
                findings.add(new Finding(
                        Kind.FILE,
                        "The file " + Companions.LIST + " does not list the companions that are there.",
                        null));
            }
            Comparison.findings(part, whittled, file.build(), companions)
                    .forEach(what -> findings.add(new Finding(Kind.FILE, what, null)));
            if (!Program.digest(part.contents()).equals(files.get(i).inputDigest())) {
                findings.add(new Finding(
                        Kind.CERTIFICATE,
                        "The certificate was made for another original than " + part.path() + ".",
                        null));
            }
            hot.putAll(classes(part, whittled));
            boolean stores = whittled.find(Packaging.folder(file.build()) + "store.wcs") != null;
            if (resident) {
                fragments.putAll(Companions.fragments(whittled, certificates));
            } else if (stores || !certificates.isEmpty()) {
                Map<Integer, byte[]> here = fragments(whittled, file, paths.get(i), findings);
                // Whichever part's store a class loader shows, it must be the same.
                if (!fragments.isEmpty() && !same(fragments, here)) {
                    findings.add(new Finding(
                            Kind.STORE, "The store of " + paths.get(i) + " differs from that of another part.", null));
                }
                here.forEach(fragments::putIfAbsent);
            }
        }
        VerificationInput input = new VerificationInput(
                file.build(),
                original.classes(),
                hot,
                fragments,
                file.certificates(),
                file.facts().stream()
                        .filter(f -> f.use() instanceof Plan.FactUse.Folded)
                        .toList(),
                ProgramInput.library(classPath));
        VerificationResult result = session.verify(anyResident ? Resident.restored(input) : input);
        return new Judgement(verification(result, findings), session.judged());
    }

    /** Returns what was whittled, together with the jar of cold classes beside it if it names one. */
    private static JarContents joined(ProgramInput part, Path path, String build, List<Finding> findings) {
        JarContents hot = JarContents.read(path);
        String name = ColdJar.named(hot, build);
        if (name == null) {
            return hot;
        }
        List<String> said = new ArrayList<>();
        JarContents cold = JarContents.read(path.resolveSibling(name));
        JarContents joined = ColdJar.join(new ColdJar.Split(hot, cold), part, name, said);
        said.forEach(what -> findings.add(new Finding(Kind.FILE, what, null)));
        return joined;
    }

    private Verification verification(VerificationResult result, List<Finding> before) {
        Places places = new Places(original.classes());
        List<Finding> findings = new ArrayList<>(before);
        result.classFindings()
                .forEach((name, what) ->
                        findings.add(new Finding(Kind.CLASS, "The class " + name + ": " + what, places.of(name))));
        result.factFindings()
                .forEach((key, what) -> findings.add(new Finding(
                        Kind.FACT,
                        "The fact " + key + ": " + what,
                        places.of(key.substring(0, Math.max(0, key.lastIndexOf('.')))))));
        result.solverFaults()
                .forEach((method, what) -> findings.add(new Finding(
                        Kind.SOLVER, "A solver failed in the proof of " + method + ": " + what, places.of(method))));
        List<Verification.Method> methods = result.verdicts().entrySet().stream()
                .map(e -> new Verification.Method(e.getKey(), e.getValue(), places.of(e.getKey())))
                .toList();
        return new Verification(require == Require.TESTED, methods, findings);
    }

    /** Only what stands in both: Comparison finds what came in or went. */
    private static Map<String, byte[]> classes(ProgramInput original, JarContents whittled) {
        Map<String, byte[]> result = new TreeMap<>();
        for (JarContents.Entry entry : whittled.entries()) {
            if (entry.isClass()) {
                String name = entry.name().substring(0, entry.name().length() - ".class".length());
                if (original.classes().containsKey(name)) {
                    ClassFiles.parse(entry.bytes());
                    result.put(name, entry.bytes());
                }
            }
        }
        return result;
    }

    private static boolean same(Map<Integer, byte[]> a, Map<Integer, byte[]> b) {
        return a.keySet().equals(b.keySet())
                && a.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), b.get(e.getKey())));
    }

    private static Map<Integer, byte[]> fragments(
            JarContents whittled, WhittleFile file, Path path, List<Finding> findings) {
        byte[] inside = whittled.find(Packaging.folder(file.build()) + "store.wcs");
        Path beside = Request.sidecar(path);
        String place = inside != null ? path + " (embedded store)" : beside.toString();
        try {
            byte[] bytes = inside != null ? inside : Files.readAllBytes(beside);
            byte[] reference = whittled.find(Remote.file(file.build()));
            if (reference != null && !Remote.accepts(reference, bytes)) {
                findings.add(new Finding(
                        Kind.FILE,
                        "The program " + path + " looks on its server for another store than " + place + ".",
                        null));
            }
            StoreFormat store = StoreFormat.parse(bytes);
            Map<Integer, byte[]> fragments = new TreeMap<>();
            for (StoreFormat.Entry entry : store.entries()) {
                fragments.put(entry.id(), store.fragment(entry));
            }
            return fragments;
        } catch (IOException e) {
            throw new BadInputException(
                    "The cold store " + place + " cannot be used (" + e.getMessage()
                            + "); put the store of this build there.",
                    e);
        }
    }
}
