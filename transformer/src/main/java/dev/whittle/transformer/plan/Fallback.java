package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.MethodPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is tried of one method's plan after it was not proved: first with calls as they were, then without the entry guard, then without the exits that the verifier
 * names, then folds alone, then exits alone. Each step takes something away for good, so that there are few.
 */
public final class Fallback {
    /** The note of what may be done only because an entry guard stands before it. */
    static final String BEHIND_GUARD = "it is never taken past the entry guard";

    private static final int MAX_NAMED = 3;
    private static final Pattern FRAGMENT = Pattern.compile("fragment (\\d+)");
    private static final Pattern EXIT = Pattern.compile("the exit at (\\d+)");

    private final byte[] classFile;
    private int named;
    private boolean split;
    private @Nullable MethodPlan exitsAlone;

    /** @param classFile the original class */
    public Fallback(byte[] classFile) {
        this.classFile = classFile;
    }

    /**
     * Returns the next weaker plan, or nothing if the method has to be put back.
     *
     * @param plan the plan that failed
     * @param certificate what was claimed of it, or null if it could not be carried out
     * @param reason why it failed
     */
    public Optional<MethodPlan> next(MethodPlan plan, @Nullable Certificate certificate, String reason) {
        if (any(plan, Fallback::fixes)) {
            MethodPlan weaker = without(plan, Fallback::fixes, "devirtualise", reason);
            if (!weaker.directives().isEmpty()) {
                return Optional.of(weaker);
            }
        }
        if (any(plan, d -> d instanceof Directive.HoistPath)) {
            MethodPlan weaker = without(plan, Fallback::restsOnGuard, "hoist", reason);
            if (!weaker.directives().isEmpty()) {
                return Optional.of(weaker);
            }
        }
        if (certificate != null && named < MAX_NAMED) {
            named++;
            Set<Integer> resumes = resumes(certificate, reason);
            MethodPlan weaker = withoutExits(plan, certificate, resumes, reason);
            if (weaker.directives().size() < plan.directives().size()
                    && !weaker.directives().isEmpty()) {
                return Optional.of(weaker);
            }
        }
        if (!split && any(plan, Fallback::folds) && any(plan, Fallback::leaves)) {
            split = true;
            exitsAlone = plan;
            return Optional.of(without(plan, Fallback::leaves, "outline", reason));
        }
        MethodPlan rest = exitsAlone;
        exitsAlone = null;
        return rest == null ? Optional.empty() : Optional.of(without(rest, Fallback::folds, "fold", reason));
    }

    private static boolean any(MethodPlan plan, Predicate<Directive> kind) {
        return plan.directives().stream().anyMatch(kind);
    }

    private static boolean folds(Directive directive) {
        return directive instanceof Directive.FoldBranch || directive instanceof Directive.AssumeParameter;
    }

    private static boolean fixes(Directive directive) {
        return directive instanceof Directive.FixReceiver;
    }

    private static boolean leaves(Directive directive) {
        return directive instanceof Directive.OutlineEdge || directive instanceof Directive.OutlineHandler;
    }

    private static boolean restsOnGuard(Directive directive) {
        return directive instanceof Directive.HoistPath
                || directive instanceof Directive.OutlineEdge edge
                        && edge.note().reason().equals(BEHIND_GUARD);
    }

    private static MethodPlan without(MethodPlan plan, Predicate<Directive> gone, String what, String reason) {
        List<Keep> kept = new ArrayList<>(plan.kept());
        kept.add(new Keep(-1, what, reason));
        return new MethodPlan(
                plan.method(),
                plan.digest(),
                plan.directives().stream().filter(gone.negate()).toList(),
                kept);
    }

    /** Where the fragments go on that the reason speaks of. */
    private static Set<Integer> resumes(Certificate certificate, String reason) {
        Set<Integer> resumes = new TreeSet<>();
        Matcher fragment = FRAGMENT.matcher(reason);
        while (fragment.find()) {
            certificate.exits().stream()
                    .filter(e -> fragment.group(1).equals(String.valueOf(e.fragment())))
                    .forEach(e -> resumes.add(e.resume()));
        }
        Matcher exit = EXIT.matcher(reason);
        while (exit.find()) {
            certificate.exits().stream()
                    .filter(e -> exit.group(1).equals(String.valueOf(e.transformed())))
                    .forEach(e -> resumes.add(e.resume()));
        }
        return resumes;
    }

    /** @param resumes where the exits that are named go on; one at which no edge ends is shared by several, which all go */
    private MethodPlan withoutExits(MethodPlan plan, Certificate certificate, Set<Integer> resumes, String reason) {
        List<Directive> directives = new ArrayList<>();
        List<Keep> kept = new ArrayList<>(plan.kept());
        Optional<Cfg> cfg = resumes.isEmpty() ? Optional.empty() : cfg(plan.method());
        Set<Integer> all =
                certificate.exits().stream().map(Certificate.ExitPoint::resume).collect(Collectors.toSet());
        Set<Integer> ends = new TreeSet<>();
        plan.directives().forEach(d -> ends.addAll(cfg.map(c -> ends(c, d)).orElse(Set.of())));
        boolean shared = !ends.containsAll(resumes);
        for (Directive directive : plan.directives()) {
            Set<Integer> end = cfg.map(c -> ends(c, directive)).orElse(Set.of());
            boolean merged = shared && !end.isEmpty() && Collections.disjoint(end, all);
            if (merged || !Collections.disjoint(end, resumes)) {
                kept.add(new Keep(ordinal(directive), "outline", reason));
            } else {
                directives.add(directive);
            }
        }
        return new MethodPlan(plan.method(), plan.digest(), directives, kept);
    }

    private static int ordinal(Directive directive) {
        return directive instanceof Directive.OutlineEdge edge
                ? edge.ordinal()
                : directive instanceof Directive.OutlineHandler handler ? handler.ordinal() : -1;
    }

    /** Where the cold ways of a directive end, if it makes any. */
    private static Set<Integer> ends(Cfg cfg, Directive directive) {
        Set<Integer> ends = new TreeSet<>();
        if (directive instanceof Directive.OutlineHandler handler) {
            ends.add(handler.ordinal());
        } else if (directive instanceof Directive.OutlineEdge edge) {
            cfg.out(edge.ordinal()).stream()
                    .filter(e -> e.outcome() == edge.outcome())
                    .forEach(e -> ends.add(e.to()));
        }
        return ends;
    }

    private Optional<Cfg> cfg(MethodId id) {
        return ClassFiles.parse(classFile).methods.stream()
                .filter(m -> m.name.equals(id.name()) && m.desc.equals(id.descriptor()))
                .map(Cfg::of)
                .findFirst();
    }
}
