package dev.whittle.engine;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the engine.
 *
 * @param inputs jars or directories of classes, one class path in its order; together they are the program
 * @param classPath what else the program runs with: read, never changed
 * @param profile recorded profile, or null for none
 * @param rules rules file, or null for none
 * @param outputs the whittled jar or directory of each input; its siblings (store, certificate) are named after it
 * @param force overwrite outputs
 * @param store where cold code goes
 * @param classes where classes go that the recorded run never loaded
 * @param refine what whittled programs learned in earlier runs, for plans that are made
 */
public record Request(
        List<Path> inputs,
        List<Path> classPath,
        @Nullable Path profile,
        @Nullable Path rules,
        Filter filter,
        List<Path> outputs,
        boolean force,
        Require require,
        Retention store,
        ClassMode classes,
        List<Path> refine) {
    public Request {
        refine = List.copyOf(refine);
        inputs = List.copyOf(inputs);
        classPath = List.copyOf(classPath);
        outputs = List.copyOf(outputs);
        if (inputs.isEmpty() || inputs.size() != outputs.size()) {
            throw new IllegalArgumentException(inputs.size() + " inputs and " + outputs.size() + " outputs");
        }
    }

    /** A request that refines nothing and leaves classes where they are. */
    public Request(
            List<Path> inputs,
            List<Path> classPath,
            @Nullable Path profile,
            @Nullable Path rules,
            Filter filter,
            List<Path> outputs,
            boolean force,
            Require require,
            StoreMode store) {
        this(
                inputs,
                classPath,
                profile,
                rules,
                filter,
                outputs,
                force,
                require,
                Retention.of(store),
                ClassMode.STAY,
                List.of());
    }

    /** A request for a program of one jar or directory. */
    public Request(
            Path input,
            List<Path> classPath,
            @Nullable Path profile,
            @Nullable Path rules,
            Filter filter,
            Path output,
            boolean force,
            Require require,
            StoreMode store) {
        this(List.of(input), classPath, profile, rules, filter, List.of(output), force, require, store);
    }

    /** Returns a request whose plan also heeds what was learned. */
    public Request refinedBy(List<Path> files) {
        return new Request(inputs, classPath, profile, rules, filter, outputs, force, require, store, classes, files);
    }

    /** Returns a request that has classes which were never loaded go there. */
    public Request with(ClassMode mode) {
        return new Request(inputs, classPath, profile, rules, filter, outputs, force, require, store, mode, refine);
    }

    /** Returns a request that has cold code kept so. */
    public Request with(Retention retention) {
        return new Request(
                inputs, classPath, profile, rules, filter, outputs, force, require, retention, classes, refine);
    }

    /** Returns the first input. */
    public Path input() {
        return inputs.get(0);
    }

    /** Returns the output of the first input. */
    public Path output() {
        return outputs.get(0);
    }

    /** Returns a request with the defaults: everything included, embedded store, only what is proved stays. */
    public static Request of(Path input, @Nullable Path profile) {
        return new Request(
                input,
                List.of(),
                profile,
                null,
                Filter.all(),
                besides(input),
                false,
                Require.PROVED,
                StoreMode.EMBEDDED);
    }

    /** Returns {@code app-whittled.jar} for {@code app.jar}. */
    public static Path besides(Path input) {
        String name = String.valueOf(input.getFileName());
        int dot = name.endsWith(".jar") ? name.length() - 4 : name.length();
        return input.resolveSibling(name.substring(0, dot) + "-whittled" + name.substring(dot));
    }

    /** Returns the certificate file: {@code app-whittled.whittle} for {@code app-whittled.jar}. */
    public static Path certificate(Path output) {
        return sibling(output, ".whittle");
    }

    /** Returns the file of a store that is not inside the program: {@code app-whittled.wcs} for {@code app-whittled.jar}. */
    public static Path sidecar(Path output) {
        return sibling(output, ".wcs");
    }

    /** Returns the file of the report: {@code app-whittled.report.json} for {@code app-whittled.jar}. */
    public static Path report(Path output) {
        return sibling(output, ".report.json");
    }

    private static Path sibling(Path output, String extension) {
        String name = String.valueOf(output.getFileName());
        return output.resolveSibling((name.endsWith(".jar") ? name.substring(0, name.length() - 4) : name) + extension);
    }
}
