package dev.whittle.engine;

import dev.whittle.bytecode.Digests;
import dev.whittle.formats.CertificateCodec;
import dev.whittle.formats.PlanCodec;
import dev.whittle.formats.ResultsCodec;
import dev.whittle.formats.WhittleFile;
import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.Plan;
import dev.whittle.model.Staging;
import dev.whittle.model.WhittleReport;
import dev.whittle.report.Verification;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.verifier.PairVerifier;
import dev.whittle.verifier.Proofs;
import dev.whittle.verifier.Resident;
import dev.whittle.verifier.VerificationSession;
import dev.whittle.verifier.VerificationSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The whole of Whittle behind one door. Thread-safe as far as its {@link Progress} is. */
public final class Whittle {
    private final Progress progress;
    private final PlanSettings settings;
    private final Solving solving;
    private final Fuzzing fuzzing;
    private final Supplier<VerificationSession> sessions;

    public Whittle(Progress progress) {
        this(progress, Solving.defaults());
    }

    /** @param solving for all proofs */
    public Whittle(Progress progress, Solving solving) {
        this(progress, solving, Profit.defaults());
    }

    /**
     * @param solving for all proofs
     * @param profit for plans that are made
     */
    public Whittle(Progress progress, Solving solving, Profit profit) {
        this(progress, profit.settings(), solving, Fuzzing.none(), () -> new VerificationSession(solving.settings()));
    }

    /** @param sessions makes what proves the methods of one transformation */
    Whittle(Progress progress, PlanSettings settings, Supplier<VerificationSession> sessions) {
        this(progress, settings, Solving.defaults(), Fuzzing.none(), sessions);
    }

    private Whittle(
            Progress progress,
            PlanSettings settings,
            Solving solving,
            Fuzzing fuzzing,
            Supplier<VerificationSession> sessions) {
        this.progress = progress;
        this.settings = settings;
        this.solving = solving;
        this.fuzzing = fuzzing;
        this.sessions = sessions;
    }

    /** Returns one that does the same, and has a fuzzer look for counterexamples when it verifies or compares. */
    public Whittle with(Fuzzing other) {
        return new Whittle(progress, settings, solving, other, sessions);
    }

    private VerificationSettings checking() {
        return solving.settings().with(fuzzing.settings());
    }

    /**
     * Returns the graph of each method of the input that the filter accepts, by method.
     *
     * @throws BadInputException if a file that the request names cannot be used
     */
    public List<MethodGraph> analyze(Request request) {
        Program input = read(request);
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
        return planned(request).plan();
    }

    /**
     * Returns what would be done, and what was learned for it.
     *
     * @throws BadInputException if a file that the request names cannot be used
     */
    public Planned planned(Request request) {
        Program input = read(request);
        try (Planning planning = Planning.open(input, request, progress)) {
            return planning.plan(settings);
        }
    }

    /**
     * Whittles: plans, transforms, proves, takes back what was not proved, and writes.
     *
     * @param given the plan to carry out, or null to make one from the profile
     * @param dryRun do everything but write
     * @throws BadInputException if a file that the request names cannot be used, or an output is there already
     * @throws SolverFaultException if a solver fails, so that the result might be another one the next time
     */
    public Outcome transform(Request request, @Nullable Plan given, boolean dryRun) {
        Leaving.check(request);
        Program input = read(request);
        try (Planning planning = Planning.open(input, request, progress)) {
            checkNames(request, input, planning.library());
            Planned planned = given == null ? planning.plan(settings) : new Planned(given, List.of());
            Plan plan = planned.plan();
            String build = buildId(input, plan, request);
            Rewriting.Result result = rewritten(input, planning, request, build, plan);
            progress.stage("package");
            List<String> warnings = new ArrayList<>(input.warnings());
            warnings.addAll(planning.warnings());
            Leaving leaving = Leaving.of(request, input, planning.loaded(), result.classes(), warnings);
            byte[] store =
                    Packaging.store(result.classes(), build, request.store().mode());
            if (!result.classes().isEmpty()) {
                warnings.addAll(request.store().remarks(build, Request.sidecar(request.output())));
            }
            List<Packaging> packagings = new ArrayList<>();
            for (int i = 0; i < input.parts().size(); i++) {
                Path output = request.outputs().get(i);
                packagings.add(
                        Packaging.of(input.parts().get(i), result.classes(), store, build, request.store(), output)
                                .beside(leaving.of(i), output, build));
            }
            long beside = packagings.stream().mapToLong(Packaging::besideBytes).sum();
            WhittleReport report = new ReportBuilder(input.classes(), planning::graphOfFacts)
                    .build(build, result, sizes(input, result, leaving, stored(request, result, store) + beside));
            return finish(request, input, build, result, packagings, report, dryRun, warnings, planned.learned());
        }
    }

    private Rewriting.Result rewritten(Program input, Planning planning, Request request, String build, Plan plan) {
        try (VerificationSession session = sessions.get()) {
            return new Rewriting(
                            input.classes(),
                            planning.library(),
                            planning.inputs(),
                            build,
                            request.require(),
                            progress,
                            session::verify)
                    .run(plan, request.store().mode().linking());
        }
    }

    /** @throws BadInputException if cold code cannot lie where it is asked to */
    private static void checkNames(Request request, Program input, Map<String, byte[]> library) {
        String refusal = request.store().mode() == StoreMode.RESIDENT ? Resident.refusal(input.classes(), library) : "";
        if (!refusal.isEmpty()) {
            throw new BadInputException("The program cannot hold its cold code as classes of its own: " + refusal
                    + ", which they would be called by. Use another --store.");
        }
    }

    /** Bytes of cold code as it is shipped. */
    private static long stored(Request request, Rewriting.Result result, byte[] store) {
        return request.store().mode() == StoreMode.RESIDENT ? cold(result) : store.length;
    }

    private static long cold(Rewriting.Result result) {
        return result.classes().stream()
                .flatMap(c -> c.fragments().stream())
                .mapToLong(f -> f.classBytes().length)
                .sum();
    }

    private Outcome finish(
            Request request,
            Program input,
            String build,
            Rewriting.Result result,
            List<Packaging> bare,
            WhittleReport report,
            boolean dryRun,
            List<String> warnings,
            List<String> learned) {
        List<Packaging> packagings = new ArrayList<>();
        List<WhittleFile> certificates = new ArrayList<>();
        for (int i = 0; i < input.parts().size(); i++) {
            ProgramInput part = input.parts().get(i);
            Path output = request.outputs().get(i);
            Packaging packaging = bare.get(i);
            WhittleFile certificate = certificate(part, output, request.store().mode(), build, result, packaging);
            certificates.add(certificate);
            packagings.add(packaging
                    .with(Request.certificate(output), CertificateCodec.toText(certificate))
                    .with(Request.report(output), ResultsCodec.toText(report)));
        }
        List<Path> written = dryRun ? List.of() : write(request, packagings);
        return new Outcome(result.plan(), report, WhittleFiles.merge(certificates), written, warnings, learned);
    }

    /**
     * Writes all parts, or none.
     *
     * @throws BadInputException if a file is there already, or cannot be written
     */
    private static List<Path> write(Request request, List<Packaging> packagings) {
        List<Path> targets = new ArrayList<>();
        for (int i = 0; i < packagings.size(); i++) {
            targets.addAll(packagings.get(i).refuseToReplace(request.outputs().get(i), request.force()));
        }
        try (Staging staging = new Staging()) {
            for (int i = 0; i < packagings.size(); i++) {
                boolean directory = Files.isDirectory(request.inputs().get(i));
                packagings.get(i).stage(staging, request.outputs().get(i), directory);
            }
            staging.commit();
        } catch (IOException e) {
            throw new BadInputException(
                    "The output " + request.output() + " cannot be written (" + e
                            + "); check the folder and the disk. What was there before is still there.",
                    e);
        }
        return targets;
    }

    /** What is claimed of one part: its own classes, and the facts of all. */
    private static WhittleFile certificate(
            ProgramInput part,
            Path output,
            StoreMode store,
            String build,
            Rewriting.Result result,
            Packaging packaging) {
        return new WhittleFile(
                build,
                Program.digest(part.contents()),
                Program.digest(packaging.program()),
                switch (store) {
                    case EMBEDDED -> Packaging.folder(build) + "store.wcs";
                    case SIDECAR, REMOTE, DROP ->
                        String.valueOf(Request.sidecar(output).getFileName());
                    case RESIDENT -> Companions.LIST;
                },
                result.plan().facts(),
                result.classes().stream()
                        .flatMap(c -> c.certificates().stream())
                        .filter(c -> part.classes().containsKey(c.method().owner()))
                        .toList(),
                result.refusals().stream()
                        .filter(r -> part.classes().containsKey(r.method().owner()))
                        .toList(),
                result.verdicts().entrySet().stream()
                        .filter(e -> part.classes().containsKey(e.getKey().owner()))
                        .map(e -> new WhittleFile.Judged(e.getKey(), e.getValue()))
                        .toList());
    }

    /**
     * Compares one method of two programs, whatever made them; no certificate is asked for.
     *
     * @param first class file, jar or directory
     * @param second the same
     * @param className of the class, where the two are no class files
     * @param method its name, and its descriptor where there are several of that name
     * @param classPath what else the programs run with
     * @throws BadInputException if one of them cannot be used or has no such method
     */
    public Judgement compare(
            Path first, Path second, @Nullable String className, String method, List<Path> classPath, Require require) {
        PairVerifier.Pair pair = TwoMethods.find(first, second, className, method, classPath);
        Verification.Method judged = new Verification.Method(
                pair.method(), PairVerifier.compare(pair, checking()), new Places(pair.first()).of(pair.method()));
        return new Judgement(new Verification(require == Require.TESTED, List.of(judged), List.of()), 1);
    }

    /**
     * Proves a whittled program against its original once more, from the files alone.
     *
     * @param original jars or directories, in the order of the class path
     * @param whittled what each of them became
     * @param classPath what else the program runs with
     * @throws BadInputException if one of them, the certificate or the store cannot be used
     */
    public Judgement verify(List<Path> original, List<Path> whittled, List<Path> classPath, Require require) {
        return verify(original, whittled, classPath, require, null);
    }

    /**
     * As {@link #verify(List, List, List, Require)}, but for methods of which the proof is in a cache.
     *
     * @param cache folder that holds proofs and gets those that are made, or null for none; whoever can write there decides what
     *     counts as proved
     * @throws BadInputException if one of them, the certificate, the store or the folder cannot be used
     */
    public Judgement verify(
            List<Path> original, List<Path> whittled, List<Path> classPath, Require require, @Nullable Path cache) {
        progress.stage("verify");
        Proofs proofs = cache == null ? Proofs.none() : ProofCache.open(cache);
        try (VerificationSession session =
                new VerificationSession(checking(), proofs, VerificationSession.Watch.none())) {
            return new Judging(Program.read(original), whittled, classPath, require, session).judge();
        }
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

    private Program read(Request request) {
        progress.stage("read");
        return Program.read(request.inputs());
    }

    /** Equal input, plan and settings give an equal build, and others another. */
    private String buildId(Program input, Plan plan, Request request) {
        String all = input.digest()
                + PlanCodec.toText(plan)
                + request.store().mode()
                + request.classes()
                + request.require()
                + solving.ground();
        return HexFormat.of()
                .formatHex(Digests.sha256(all.getBytes(StandardCharsets.UTF_8)))
                .substring(0, 16);
    }

    private static ReportBuilder.Sizes sizes(Program input, Rewriting.Result result, Leaving leaving, long store) {
        Map<String, byte[]> after = new java.util.TreeMap<>(input.classes());
        result.classes().forEach(c -> after.put(c.name(), c.bytes()));
        long cold = cold(result);
        Set<String> left = leaving.all();
        for (String name : left) {
            byte[] bytes = after.remove(name);
            cold += bytes == null ? 0 : bytes.length;
        }
        return new ReportBuilder.Sizes(bytes(input.classes()), bytes(after), cold, store, left);
    }

    private static long bytes(Map<String, byte[]> classes) {
        return classes.values().stream().mapToLong(b -> b.length).sum();
    }
}
