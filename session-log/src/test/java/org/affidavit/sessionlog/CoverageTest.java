package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.GatewayStarted;
import org.affidavit.sessionlog.event.GatewayEvent.GatewayStopped;
import org.affidavit.sessionlog.event.GatewayEvent.Heartbeat;
import org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.verify.Coverage;
import org.affidavit.sessionlog.verify.Gap;
import org.affidavit.sessionlog.verify.Period;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which time and which sessions a log vouches for, and which not.
class CoverageTest {
    private static final Instant START = SampleLogs.START;
    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");
    private static final SessionId FIRST = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
    private static final SessionId SECOND = new SessionId("01KA5B9ZZ3E5F7G9H1J3K5M7N9");

    @TempDir Path folder;
    private TestLog log;

    @BeforeEach
    void prepare() {
        log = new TestLog(folder);
    }

    private void write(Event... events) throws IOException {
        try (var writer = log.open()) {
            append(writer, events);
        }
    }

    private static void append(SessionLog writer, Event... events) {
        for (Event event : events) {
            writer.append(event, Payload.NONE).join();
        }
    }

    private Coverage coverage() throws IOException {
        var report = log.verify();
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        return report.coverage();
    }

    private static PeriodClosed upTo(Instant to) {
        return PeriodClosed.upTo(to, to);
    }

    private static Heartbeat beat(Instant at, Duration monotonic) {
        return new Heartbeat(at, "boot", monotonic.toNanos(), 0);
    }

    @Test
    void aClosedPeriodProvesHowManySessionsItOpened() throws IOException {
        write(
                SampleEvents.opened(FIRST),
                SampleEvents.opened(SECOND),
                SampleEvents.closed(FIRST),
                upTo(MIDNIGHT),
                SampleEvents.closed(SECOND));
        assertThat(coverage().periods())
                .containsExactly(
                        new Period(START, MIDNIGHT, 0, 5, 2, 2, 0, 0, Period.State.PROVEN),
                        new Period(
                                MIDNIGHT,
                                START.plusNanos(1),
                                5,
                                6,
                                0,
                                0,
                                0,
                                0,
                                Period.State.RUNNING));
    }

    @Test
    void aDayWithoutSessionsIsAStatementOfSilence() throws IOException {
        write(upTo(MIDNIGHT), upTo(MIDNIGHT.plus(Duration.ofDays(1))));
        assertThat(coverage().periods())
                .extracting(Period::opened, Period::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, Period.State.PROVEN),
                        org.assertj.core.groups.Tuple.tuple(0L, Period.State.PROVEN));
    }

    @Test
    void aSessionWithoutAnEndIsCountedAsOpen() throws IOException {
        try (var writer = log.open()) {
            append(writer, SampleEvents.opened(FIRST), upTo(MIDNIGHT));
            writer.checkpoint().join();
            assertThat(coverage().periods().getFirst().open()).isEqualTo(1);
        }
    }

    @Test
    void aPeriodOutlivesTheWriterThatBeganIt() throws IOException {
        write(SampleEvents.opened(FIRST), SampleEvents.closed(FIRST));
        try (var writer = log.open()) {
            assertThat(writer.periodFrom()).isEqualTo(START);
            append(writer, upTo(MIDNIGHT));
            assertThat(writer.periodFrom()).isEqualTo(MIDNIGHT);
        }
        log.open().close();
        assertThat(coverage().periods().getFirst().opened()).isEqualTo(1);
    }

    @Test
    void noPeriodIsClosedTwice() throws IOException {
        try (var writer = log.open()) {
            append(writer, upTo(MIDNIGHT));
            assertThatThrownBy(() -> append(writer, upTo(MIDNIGHT)))
                    .hasMessageContaining("closed already");
        }
    }

    @Test
    void aClosingRecordThatDoesNotFitIsNamed() throws IOException {
        write(SampleEvents.opened(FIRST), SampleEvents.closed(FIRST), upTo(MIDNIGHT));
        var forge = new LogForge(log.path());
        var none = new PeriodClosed(MIDNIGHT, START, MIDNIGHT, 0, "ab".repeat(32), 0);
        forge.rewrite(leaves -> {
            leaves.set(3, LogForge.withEvent(leaves.get(3), none));
            return leaves;
        });
        forge.signAgain(log.signer());
        var report = log.verify();
        assertThat(report.verdict())
                .isInstanceOfSatisfying(
                        Verdict.Altered.class,
                        altered -> {
                            assertThat(altered.record()).isEqualTo(3);
                            assertThat(altered.what()).contains("the sessions it sums up");
                        });
        assertThat(report.coverage().periods().getFirst().state()).isEqualTo(Period.State.UNPROVEN);
        assertThatThrownBy(log::open).hasMessageContaining("closes a period that it does not fit");
    }

    @Test
    void anUnsignedClosingRecordProvesNothing() throws IOException {
        try (var writer = log.open()) {
            append(writer, upTo(MIDNIGHT));
            log.copyUnsigned(folder.resolve("copy"));
        }
        var report = log.verify(folder.resolve("copy"));
        assertThat(report.coverage().periods().getFirst().state()).isEqualTo(Period.State.UNPROVEN);
    }

    @Test
    void steadyHeartbeatsLeaveNoGap() throws IOException {
        write(
                started(START),
                beat(START.plusSeconds(60), Duration.ofSeconds(60)),
                beat(START.plusSeconds(120), Duration.ofSeconds(120)));
        assertThat(coverage().gaps()).isEmpty();
    }

    @Test
    void silenceOfARunningGatewayIsAGap() throws IOException {
        write(started(START), beat(START.plusSeconds(600), Duration.ofSeconds(600)));
        assertThat(coverage().gaps())
                .containsExactly(new Gap(Gap.Kind.SILENT, START, START.plusSeconds(600), 2));
    }

    @Test
    void aClockThatWasSetIsAGap() throws IOException {
        write(
                started(START),
                beat(START.plusSeconds(10), Duration.ofSeconds(10)),
                beat(START.plusSeconds(80), Duration.ofSeconds(20)));
        assertThat(coverage().gaps())
                .containsExactly(
                        new Gap(Gap.Kind.CLOCK, START.plusSeconds(10), START.plusSeconds(80), 3));
    }

    @Test
    void anOrderlyStopAndACrashAreToldApart() throws IOException {
        write(started(START), new GatewayStopped(START.plusSeconds(5), "boot"));
        write(started(START.plusSeconds(500)));
        write(started(START.plusSeconds(900)));
        assertThat(coverage().gaps())
                .containsExactly(
                        new Gap(Gap.Kind.STOPPED, START.plusSeconds(5), START.plusSeconds(500), 3),
                        new Gap(
                                Gap.Kind.CRASHED,
                                START.plusSeconds(500),
                                START.plusSeconds(900),
                                4));
    }

    @Test
    void anOrderGivenWhileNoGatewayRanIsNoCrash() throws IOException {
        write(started(START), new GatewayStopped(START.plusSeconds(5), "boot"));
        try (var writer = log.open()) {
            var _ = writer.placeHold(Optional.empty(), "dana", "case 12");
        }
        write(started(START.plusSeconds(900)));
        assertThat(coverage().gaps()).extracting(Gap::kind).containsOnly(Gap.Kind.STOPPED);
    }

    @Test
    void aMonotonicClockThatGoesBackIsAGap() throws IOException {
        write(
                started(START),
                beat(START.plusSeconds(1), Duration.ofSeconds(2)),
                beat(START.plusSeconds(2), Duration.ofSeconds(1)));
        assertThat(coverage().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.CLOCK);
    }

    @Test
    void aLifeOfTheWriterThatComesAgainIsNamed() throws IOException {
        write(started(START));
        write(started(START));
        write(started(START));
        var forge = new LogForge(log.path());
        forge.rewriteRenumbered(
                leaves -> List.of(leaves.get(0), leaves.get(1), leaves.get(2), leaves.get(1)));
        assertThat(((Verdict.Altered) log.verify().verdict()).what()).contains("had ended");
    }

    private static GatewayStarted started(Instant at) {
        return new GatewayStarted(at, "boot", "0.1.0", "c0".repeat(32));
    }
}
