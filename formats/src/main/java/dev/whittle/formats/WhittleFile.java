package dev.whittle.formats;

import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.Verdict;
import java.util.List;

/**
 * What stands beside a whittled jar as {@code NAME.whittle}: the transformer's claims and the verifier's verdicts. It is never
 * needed to run the program, and {@code verify} trusts nothing in it.
 *
 * @param build id of the whittled build
 * @param inputDigest SHA-256 of the original input, in hexadecimal
 * @param whittledDigest SHA-256 of the whittled output, in hexadecimal
 * @param store name of the store: a resource inside the jar, or a file beside it; of programs that hold cold code as classes, the list of these
 * @param facts facts that were speculated on, folded or not
 * @param certificates one for each transformed method
 * @param refusals methods whose directives could not be carried out
 * @param verdicts what the verifier said when the output was made
 */
public record WhittleFile(
        String build,
        String inputDigest,
        String whittledDigest,
        String store,
        List<Plan.FactPlan> facts,
        List<Certificate> certificates,
        List<TransformedClass.Refusal> refusals,
        List<Judged> verdicts) {
    public WhittleFile {
        facts = List.copyOf(facts);
        certificates = List.copyOf(certificates);
        refusals = List.copyOf(refusals);
        verdicts = List.copyOf(verdicts);
    }

    public record Judged(MethodId method, Verdict verdict) {}
}
