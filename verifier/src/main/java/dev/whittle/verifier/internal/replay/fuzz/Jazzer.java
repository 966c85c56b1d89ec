package dev.whittle.verifier.internal.replay.fuzz;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.MethodId;
import dev.whittle.verifier.Fuzzing;
import dev.whittle.verifier.internal.child.ChildJvm;
import dev.whittle.verifier.internal.child.Scratch;
import dev.whittle.verifier.internal.replay.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has Jazzer look for inputs: a process for each method, that runs a number of inputs and no longer. A process that fails found nothing, and
 * says so.
 */
public final class Jazzer implements Search {
    private static final String LOG = "log.txt";
    /** Not a limit of the search, which is counted: by then the process hangs. Hardly a run takes so long, as its steps are counted, too. */
    private static final long HANGS_AFTER_MINUTES = 30;

    private static final long AND_MILLIS_FOR_EACH_RUN = 20;

    private static final int LONGEST = 2048;

    /** Hooks that look for something else, and would throw where the program does not. */
    private static final String SANITIZERS = Stream.of(
                    "BigDecimal",
                    "ClojureLangHooks",
                    "Deserialization",
                    "ExpressionLanguageInjection",
                    "FilePathTraversal",
                    "LdapInjection",
                    "NamingContextLookup",
                    "OsCommandInjection",
                    "ReflectiveCall",
                    "RegexInjection",
                    "ScriptEngineInjection",
                    "ServerSideRequestForgery",
                    "SqlInjection",
                    "TemplateInjection",
                    "UnsafeSanitizer",
                    "XPathInjection",
                    "XmlParserSsrfGuidance")
            .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
            .collect(Collectors.joining(":"));

    /** Makes Jazzer fuzz where it is not asked to. */
    private static final String FOREIGN = "JAZZER_FUZZ";

    private final int runs;
    private final List<Path> jars;

    /**
     * @param runs of each method
     * @param jars Jazzer and its API
     */
    public Jazzer(int runs, List<Path> jars) {
        this.runs = runs;
        this.jars = jars.stream().map(Path::toAbsolutePath).toList();
    }

    /** Returns what was asked for: this, or nothing. */
    public static Search search(Fuzzing fuzzing) {
        return fuzzing.runs() == 0 ? Search.none() : new Jazzer(fuzzing.runs(), fuzzing.jars());
    }

    @Override
    public Answer look(Question question) {
        try {
            Path folder = Scratch.make("fuzz");
            try {
                return run(question, folder);
            } finally {
                Scratch.delete(folder);
            }
        } catch (IOException e) {
            return new Answer(List.of(), "not fuzzed, as its process could not be run: " + e.getMessage());
        }
    }

    private Answer run(Question question, Path folder) throws IOException {
        Files.write(folder.resolve(Target.QUESTION), Parcel.write(question));
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        for (int i = 0; i < question.seeds().size(); i++) {
            Files.write(corpus.resolve("seed" + i), question.seeds().get(i));
        }
        ProcessBuilder builder = ChildJvm.builder(folder, classPath(), options(), words(question))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(LOG).toFile());
        builder.environment().remove(FOREIGN);
        Process process = builder.start();
        process.getOutputStream().close();
        OptionalInt exit = await(process);
        Path found = folder.resolve(Target.FOUND);
        if (Files.exists(found)) {
            return new Answer(
                    List.of(Files.readAllBytes(found)),
                    "what fuzzing found did not show here, and no other input was run");
        }
        return new Answer(
                List.of(),
                exit.isEmpty()
                        ? "the fuzzer was killed, as it did not end"
                        : exit.getAsInt() == 0
                                ? "no difference in " + runs + " runs of the fuzzer"
                                : "the fuzzer ended early, with code " + exit.getAsInt() + ": " + lastWords(folder));
    }

    /** Returns the code with which it ended, or nothing if it had to be killed. */
    private OptionalInt await(Process process) {
        boolean interrupted = false;
        long left = TimeUnit.MINUTES.toNanos(HANGS_AFTER_MINUTES)
                + runs * TimeUnit.MILLISECONDS.toNanos(AND_MILLIS_FOR_EACH_RUN);
        long end = System.nanoTime() + left;
        try {
            while (left > 0) {
                try {
                    if (process.waitFor(left, TimeUnit.NANOSECONDS)) {
                        return OptionalInt.of(process.exitValue());
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = interrupted ? 0 : end - System.nanoTime();
            }
            process.destroyForcibly().onExit().join();
            return OptionalInt.empty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<String> options() {
        List<String> options = new ArrayList<>(
                List.of("-Xss64m", "-Xmx1g", "-XX:-OmitStackTraceInFastThrow", "-XX:+EnableDynamicAgentLoading"));
        if (Runtime.version().feature() >= 22) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    private List<String> words(Question question) {
        return List.of(
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Target.class.getName(),
                "--instrumentation_includes=" + included(question.method()),
                "--custom_hook_includes=" + included(question.method()),
                "--instrumentation_excludes=dev.whittle.verifier.**:dev.whittle.runtime.**",
                "--mutator_framework=false",
                "--disabled_hooks=" + SANITIZERS,
                "--reproducer_path=.",
                "--keep_going=1",
                "-runs=" + runs,
                // 0 would be any.
                "-seed=" + Math.max(1, question.seed() & Integer.MAX_VALUE),
                "-use_value_profile=1",
                "-max_len=" + LONGEST,
                "-artifact_prefix=./",
                "corpus");
    }

    /** The method's package and what is below it: both versions have the same names, and each its own classes. */
    private static String included(MethodId method) {
        String owner = method.owner().replace('/', '.');
        int dot = owner.lastIndexOf('.');
        return dot < 0 ? owner + ":" + owner + "$**" : owner.substring(0, dot) + ".**";
    }

    private Set<Path> classPath() throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> each : List.of(
                Target.class,
                ClassFiles.class,
                MethodId.class,
                dev.whittle.runtime.Facts.class,
                org.objectweb.asm.ClassReader.class,
                org.objectweb.asm.tree.ClassNode.class,
                org.objectweb.asm.tree.analysis.Frame.class,
                org.objectweb.asm.commons.AnalyzerAdapter.class,
                org.objectweb.asm.util.CheckClassAdapter.class)) {
            places.add(ChildJvm.place(each));
        }
        places.addAll(jars);
        return places;
    }

    /** Returns the last lines that say something. */
    private static String lastWords(Path folder) throws IOException {
        List<String> lines = ChildJvm.said(folder.resolve(LOG));
        return lines.stream().skip(Math.max(0, lines.size() - 2)).collect(Collectors.joining("; "));
    }
}
