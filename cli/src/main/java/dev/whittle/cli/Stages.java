package dev.whittle.cli;

import dev.whittle.model.MethodGraph;
import dev.whittle.model.Plan;
import dev.whittle.model.WhittleReport;
import java.nio.file.Path;
import java.util.List;

/**
 * The engine as the commands see it. Bad input is told by {@link dev.whittle.model.BadInputException}; anything else that is thrown is
 * a fault of Whittle.
 */
public interface Stages {
    List<MethodGraph> analyze(Jobs.Analyze job, Progress progress);

    Plan plan(Jobs.MakePlan job, Progress progress);

    Jobs.Transformed transform(Jobs.Transform job, Progress progress);

    Jobs.Verified verify(Jobs.Verify job, Progress progress);

    /** Tells what was whittled, from the certificate beside the whittled program. */
    WhittleReport diff(Path original, Path whittled);
}
