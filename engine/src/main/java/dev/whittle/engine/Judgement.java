package dev.whittle.engine;

import dev.whittle.formats.WhittleFile;
import java.util.List;

/**
 * What the verifier says of a whittled program.
 *
 * @param accepted true if each transformed method has the verdict that was required and nothing else differs
 * @param verdicts one for each transformed method
 * @param findings what is wrong besides, one sentence each
 */
public record Judgement(boolean accepted, List<WhittleFile.Judged> verdicts, List<String> findings) {
    public Judgement {
        verdicts = List.copyOf(verdicts);
        findings = List.copyOf(findings);
    }
}
