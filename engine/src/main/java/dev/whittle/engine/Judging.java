package dev.whittle.engine;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.formats.CertificateCodec;
import dev.whittle.formats.WhittleFile;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Plan;
import dev.whittle.model.Verdict;
import dev.whittle.runtime.StoreFormat;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationResult;
import dev.whittle.verifier.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Proves a whittled program from its files. */
final class Judging {
    private final ProgramInput original;
    private final Path path;
    private final Require require;

    Judging(ProgramInput original, Path whittled, Require require) {
        this.original = original;
        this.path = whittled;
        this.require = require;
    }

    Judgement judge() {
        JarContents whittled = JarContents.read(path);
        WhittleFile file = CertificateCodec.read(Request.certificate(path));
        List<String> findings = new ArrayList<>(Comparison.findings(original, whittled, file.build()));
        if (!Whittle.digest(original.contents()).equals(file.inputDigest())) {
            findings.add("The certificate was made for another original than " + original.path() + ".");
        }
        Map<Integer, byte[]> fragments = file.certificates().isEmpty() ? Map.of() : fragments(whittled, file);
        VerificationResult result = Verifier.verify(new VerificationInput(
                file.build(),
                original.classes(),
                classes(whittled),
                fragments,
                file.certificates(),
                file.facts().stream()
                        .filter(f -> f.use() instanceof Plan.FactUse.Folded)
                        .toList(),
                Map.of()));
        result.classFindings().forEach((name, what) -> findings.add("The class " + name + ": " + what));
        result.factFindings().forEach((key, what) -> findings.add("The fact " + key + ": " + what));
        List<WhittleFile.Judged> verdicts = result.verdicts().entrySet().stream()
                .map(e -> new WhittleFile.Judged(e.getKey(), e.getValue()))
                .sorted(java.util.Comparator.comparing(WhittleFile.Judged::method))
                .toList();
        boolean enough = verdicts.stream().allMatch(v -> enough(v.verdict()));
        return new Judgement(enough && findings.isEmpty(), verdicts, findings);
    }

    private boolean enough(Verdict verdict) {
        return verdict instanceof Verdict.Proved || require == Require.TESTED && verdict instanceof Verdict.Tested;
    }

    /** Only what stands in both: Comparison finds what came in or went. */
    private Map<String, byte[]> classes(JarContents whittled) {
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

    private Map<Integer, byte[]> fragments(JarContents whittled, WhittleFile file) {
        byte[] inside = whittled.find(Packaging.folder(file.build()) + "store.wcs");
        Path beside = Request.sidecar(path);
        String place = inside != null ? path + " (embedded store)" : beside.toString();
        try {
            StoreFormat store = StoreFormat.parse(inside != null ? inside : Files.readAllBytes(beside));
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
