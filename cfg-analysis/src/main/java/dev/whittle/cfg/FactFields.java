package dev.whittle.cfg;

import dev.whittle.cfg.internal.FieldAssessment;
import dev.whittle.cfg.internal.MarkAssessment;
import dev.whittle.cfg.internal.ProgramScan;
import dev.whittle.model.FactSite;
import dev.whittle.model.Plan;
import java.util.Map;

/**
 * Says which fact fields may be folded: those of which each write is seen, and of which nobody can see the default value. It scans
 * the program once; use one instance for many fields. Thread-safe.
 */
public final class FactFields {
    private final ProgramScan program;

    private FactFields(ProgramScan program) {
        this.program = program;
    }

    /**
     * @param classes the whole input: class files by internal name. Those that cannot be parsed cannot run and are left out.
     * @param library what runs beside it, for what it may write
     */
    public static FactFields of(Map<String, byte[]> classes, Map<String, byte[]> library) {
        return new FactFields(ProgramScan.of(classes, library));
    }

    /** For a program that runs alone. */
    public static FactFields of(Map<String, byte[]> classes) {
        return of(classes, Map.of());
    }

    /**
     * Returns {@link Plan.FactUse.Folded} if reads of the field may be folded, else the reason. Its mark is 1 if objects may carry one, and
     * 0 if not: each field is assessed alone, and who has several of one class numbers them.
     */
    public Plan.FactUse assess(FactSite.Field field) {
        return new FieldAssessment(program, field)
                .objection()
                .<Plan.FactUse>map(Plan.FactUse.NotFolded::new)
                .orElseGet(() -> new Plan.FactUse.Folded(
                        new MarkAssessment(program, field).objection().isEmpty() ? 1 : 0, true));
    }

    /** Like {@link #assess(FactSite.Field)} for one field only. */
    public static Plan.FactUse assess(Map<String, byte[]> classes, FactSite.Field field) {
        return of(classes).assess(field);
    }
}
