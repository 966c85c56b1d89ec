package dev.whittle.engine;

import dev.whittle.bytecode.Digests;
import dev.whittle.bytecode.JarContents;
import dev.whittle.formats.CertificateCodec;
import dev.whittle.formats.PlanCodec;
import dev.whittle.formats.ResultsCodec;
import dev.whittle.formats.WhittleFile;
import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.Plan;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.WhittleReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole of Whittle behind one door. Thread-safe as far as its {@link Progress} is. */
public final class Whittle {
    private final Progress progress;

    public Whittle(Progress progress) {
        this.progress = progress;
    }

    /**
     * Returns the graph of each method of the input that the filter accepts, by method.
     *
     * @throws BadInputException if a file that the request names cannot be used
     */
    public List<MethodGraph> analyze(Request request) {
        ProgramInput input = read(request);
        try (Planning planning = Planning.open(input, request, progress)) {
            return planning.allGraphs();
        }
    }

    /**
     * Returns what would be done.
     *
     * @throws BadInputException if a file that the request names cannot be used
     */
    public Plan plan(Request request) {
        ProgramInput input = read(request);
        try (Planning planning = Planning.open(input, request, progress)) {
            return planning.plan();
        }
    }

    /**
     * Whittles: plans, transforms, proves, takes back what was not proved, and writes.
     *
     * @param given the plan to carry out, or null to make one from the profile
     * @param dryRun do everything but write
     * @throws BadInputException if a file that the request names cannot be used, or an output is there already
     */
    public Outcome transform(Request request, @Nullable Plan given, boolean dryRun) {
        ProgramInput input = read(request);
        try (Planning planning = Planning.open(input, request, progress)) {
            Plan plan = given == null ? planning.plan() : given;
            String build = buildId(input, plan, request);
            Rewriting.Result result =
                    new Rewriting(input.classes(), planning.library(), build, request.require(), progress).run(plan);
            progress.stage("package");
            Packaging packaging = Packaging.of(input, result.classes(), build, request.store(), request.output());
            WhittleReport report = new ReportBuilder(input.classes(), planning::graph)
                    .build(build, result, sizes(input, result, packaging));
            List<String> warnings = new ArrayList<>(input.warnings());
            warnings.addAll(planning.warnings());
            return finish(request, input, build, result, packaging, report, dryRun, warnings);
        }
    }

    private Outcome finish(
            Request request,
            ProgramInput input,
            String build,
            Rewriting.Result result,
            Packaging packaging,
            WhittleReport report,
            boolean dryRun,
            List<String> warnings) {
        WhittleFile certificate = new WhittleFile(
                build,
                digest(input.contents()),
                digest(packaging.program()),
                request.store() == StoreMode.EMBEDDED
                        ? Packaging.folder(build) + "store.wcs"
                        : String.valueOf(Request.sidecar(request.output()).getFileName()),
                result.plan().facts(),
                result.classes().stream()
                        .flatMap(c -> c.certificates().stream())
                        .toList(),
                result.refusals(),
                result.verdicts().entrySet().stream()
                        .map(e -> new WhittleFile.Judged(e.getKey(), e.getValue()))
                        .toList());
        List<Path> written = dryRun
                ? List.of()
                : packaging
                        .with(Request.certificate(request.output()), CertificateCodec.toText(certificate))
                        .with(Request.report(request.output()), ResultsCodec.toText(report))
                        .write(request.output(), Files.isDirectory(request.input()), request.force());
        return new Outcome(result.plan(), report, certificate, written, warnings);
    }

    /**
     * Proves a whittled program against its original once more, from the files alone.
     *
     * @throws BadInputException if one of them, the certificate or the store cannot be used
     */
    public Judgement verify(Path original, Path whittled, Require require) {
        progress.stage("verify");
        return new Judging(ProgramInput.read(original), whittled, require).judge();
    }

    /**
     * Returns the report that was written beside a whittled program.
     *
     * @throws BadInputException if it is missing, damaged or of another build
     */
    public WhittleReport report(Path whittled) {
        WhittleReport report = ResultsCodec.read(Request.report(whittled));
        String build = CertificateCodec.read(Request.certificate(whittled)).build();
        if (!report.build().equals(build)) {
            throw new BadInputException("The report beside " + whittled + " is of build " + report.build()
                    + " and the certificate of build " + build + "; whittle the program again.");
        }
        return report;
    }

    private ProgramInput read(Request request) {
        progress.stage("read");
        return ProgramInput.read(request.input());
    }

    /** Equal input, plan and settings give an equal build, and others another. */
    private static String buildId(ProgramInput input, Plan plan, Request request) {
        String all = digest(input.contents()) + PlanCodec.toText(plan) + request.store() + request.require();
        return HexFormat.of()
                .formatHex(Digests.sha256(all.getBytes(StandardCharsets.UTF_8)))
                .substring(0, 16);
    }

    static String digest(JarContents contents) {
        List<String> lines = new ArrayList<>();
        for (JarContents.Entry entry : contents.entries()) {
            lines.add(entry.name() + ' ' + Digests.of(entry.bytes()).hex());
        }
        lines.sort(null);
        return HexFormat.of().formatHex(Digests.sha256(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    private static ReportBuilder.Sizes sizes(ProgramInput input, Rewriting.Result result, Packaging packaging) {
        long before = bytes(input.classes());
        Map<String, byte[]> after = new java.util.TreeMap<>(input.classes());
        result.classes().forEach(c -> after.put(c.name(), c.bytes()));
        long cold = result.classes().stream()
                .map(TransformedClass::fragments)
                .flatMap(List::stream)
                .mapToLong(f -> f.classBytes().length)
                .sum();
        return new ReportBuilder.Sizes(before, bytes(after), cold, packaging.store().length);
    }

    private static long bytes(Map<String, byte[]> classes) {
        return classes.values().stream().mapToLong(b -> b.length).sum();
    }
}
