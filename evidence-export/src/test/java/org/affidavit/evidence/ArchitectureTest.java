package org.affidavit.evidence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "org.affidavit.evidence",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule pdfOnlyInPdf =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..evidence.pdf..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.pdfbox..", "org.apache.fontbox..", "com.openhtmltopdf..")
                    .because(
                            "what a packet says must be testable without rendering it; use report");

    @ArchTest
    static final ArchRule reportHasNoInputOrOutput =
            noClasses()
                    .that()
                    .resideInAPackage("..evidence.report..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.io..", "java.nio..", "java.net..")
                    .because("a report is a pure function of what was read; read in collect");

    @ArchTest
    static final ArchRule reportKnowsNothingOfTheOthers =
            noClasses()
                    .that()
                    .resideInAPackage("..evidence.report..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "..evidence.pdf..", "..evidence.collect..", "..evidence.check..")
                    .because("data comes first; looks, reading and checking depend on it");

    @ArchTest
    static final ArchRule pdfReadsNoLog =
            noClasses()
                    .that()
                    .resideInAPackage("..evidence.pdf..")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching("org\\.affidavit\\.sessionlog\\.SessionLog.*")
                    .because("pages are set from the report alone");

    @ArchTest
    static final ArchRule doorShowsNoLibrary =
            noClasses()
                    .that()
                    .resideInAPackage("org.affidavit.evidence")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.pdfbox..", "com.openhtmltopdf..", "tools.jackson..")
                    .because("users of the door must not see how packets are made");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.affidavit.evidence.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatThingsAre =
            classes()
                    .should()
                    .haveSimpleNameNotEndingWith("Util")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Utils")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Helper")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Manager")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Impl")
                    .because("a name must say what the thing is");
}
