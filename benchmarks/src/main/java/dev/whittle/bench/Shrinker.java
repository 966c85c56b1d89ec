package dev.whittle.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What makes a jar smaller. All have 2 GB of heap, and what can be reached from outside of a jar has to stay there. */
enum Shrinker {
    WHITTLE("Whittle"),
    PROGUARD("ProGuard 7.10.0"),
    R8("R8 8.5.35");

    /** What is kept where anybody may use the jar. */
    static final String PUBLIC = "-keep public class * { public protected *; }";

    private static final String HEAP = "-Xmx2g";

    /** The public API, and what finds it by reflection: the same rules for both, which read the same language. */
    static final List<String> API = rules("*Annotation*", List.of(PUBLIC));

    private final String title;

    private static List<String> rules(String attributes, List<String> keep) {
        return Stream.of(
                        List.of("-keepattributes " + attributes + ",Signature,InnerClasses,EnclosingMethod,Exceptions"
                                + ",PermittedSubclasses,Record"),
                        keep,
                        List.of(
                                "-keepclassmembers enum * { public static **[] values(); public static **"
                                        + " valueOf(java.lang.String); }",
                                "-dontwarn **",
                                "-ignorewarnings"))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Returns the rules for a whole program: what its authors would keep, or more. Native methods keep their names, what JNA's page asks for
     * stays, and so do database drivers, which are found by name. Type annotations do not: with those of oshi, ProGuard's optimisation ends with an exception.
     */
    static List<String> program(String kept) {
        return rules(
                "RuntimeVisibleAnnotations,AnnotationDefault",
                List.of(
                        kept,
                        "-keepclasseswithmembernames class * { native <methods>; }",
                        "-keep class * implements java.sql.Driver { *; }",
                        "-keep class com.sun.jna.** { *; }",
                        "-keep class * implements com.sun.jna.** { *; }"));
    }

    /** What is kept of a program of which nothing is reached from outside but where it begins. */
    static String main(String type) {
        return "-keep public class " + type + " { public static void main(java.lang.String[]); }";
    }

    Shrinker(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Returns the jars that it consists of, none if it is not there. */
    List<Path> jars(Tool tool) {
        return this == WHITTLE ? List.of(tool.cli()) : SizeTarget.fetched(name().toLowerCase(java.util.Locale.ROOT));
    }

    /**
     * Returns what is run.
     *
     * @param profile what Whittle is told of the small program; the others know nothing of it
     * @param output the jar to be made; what else is made lies in its folder
     * @param rules what the others have to keep; Whittle keeps everything
     */
    List<String> command(SizeTarget target, Tool tool, Path profile, Path output, List<String> rules) {
        List<String> words = new ArrayList<>(List.of(Tool.java(), HEAP));
        String besides = joined(target.besides());
        switch (this) {
            case WHITTLE -> {
                // As the script does that users run.
                words.addAll(List.of("-XX:+UseSerialGC", "-Xmn48m"));
                words.addAll(List.of("-Dwhittle.agent=" + tool.agent(), "-jar", joined(jars(tool))));
                words.addAll(List.of("transform", target.jar().toString(), "--profile", profile.toString()));
                words.addAll(List.of("--cold-classes", "beside", "--store", "sidecar", "--times"));
                if (!besides.isEmpty()) {
                    words.addAll(List.of("--class-path", besides));
                }
                words.addAll(List.of("-o", output.toString()));
            }
            case PROGUARD ->
                words.addAll(
                        List.of("-cp", joined(jars(tool)), "proguard.ProGuard", "@" + proguard(target, output, rules)));
            case R8 -> {
                words.addAll(List.of("-cp", joined(jars(tool)), "com.android.tools.r8.R8", "--classfile", "--release"));
                words.addAll(List.of("--lib", System.getProperty("java.home")));
                target.besides().forEach(p -> words.addAll(List.of("--classpath", p.toString())));
                Path file = output.resolveSibling("r8.pro");
                write(file, rules);
                words.addAll(List.of("--pg-conf", file.toString(), "--output", output.toString()));
                words.add(target.jar().toString());
            }
        }
        return words;
    }

    private static Path proguard(SizeTarget target, Path output, List<String> rules) {
        List<String> lines = new ArrayList<>();
        lines.add("-injars '" + target.jar() + "'");
        lines.add("-outjars '" + output + "'");
        target.besides().forEach(p -> lines.add("-libraryjars '" + p + "'"));
        for (Path module : modules()) {
            lines.add("-libraryjars '" + module + "'(!**.jar;!module-info.class)");
        }
        lines.addAll(List.of("-optimizationpasses 3", "-dontnote"));
        lines.addAll(rules);
        Path file = output.resolveSibling("proguard.pro");
        write(file, lines);
        return file;
    }

    /** @throws BenchException if the JDK that runs this has none */
    private static List<Path> modules() {
        Path folder = Path.of(System.getProperty("java.home"), "jmods");
        if (!Files.isDirectory(folder)) {
            throw BenchException.usage("ProGuard reads the JDK from " + folder + ", which is not there: run it with a"
                    + " JDK that has it, or leave ProGuard out with --tools.");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(p -> p.toString().endsWith(".jmod")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
