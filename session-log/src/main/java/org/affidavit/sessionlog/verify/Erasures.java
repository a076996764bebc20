package org.affidavit.sessionlog.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.GatewayEvent.HoldReleased;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// Part of PAYLOADS: what was erased is exactly what signed records order to be. Part of RECORDS:
/// no record orders to erase what a hold covers.
///
/// A writer overwrites nothing before a checkpoint covers the order. So an order that no checkpoint
/// covers, or only one that was signed after a crash, explains nothing: anybody could have written
/// it.
final class Erasures {
    private static final int NAMED_MAX = 3;

    private final Findings findings;
    private final Map<SessionId, List<Mark>> marks = new HashMap<>();
    private final Map<SessionId, Integer> erasedAlone = new HashMap<>();
    private final Map<String, Held> holds = new LinkedHashMap<>();
    private final List<Release> releases = new ArrayList<>();
    private final List<Order> unsigned = new ArrayList<>();
    private final List<Order> unfinished = new ArrayList<>();
    private final List<Long> disowned = new ArrayList<>();
    private final List<Long> orders = new ArrayList<>();
    private final IdSet sessions = new IdSet();
    private long payloads;
    private long finished;
    private boolean unexplained;

    /// A frame that is not what was recorded.
    ///
    /// @param whole whether it is a whole frame that says it was erased
    private record Mark(long record, FrameType type, boolean whole, Path file) {
        boolean isPayload() {
            return type == FrameType.PAYLOAD;
        }

        boolean isCoveredBy(PayloadErased order) {
            return order.record().isEmpty() || (isPayload() && order.record().get() == record);
        }
    }

    private record Order(long index, PayloadErased event) {}

    private record Held(long index, HoldPlaced event) {}

    /// Not signed yet: if it is taken over instead, the hold stays.
    private record Release(long index, Held hold) {}

    Erasures(Findings findings) {
        this.findings = findings;
    }

    /// A frame says that what a record commits to was erased.
    void erased(Leaf leaf, FrameType type, Path file) {
        mark(leaf, new Mark(leaf.index(), type, true, file));
    }

    /// No whole frame is where a record says.
    void damaged(Leaf leaf, FrameType type, Path file) {
        mark(leaf, new Mark(leaf.index(), type, false, file));
    }

    private void mark(Leaf leaf, Mark mark) {
        if (leaf.event() instanceof SessionEvent event) {
            marks.computeIfAbsent(event.session(), _ -> new ArrayList<>()).add(mark);
        } else {
            broken(mark);
        }
    }

    /// Takes the next record.
    void note(long index, Event event) {
        switch (event) {
            case PayloadErased erased -> {
                unsigned.add(new Order(index, erased));
                checkHolds(index, erased);
            }
            case HoldPlaced placed -> {
                if (holds.putIfAbsent(placed.hold(), new Held(index, placed)) != null) {
                    wrong(index, "places a hold that is in force already");
                }
            }
            case HoldReleased released -> {
                Held hold = holds.remove(released.hold());
                if (hold == null) {
                    wrong(index, "releases a hold that is not in force");
                } else {
                    releases.add(new Release(index, hold));
                }
            }
            default -> {
                // Says nothing of either.
            }
        }
    }

    private void checkHolds(long index, PayloadErased erased) {
        for (Held hold : holds.values()) {
            if (hold.event().covers(erased.session())) {
                wrong(
                        index,
                        "orders to erase what the hold of record "
                                + hold.index()
                                + " by "
                                + hold.event().by()
                                + " forbids");
                return;
            }
        }
    }

    private void wrong(long index, String what) {
        findings.broken(Check.RECORDS, index, "record " + index + " " + what);
    }

    void recovered(long index, LogRecovered recovered) {
        long first = index - recovered.adopted();
        unsigned.removeIf(order -> order.index() >= first && disowned.add(order.index()));
        releases.removeIf(release -> {
            boolean adopted = release.index() >= first;
            if (adopted) {
                holds.put(release.hold().event().hold(), release.hold());
            }
            return adopted;
        });
    }

    /// A checkpoint covers all records up to here.
    void signed() {
        unsigned.forEach(this::settle);
        unsigned.clear();
        releases.clear();
    }

    private void settle(Order order) {
        PayloadErased event = order.event();
        unfinished.removeIf(before -> isRepeated(before.event(), event));
        List<Mark> covered = take(event);
        int gone = (int) covered.stream().filter(mark -> mark.whole && mark.isPayload()).count();
        boolean whole = covered.stream().allMatch(Mark::whole);
        boolean complete;
        if (event.record().isPresent()) {
            erasedAlone.merge(event.session(), gone, Integer::sum);
            complete = gone == 1;
        } else {
            int before = erasedAlone.getOrDefault(event.session(), 0);
            boolean key = covered.stream().anyMatch(mark -> mark.whole && !mark.isPayload());
            complete = key && gone + before == event.payloads();
        }
        if (whole && complete) {
            finished(order, gone);
        } else {
            unfinished.add(order);
        }
    }

    /// The marks that an order explains.
    private List<Mark> take(PayloadErased order) {
        var covered = new ArrayList<Mark>();
        var left = new ArrayList<Mark>();
        for (Mark mark : marks.getOrDefault(order.session(), List.of())) {
            (mark.isCoveredBy(order) ? covered : left).add(mark);
        }
        if (left.isEmpty()) {
            marks.remove(order.session());
        } else {
            marks.put(order.session(), left);
        }
        return covered;
    }

    private static boolean isRepeated(PayloadErased before, PayloadErased event) {
        return before.session().equals(event.session())
                && (event.record().isEmpty() || before.record().equals(event.record()));
    }

    private void finished(Order order, int gone) {
        payloads += gone;
        finished++;
        sessions.add(order.event().session().bits());
        if (orders.size() < Erased.NAMED_MAX) {
            orders.add(order.index());
        }
    }

    /// All records were read.
    ///
    /// @param whole whether nothing stopped the reading
    void finish(boolean whole) {
        unexplained = !marks.isEmpty() || !unfinished.isEmpty();
        for (List<Mark> left : marks.values()) {
            for (Mark mark : left) {
                if (whole || !mark.whole()) {
                    broken(mark);
                }
            }
        }
        if (!unfinished.isEmpty()) {
            Order first = unfinished.getFirst();
            findings.unknown(
                    Check.PAYLOADS,
                    "record "
                            + first.index()
                            + " orders the erasure of "
                            + name(first.event())
                            + ", which is not finished: run the same `affidavit erase` again"
                            + (unfinished.size() == 1
                                    ? ""
                                    : "; so do " + (unfinished.size() - 1) + " more records"));
        }
    }

    private static String name(PayloadErased order) {
        Optional<Long> record = order.record();
        return (record.isPresent() ? "the payload of record " + record.get() + " in " : "")
                + "session "
                + order.session();
    }

    private void broken(Mark mark) {
        findings.broken(
                Check.PAYLOADS,
                mark.record(),
                "the "
                        + (mark.isPayload() ? "payload" : "key")
                        + " of record "
                        + mark.record()
                        + (mark.whole()
                                ? " was erased, and no record signed before that orders it"
                                : " is missing or damaged")
                        + " ("
                        + mark.file().getFileName()
                        + ")");
    }

    /// Whether something is erased that no record read so far orders, or not erased that one does.
    boolean areUnexplained() {
        return unexplained;
    }

    Erased result() {
        List<Long> left = unfinished.stream().map(Order::index).limit(Erased.NAMED_MAX).toList();
        return new Erased(
                payloads,
                sessions.size(),
                orders,
                finished - orders.size(),
                left,
                (long) unfinished.size() - left.size());
    }

    /// Words to add to a sentence on what was checked; empty if there is nothing to say.
    String words() {
        return finishedWords() + disownedWords();
    }

    private String finishedWords() {
        if (finished == 0) {
            return "";
        }
        return "; %a of %b erased, as ordered by %c "
                        .replace("%a", Counts.of(payloads, "payload"))
                        .replace("%b", Counts.of(sessions.size(), "session"))
                        .replace("%c", finished == 1 ? "record" : "records")
                + named(orders, finished);
    }

    private String disownedWords() {
        if (disowned.isEmpty()) {
            return "";
        }
        return "; %c %n, by which something was to be erased, nobody had signed when a writer took"
                        .replace("%c", disowned.size() == 1 ? "record" : "records")
                        .replace("%n", named(disowned, disowned.size()))
                + " it over, so it orders nothing: do not repeat it unless you know who asked";
    }

    private static String named(List<Long> records, long all) {
        List<String> named = records.stream().limit(NAMED_MAX).map(Object::toString).toList();
        String more = all > named.size() ? " and " + (all - named.size()) + " more" : "";
        return String.join(", ", named) + more;
    }
}
