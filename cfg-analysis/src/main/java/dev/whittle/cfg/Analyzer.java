package dev.whittle.cfg;

import dev.whittle.model.FactDeclaration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens programs for analysis. Stateless. */
public final class Analyzer {
    private Analyzer() {}

    /**
     * Builds the class hierarchy once, with the platform that this JVM runs on; methods are analysed when they are asked for.
     *
     * @param classesByInternalName class files of the input
     * @param extraClassPath jars and directories that the input is linked against
     * @param facts declarations by annotation or rule
     */
    public static Analysis open(
            Map<String, byte[]> classesByInternalName, List<Path> extraClassPath, List<FactDeclaration> facts) {
        return new Analysis(classesByInternalName, extraClassPath, facts);
    }
}
