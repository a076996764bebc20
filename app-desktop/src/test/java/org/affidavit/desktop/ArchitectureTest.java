package org.affidavit.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
        packages = "org.affidavit.desktop",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] FEATURES = {
        "org.affidavit.desktop.sessions..",
        "org.affidavit.desktop.replay..",
        "org.affidavit.desktop.approvals..",
        "org.affidavit.desktop.integrity..",
        "org.affidavit.desktop.packets.."
    };

    @ArchTest
    static final ArchRule view_models_know_no_widget =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("ViewModel")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.fxml..")
                    .because("view models are tested without a toolkit; put widgets into the view");

    @ArchTest
    static final ArchRule views_know_no_evidence =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("View")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.affidavit.sessionlog..",
                            "org.affidavit.index..",
                            "org.affidavit.evidence..")
                    .because("views show what the view model made of the evidence, use its rows");

    @ArchTest
    static final ArchRule one_place_crosses_threads =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.affidavit.desktop.task..")
                    .and()
                    .doNotHaveSimpleName("DesktopApp")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("javafx.application.Platform")
                    .because("threads are crossed in one place, use task.Tasks");

    @ArchTest
    static final ArchRule screens_can_be_removed =
            slices().matching("org.affidavit.desktop.(*)..")
                    .namingSlices("$1")
                    .that(
                            DescribedPredicate.describe(
                                    "are screens",
                                    slice ->
                                            Arrays.stream(FEATURES)
                                                    .anyMatch(name ->
                                                            name.contains(
                                                                    "."
                                                                            + slice.getDescription()
                                                                            + "."))))
                    .should()
                    .notDependOnEachOther()
                    .because("only the composition knows several screens");

    @ArchTest
    static final ArchRule shell_knows_no_screen =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "org.affidavit.desktop.shell..",
                            "org.affidavit.desktop.look..",
                            "org.affidavit.desktop.words..",
                            "org.affidavit.desktop.task..",
                            "org.affidavit.desktop.library..",
                            "org.affidavit.desktop.gateway..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(FEATURES)
                    .because("what screens share must not know them");

    @ArchTest
    static final ArchRule auditors_app_stays_small =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.lucene..",
                            "org.apache.pdfbox..",
                            "io.netty..",
                            "org.affidavit.gateway..")
                    .because("the app meets them through SessionIndex, PacketExporter and HTTP");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("org.affidavit.desktop.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("a package that needs its user cannot be read alone");

    @ArchTest
    static final ArchRule names_say_what_a_class_is =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                    .because("such names say nothing, name the difference");

    @ArchTest
    static final ArchRule every_package_is_null_marked =
            classes()
                    .that()
                    .haveSimpleName("package-info")
                    .should()
                    .beAnnotatedWith(NullMarked.class)
                    .because("a missing value must be visible in the type");
}
