package dev.whittle.engine;

import dev.whittle.formats.WhittleFile;
import dev.whittle.model.BadInputException;
import java.util.List;
import java.util.stream.Collectors;

/** The certificates of the parts of one program as one. Stateless. */
final class WhittleFiles {
    private WhittleFiles() {}

    /** @throws BadInputException if they are not of one build */
    static WhittleFile merge(List<WhittleFile> files) {
        WhittleFile first = files.get(0);
        for (WhittleFile file : files) {
            if (!file.build().equals(first.build()) || !file.facts().equals(first.facts())) {
                throw new BadInputException("The whittled parts are of the builds " + first.build() + " and "
                        + file.build() + "; give those that were whittled together.");
            }
        }
        return new WhittleFile(
                first.build(),
                files.stream().map(WhittleFile::inputDigest).collect(Collectors.joining(":")),
                files.stream().map(WhittleFile::whittledDigest).collect(Collectors.joining(":")),
                first.store(),
                first.facts(),
                files.stream().flatMap(f -> f.certificates().stream()).toList(),
                files.stream().flatMap(f -> f.refusals().stream()).toList(),
                files.stream().flatMap(f -> f.verdicts().stream()).toList());
    }
}
