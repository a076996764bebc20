package org.affidavit.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.affidavit.gateway.listen.TlsMaterial;
import org.affidavit.sessionlog.SessionLog;

/// The arrows inside the gateway.
@AnalyzeClasses(packages = "org.affidavit.gateway", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaCall<?>> A_BLOCKING_WAIT =
            describe(
                    "a blocking wait",
                    call ->
                            call.getTargetOwner().isAssignableTo(Future.class)
                                            && Set.of("get", "join").contains(call.getName())
                                    || call.getTargetOwner().isEquivalentTo(CompletableFuture.class)
                                            && Set.of("get", "join").contains(call.getName())
                                    || call.getTargetOwner().isEquivalentTo(Thread.class)
                                            && call.getName().equals("sleep"));

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE =
            noClasses()
                    .that()
                    .resideInAnyPackage("..gateway.policy..", "..gateway.masking..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.netty..", "org.apache.sshd..", "java.net..", "java.nio.file..")
                    .because(
                            "a decision must be testable as a table; give it values, not channels");

    @ArchTest
    static final ArchRule APPROVALS_KNOW_NO_SOCKETS =
            noClasses()
                    .that()
                    .resideInAPackage("..gateway.approval..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.netty..", "org.apache.sshd..", "java.net..")
                    .because("held commands outlive the connection's details; pass values");

    @ArchTest
    static final ArchRule PROTOCOLS_STAY_SEPARATE =
            slices().matching("org.affidavit.gateway.protocol.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .because(
                            "adding or removing a protocol is one folder; share through"
                                    + " Gatekeeper");

    @ArchTest
    static final ArchRule CODECS_STAND_ALONE =
            classes()
                    .that()
                    .resideInAPackage("..protocol.(*).wire..")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "java..",
                                    "io.netty.buffer..",
                                    "io.netty.handler.codec..",
                                    "org.jspecify..",
                                    "org.affidavit.gateway.protocol.postgres.wire.."))
                    .because("a codec is fuzzed alone; keep channels and policy in the proxy");

    @ArchTest
    static final ArchRule ONLY_RECORDING_WRITES_THE_LOG =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..gateway.protocol..",
                            "..gateway.listen..",
                            "..gateway.policy..",
                            "..gateway.masking..",
                            "..gateway.identity..",
                            "..gateway.credential..")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(SessionLog.class)
                    .because(
                            "there is one way into the record, and it takes masked bytes:"
                                    + " Recorder");

    @ArchTest
    static final ArchRule THE_DATA_PATH_DOES_NOT_BLOCK =
            noClasses()
                    .that()
                    .resideInAnyPackage("..gateway.protocol..", "..gateway.listen..")
                    .should()
                    .callMethodWhere(A_BLOCKING_WAIT)
                    .because("an event loop carries many sessions; compose futures");

    @ArchTest
    static final ArchRule THE_DATA_PATH_READS_NO_FILES =
            noClasses()
                    .that()
                    .resideInAnyPackage("..gateway.protocol..", "..gateway.listen..")
                    .and()
                    .areNotAssignableTo(TlsMaterial.class)
                    .and()
                    .doNotHaveSimpleName("PinnedCertificate")
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(java.nio.file.Files.class)
                    .because(
                            "an event loop must not wait for a disk; read at start, as TlsMaterial"
                                    + " does");

    @ArchTest
    static final ArchRule THE_DATA_PATH_LOCKS_NO_METHODS =
            methods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage("..gateway.protocol..", "..gateway.listen..")
                    .and()
                    .doNotHaveName("fillInStackTrace")
                    .should()
                    .notHaveModifier(JavaModifier.SYNCHRONIZED)
                    .because("a session lives on one event loop; lock a small block if it must be");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.affidavit.gateway.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("a cycle is one package in two folders");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_THINGS_ARE =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Impl")
                    .because("such names hide what a type is for; name the difference");
}
