package dev.whittle.transformer.internal;

import dev.whittle.model.Plan;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * A principal component of a method's paths (Pearson, 1901; Jolliffe, Principal Component Analysis, 2002): rows are distinct paths
 * weighted by their counts, columns are outcomes, centred, and components are right singular vectors. Each points to the side on which
 * more executions lie.
 *
 * @param columns outcomes, sorted
 * @param loadings weight of each column, rounded to six digits
 * @param varianceShare share of the variance that it explains, 0 to 1
 */
public record PrincipalComponent(List<Outcome> columns, List<Double> loadings, double varianceShare) {
    /** Larger matrices are not decomposed: the method is no candidate for one test at entry. */
    private static final int MAX_CELLS = 1 << 18;

    private static final double NOISE = 1e-9;

    public PrincipalComponent {
        columns = List.copyOf(columns);
        loadings = List.copyOf(loadings);
    }

    public static boolean tooLarge(List<PathCount> paths) {
        return (long) paths.size() * columns(paths).size() > MAX_CELLS;
    }

    /**
     * Returns the components, the one that explains most first; none if every execution took the same path.
     *
     * @param paths at least one, with counts above 0
     */
    public static List<PrincipalComponent> of(List<PathCount> paths) {
        List<Outcome> columns = columns(paths);
        double total = paths.stream().mapToDouble(PathCount::count).sum();
        List<Set<Outcome>> rows = new ArrayList<>();
        paths.forEach(p -> rows.add(new LinkedHashSet<>(p.outcomes())));
        DMatrixRMaj centred = new DMatrixRMaj(paths.size(), columns.size());
        for (int c = 0; c < columns.size(); c++) {
            double mean = 0;
            for (int r = 0; r < rows.size(); r++) {
                mean += rows.get(r).contains(columns.get(c)) ? paths.get(r).count() / total : 0;
            }
            for (int r = 0; r < rows.size(); r++) {
                double value = (rows.get(r).contains(columns.get(c)) ? 1 : 0) - mean;
                centred.set(r, c, value * Math.sqrt(paths.get(r).count() / total));
            }
        }
        return decompose(
                centred,
                columns,
                paths.stream().mapToDouble(p -> p.count() / total).toArray());
    }

    private static List<PrincipalComponent> decompose(DMatrixRMaj centred, List<Outcome> columns, double[] weights) {
        if (columns.isEmpty()) {
            return List.of();
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(centred.numRows, centred.numCols, false, true, true);
        if (!svd.decompose(centred.copy())) {
            return List.of();
        }
        int count = svd.numberOfSingularValues();
        double[] variances =
                Arrays.stream(svd.getSingularValues(), 0, count).map(v -> v * v).toArray();
        double sum = Arrays.stream(variances).sum();
        DMatrixRMaj directions = svd.getV(null, true);
        return IntStream.range(0, count)
                .boxed()
                .filter(i -> variances[i] > NOISE)
                .sorted(Comparator.comparingDouble((Integer i) -> -variances[i]).thenComparing(i -> i))
                .map(i -> {
                    double sign = heavySide(centred, directions, i, weights);
                    List<Double> loadings = IntStream.range(0, columns.size())
                            .mapToObj(c -> round(sign * directions.get(i, c)))
                            .toList();
                    return new PrincipalComponent(columns, loadings, round(variances[i] / sum));
                })
                .toList();
    }

    /** Returns it as a plan has it. */
    public Plan.Component inPlan() {
        return new Plan.Component(
                varianceShare,
                IntStream.range(0, columns.size())
                        .mapToObj(c -> new Plan.Loading(
                                columns.get(c).ordinal(), columns.get(c).outcome(), loadings.get(c)))
                        .toList());
    }

    /** Returns the sign that turns the component to the side of more executions; on a tie its first loading is positive. */
    private static double heavySide(DMatrixRMaj centred, DMatrixRMaj directions, int component, double[] weights) {
        double lean = 0;
        for (int r = 0; r < centred.numRows; r++) {
            double score = 0;
            for (int c = 0; c < centred.numCols; c++) {
                score += centred.get(r, c) * directions.get(component, c);
            }
            lean += Math.abs(score) < NOISE ? 0 : Math.signum(score) * weights[r];
        }
        if (Math.abs(lean) > NOISE) {
            return Math.signum(lean);
        }
        for (int c = 0; c < centred.numCols; c++) {
            if (Math.abs(directions.get(component, c)) > NOISE) {
                return Math.signum(directions.get(component, c));
            }
        }
        return 1;
    }

    private static double round(double value) {
        double rounded = Math.rint(value * 1e6) / 1e6;
        return rounded == 0 ? 0 : rounded;
    }

    private static List<Outcome> columns(List<PathCount> paths) {
        Set<Outcome> all =
                new TreeSet<>(Comparator.comparingInt(Outcome::ordinal).thenComparingInt(Outcome::outcome));
        paths.forEach(p -> all.addAll(p.outcomes()));
        return List.copyOf(all);
    }
}
