package dev.whittle.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The arrows of the house: which room may know which. */
@AnalyzeClasses(packages = "dev.whittle", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    private static final String JDK = "java..";
    private static final String NULLNESS = "org.jspecify..";
    private static final String MODEL = "dev.whittle.model..";
    private static final String ASM = "org.objectweb.asm..";

    @ArchTest
    static final ArchRule MODEL_KNOWS_NOTHING = room(MODEL, MODEL);

    @ArchTest
    static final ArchRule ANNOTATIONS_KNOW_NOTHING = room("dev.whittle.annotations..", "dev.whittle.annotations..");

    @ArchTest
    static final ArchRule RUNTIME_KNOWS_NOTHING =
            room("dev.whittle.runtime..", "dev.whittle.runtime..", "jdk.jfr..", "javax.management..");

    @ArchTest
    static final ArchRule BYTECODE_KNOWS_MODEL_AND_ASM =
            room("dev.whittle.bytecode..", "dev.whittle.bytecode..", MODEL, ASM);

    @ArchTest
    static final ArchRule FORMATS =
            room("dev.whittle.formats..", "dev.whittle.formats..", MODEL, "com.fasterxml.jackson..", "org.yaml..");

    @ArchTest
    static final ArchRule PROFILE_FILE = room("dev.whittle.profiler.format..", "dev.whittle.profiler.format..", MODEL);

    @ArchTest
    static final ArchRule ANALYSIS = room(
            "dev.whittle.cfg..",
            "dev.whittle.cfg..",
            MODEL,
            "dev.whittle.bytecode..",
            ASM,
            "sootup..",
            "com.ibm.wala..");

    @ArchTest
    static final ArchRule TRANSFORMER = room(
            "dev.whittle.transformer..",
            "dev.whittle.transformer..",
            MODEL,
            "dev.whittle.bytecode..",
            "dev.whittle.runtime..",
            ASM,
            "org.ejml..");

    @ArchTest
    static final ArchRule COLD_STORE =
            room("dev.whittle.coldstore..", "dev.whittle.coldstore..", MODEL, "dev.whittle.runtime..");

    /** The verifier must not share a mistake with what it checks. */
    @ArchTest
    static final ArchRule VERIFIER = room(
            "dev.whittle.verifier..",
            "dev.whittle.verifier..",
            MODEL,
            "dev.whittle.bytecode..",
            "dev.whittle.runtime..",
            ASM,
            "com.microsoft.z3..",
            "io.github.cvc5..");

    @ArchTest
    static final ArchRule PLAN_AND_PASS_ARE_STRANGERS_TO_THE_FACADE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.whittle.engine..", "dev.whittle.cli..", "dev.whittle.mavenplugin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.whittle.engine..");

    @ArchTest
    static final ArchRule NO_FOREIGN_TYPES_IN_PUBLIC_SIGNATURES = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(publicOutside("dev.whittle.bytecode..", "dev.whittle..internal.."))
            .should(haveNoForeignTypes());

    @ArchTest
    static final ArchRule STATIC_MEANS_FINAL = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("dev.whittle.runtime..")
            .should()
            .beFinal();

    private static ArchRule room(String room, String... mayKnow) {
        String[] all = java.util.Arrays.copyOf(mayKnow, mayKnow.length + 2);
        all[mayKnow.length] = JDK;
        all[mayKnow.length + 1] = NULLNESS;
        return classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(all).or(primitiveOrArrayOf(all)));
    }

    private static DescribedPredicate<JavaClass> primitiveOrArrayOf(String... packages) {
        return DescribedPredicate.describe(
                "primitives and arrays",
                c -> c.getBaseComponentType().isPrimitive()
                        || resideInAnyPackage(packages).test(c.getBaseComponentType()));
    }

    private static DescribedPredicate<JavaClass> publicOutside(String... packages) {
        DescribedPredicate<JavaClass> inside = resideInAnyPackage(packages);
        return DescribedPredicate.describe(
                "public and in the rooms' outer packages",
                c -> c.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                        && !inside.test(c));
    }

    private static ArchCondition<JavaMethod> haveNoForeignTypes() {
        DescribedPredicate<JavaClass> foreign = resideInAnyPackage(
                "org.objectweb.asm..",
                "sootup..",
                "com.ibm.wala..",
                "com.microsoft.z3..",
                "io.github.cvc5..",
                "org.ejml..");
        return new ArchCondition<>("have no foreign types") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                java.util.stream.Stream.concat(
                                method.getRawParameterTypes().stream(),
                                java.util.stream.Stream.of(method.getRawReturnType()))
                        .map(JavaClass::getBaseComponentType)
                        .filter(foreign)
                        .forEach(t -> events.add(
                                SimpleConditionEvent.violated(method, method.getFullName() + " shows " + t.getName())));
            }
        };
    }
}
