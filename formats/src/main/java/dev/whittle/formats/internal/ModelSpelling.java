package dev.whittle.formats.internal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.whittle.formats.WhittleFile;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactId;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Verdict;
import dev.whittle.model.WhittleReport;

/** How the model's records are spelled in files. The model itself knows no library, so the words stand here. */
final class ModelSpelling {
    private ModelSpelling() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("whittle");
        new TextForm<>(FactId.class, FactId::name, FactId::new).addTo(module);
        new TextForm<>(ClassDigest.class, ClassDigest::hex, ClassDigest::new).addTo(module);
        new TextForm<>(FactValue.class, FactValue::text, FactValue::parse).addTo(module);
        new TextForm<>(MethodId.class, MethodText::write, MethodText::read).addTo(module);
        module.addDeserializer(Double.TYPE, new FiniteNumber());
        module.setMixInAnnotation(Plan.class, PlanHeader.class);
        module.setMixInAnnotation(WhittleFile.class, FileHeader.class);
        module.setMixInAnnotation(WhittleReport.class, FileHeader.class);
        module.setMixInAnnotation(Plan.Directive.class, DirectiveWords.class);
        module.setMixInAnnotation(Plan.FactUse.class, UseWords.class);
        module.setMixInAnnotation(Verdict.class, VerdictWords.class);
        module.setMixInAnnotation(Verdict.Counterexample.class, CounterexampleWords.class);
        return module;
    }

    @JsonIgnoreProperties(Header.FORMAT)
    private interface PlanHeader {}

    @JsonIgnoreProperties({Header.FORMAT, Header.VERSION})
    private interface FileHeader {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Plan.Directive.FoldBranch.class, name = "fold-branch"),
        @JsonSubTypes.Type(value = Plan.Directive.AssumeParameter.class, name = "assume-parameter"),
        @JsonSubTypes.Type(value = Plan.Directive.OutlineEdge.class, name = "outline-edge"),
        @JsonSubTypes.Type(value = Plan.Directive.OutlineHandler.class, name = "outline-handler"),
        @JsonSubTypes.Type(value = Plan.Directive.FixReceiver.class, name = "fix-receiver"),
        @JsonSubTypes.Type(value = Plan.Directive.MoveWhole.class, name = "move-whole"),
        @JsonSubTypes.Type(value = Plan.Directive.HoistPath.class, name = "hoist-path")
    })
    private interface DirectiveWords {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Plan.FactUse.Folded.class, name = "folded"),
        @JsonSubTypes.Type(value = Plan.FactUse.NotFolded.class, name = "not-folded")
    })
    private interface UseWords {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Verdict.Proved.class, name = "PROVED"),
        @JsonSubTypes.Type(value = Verdict.Tested.class, name = "TESTED"),
        @JsonSubTypes.Type(value = Verdict.Counterexample.class, name = "COUNTEREXAMPLE"),
        @JsonSubTypes.Type(value = Verdict.Unsupported.class, name = "UNSUPPORTED")
    })
    private interface VerdictWords {}

    /** What a test needs to show a difference again is written as a test, not here. */
    @JsonIgnoreProperties("reproducer")
    @SuppressWarnings("UnusedVariable") // Its shape is all that counts.
    private abstract static class CounterexampleWords {
        @JsonCreator
        CounterexampleWords(
                @JsonProperty("input") String input,
                @JsonProperty("expected") String expected,
                @JsonProperty("actual") String actual) {}
    }
}
