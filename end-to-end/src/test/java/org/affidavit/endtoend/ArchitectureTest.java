package org.affidavit.endtoend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.affidavit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule nothing_depends_on_the_end_to_end_module =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.affidavit.endtoend..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.affidavit.endtoend..")
                    .because("the demo is a user of the product, not a part of it");

    @ArchTest
    static final ArchRule the_desktop_and_the_gateway_meet_only_over_the_wire =
            noClasses()
                    .that()
                    .resideInAPackage("org.affidavit.desktop..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.affidavit.gateway..")
                    .because("an auditor's app must not carry the attack surface that it audits");

    @ArchTest
    static final ArchRule the_data_path_knows_neither_index_nor_packets =
            noClasses()
                    .that()
                    .resideInAPackage("org.affidavit.gateway..")
                    .and()
                    .resideOutsideOfPackage("org.affidavit.gateway.command..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.affidavit.index..", "org.affidavit.evidence..")
                    .because("only the affidavit command searches and exports");
}
