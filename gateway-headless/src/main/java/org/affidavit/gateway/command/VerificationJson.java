package org.affidavit.gateway.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.Erased;
import org.affidavit.sessionlog.verify.Gap;
import org.affidavit.sessionlog.verify.Period;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;

/// A verification's report for programs. `docs/verify.md` lists the names, which never change their
/// meaning; new ones may be added.
final class VerificationJson {
    private VerificationJson() {}

    static String text(VerificationReport report, LogKeys keys, ExitCode exit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdict", word(report.verdict()));
        json.put("exitCode", exit.code());
        json.put("sentence", VerificationText.sentence(report));
        if (report.verdict() instanceof Verdict.Altered altered) {
            json.put("firstBadRecord", altered.record());
            json.put("stillHolds", altered.stillHolds());
        }
        json.put("checks", report.checks().stream().map(VerificationJson::check).toList());
        json.put("origin", report.origin());
        json.put("keyId", report.keyId());
        json.put("records", report.records());
        json.put("sessions", report.sessions());
        json.put("openSessions", report.openSessions());
        json.put("payloadBytes", report.payloadBytes());
        json.put("from", report.from().map(Object::toString).orElse(""));
        json.put("to", report.to().map(Object::toString).orElse(""));
        json.put("checkpointSize", report.checkpointSize());
        json.put("root", report.root());
        json.put("periods", list(report.coverage().periods(), VerificationJson::period));
        json.put("periodsNotListed", report.coverage().periodsMore());
        json.put("gaps", list(report.coverage().gaps(), VerificationJson::gap));
        json.put("gapsNotListed", report.coverage().gapsMore());
        json.put("erased", erased(report.erased()));
        json.put("notShown", CoverageText.NOT_SHOWN);
        json.put("keys", keys.keys());
        json.put("keyFoundBesideLog", !keys.named());
        return Json.JSON.writeValueAsString(json);
    }

    private static <T> List<Map<String, Object>> list(
            List<T> from, java.util.function.Function<T, Map<String, Object>> form) {
        return from.stream().map(form).toList();
    }

    private static Map<String, Object> check(CheckResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("check", word(result.check()));
        json.put("status", word(result.status()));
        json.put("detail", result.detail());
        return json;
    }

    private static Map<String, Object> period(Period period) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", word(period.state()));
        json.put("from", period.from().toString());
        json.put("to", period.to().toString());
        json.put("firstRecord", period.first());
        json.put("endRecord", period.end());
        json.put("opened", period.opened());
        json.put("closed", period.closed());
        json.put("aborted", period.aborted());
        json.put("open", period.open());
        return json;
    }

    private static Map<String, Object> gap(Gap gap) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", word(gap.kind()));
        json.put("from", gap.from().toString());
        json.put("to", gap.to().toString());
        json.put("record", gap.record());
        return json;
    }

    private static Map<String, Object> erased(Erased erased) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("payloads", erased.payloads());
        json.put("sessions", erased.sessions());
        json.put("orders", erased.orders());
        json.put("ordersNotListed", erased.ordersMore());
        json.put("unfinished", erased.unfinished());
        json.put("unfinishedNotListed", erased.unfinishedMore());
        return json;
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Intact() -> "intact";
            case Verdict.Unsigned _ -> "unsigned";
            case Verdict.Torn _ -> "torn";
            case Verdict.Altered _ -> "altered";
            case Verdict.RolledBack _ -> "rolled-back";
            case Verdict.Forked _ -> "forked";
            case Verdict.UnknownKey _ -> "unknown-key";
            case Verdict.TooNew _ -> "too-new";
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
