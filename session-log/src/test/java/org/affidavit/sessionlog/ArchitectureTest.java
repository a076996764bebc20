package org.affidavit.sessionlog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "org.affidavit.sessionlog",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String MODULE = "org.affidavit.sessionlog..";

    @ArchTest
    static final ArchRule STAYS_SMALL_ENOUGH_TO_REVIEW =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            MODULE,
                            "java..",
                            "javax.crypto..",
                            "javax.security..",
                            "org.jspecify..",
                            "tools.jackson..",
                            "com.nimbusds..",
                            "org.bouncycastle..",
                            "com.github.luben.zstd..")
                    .because("an outsider must be able to review all that evidence rests on");

    @ArchTest
    static final ArchRule EVENTS_KNOW_NOTHING =
            noClasses()
                    .that()
                    .resideInAPackage("..sessionlog.event..")
                    .should()
                    .dependOnClassesThat(
                            com.tngtech.archunit.base.DescribedPredicate.describe(
                                    "are of the module outside event",
                                    type ->
                                            type.getPackageName()
                                                            .startsWith("org.affidavit.sessionlog")
                                                    && !type.getPackageName()
                                                            .contains("sessionlog.event")))
                    .because("what can be said must not hang on how it is written down");

    @ArchTest
    static final ArchRule FORMATS_KNOW_NO_EVENTS =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..sessionlog.tree..", "..sessionlog.segment..", "..sessionlog.note..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.affidavit.sessionlog",
                            "..sessionlog.event..",
                            "..sessionlog.encode..",
                            "..sessionlog.key..")
                    .because("the generic log stays separable from what is logged");

    @ArchTest
    static final ArchRule VERIFIER_IS_INDEPENDENT =
            noClasses()
                    .that()
                    .resideInAPackage("..sessionlog.verify..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.affidavit.sessionlog")
                    .because("a verifier that shares code with the writer shares its mistakes");

    @ArchTest
    static final ArchRule ONLY_ENCODE_READS_JSON =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("..sessionlog.encode..", "..sessionlog.consent..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("tools.jackson..")
                    .because("there is one strict reading of a leaf; use encode.Leaf");

    @ArchTest
    static final ArchRule ONLY_ANCHOR_READS_ASN1 =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..sessionlog.anchor..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.bouncycastle..")
                    .because("a log is checked with the JDK alone; only time stamps need more");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.affidavit.sessionlog.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_THINGS_ARE =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Utils?|Helper|Manager|Impl)(\\$.*)?")
                    .because("such a name hides what the type is for");
}
