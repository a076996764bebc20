package org.affidavit.index;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "org.affidavit.index",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule only_one_package_sees_lucene =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.affidavit.index.lucene")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.lucene..")
                    .because(
                            "another engine must be able to take its place: put it in"
                                    + " index.lucene");

    @ArchTest
    static final ArchRule nothing_here_writes_the_log =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("org.affidavit.sessionlog.SessionLog")
                    .because("the index is never evidence: read with SessionLogReader");

    @ArchTest
    static final ArchRule queries_know_nothing_of_the_index =
            noClasses()
                    .that()
                    .resideInAPackage("org.affidavit.index.query")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.affidavit.index.lucene")
                    .because("the language outlives the engine");

    @ArchTest
    static final ArchRule sub_packages_have_no_cycles =
            slices().matching("org.affidavit.index.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("a cycle is one package that does not know it yet");
}
