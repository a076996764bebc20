package org.affidavit.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "org.affidavit.gateway",
        importOptions = ImportOption.DoNotIncludeTests.class)
class DecidingArchitectureTest {
    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE =
            noClasses()
                    .that()
                    .resideInAnyPackage("..gateway.policy..", "..gateway.masking..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.netty..", "java.net..", "java.io..", "java.nio.file..")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.time.Clock")
                    .because(
                            "a verdict follows from its arguments alone, so that it can be tested");

    @ArchTest
    static final ArchRule POLICY_KNOWS_NOTHING_OF_MASKING =
            noClasses()
                    .that()
                    .resideInAPackage("..gateway.policy..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..gateway.masking..", "..gateway.identity..")
                    .because("masking acts on what policy says, not the other way round");

    @ArchTest
    static final ArchRule CONFIGURATION_COMES_FIRST =
            noClasses()
                    .that()
                    .resideInAPackage("..gateway.config..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "..gateway.policy..",
                            "..gateway.masking..",
                            "..gateway.identity..",
                            "..gateway.protocol..",
                            "io.netty..")
                    .because("everything reads settings, and settings know nothing of their users");

    @ArchTest
    static final ArchRule ONLY_POLICY_JUDGES_TEXTS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("..gateway.policy..", "..gateway.grammar..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..gateway.grammar..", "dev.cel..")
                    .because("facts and verdicts come from one place");

    @ArchTest
    static final ArchRule THE_GRAMMAR_IS_KNOWN_BY_ITS_TREES =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..gateway.grammar..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.dylibso.chicory..")
                    .because("what runs the grammar shall be replaceable unseen");
}
