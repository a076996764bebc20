package org.affidavit.sessionlog.transcript;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;

/// The smallest thing replay can step to.
public sealed interface Frame {
    /// Index in the log of the record that this was decoded from.
    long record();

    /// When it crossed the gateway.
    Instant at();

    /// The session began.
    record Opened(long record, Instant at, String client) implements Frame {}

    /// What the agent asked, as sent.
    ///
    /// @param text the statement
    /// @param parameters bound values in order, as text; empty Optional for NULL
    record Statement(long record, Instant at, String text, List<Optional<String>> parameters)
            implements Frame {
        public Statement {
            parameters = List.copyOf(parameters);
        }

        /// The same frame with what another says.
        Statement saying(Statement other) {
            return new Statement(record, at, other.text, other.parameters);
        }
    }

    /// It was forwarded: policy let it pass, or a person did.
    ///
    /// @param request the approval request whose consent it spends, if any
    record Allowed(long record, Instant at, String rule, String place, Optional<String> request)
            implements Frame {
        public Allowed(long record, Instant at, String rule, String place) {
            this(record, at, rule, place, Optional.empty());
        }
    }

    /// Policy refused it.
    record Denied(long record, Instant at, String rule, String place, String message)
            implements Frame {}

    /// It waits for a person.
    record Held(
            long record,
            Instant at,
            String request,
            String rule,
            String place,
            String digest,
            Instant expires)
            implements Frame {}

    /// A person decided.
    record Decided(
            long record,
            Instant at,
            String request,
            Principal approver,
            boolean approved,
            String reason)
            implements Frame {}

    /// Nobody decided in time.
    record Lapsed(long record, Instant at, String request, LapseCause cause) implements Frame {}

    /// Rows of a result, exactly as delivered.
    ///
    /// @param firstRow number of the first row here within the result, from 0
    record Grid(long record, Instant at, List<Column> columns, long firstRow, List<List<Cell>> rows)
            implements Frame {
        public Grid {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /// A notice, warning or error from the target or the gateway.
    record Message(
            long record,
            Instant at,
            boolean error,
            String severity,
            String code,
            String text,
            String detail,
            String hint)
            implements Frame {}

    /// The command ended.
    ///
    /// @param tag the target's completion tag, such as `DELETE 3`; empty after an error
    record Completed(long record, Instant at, String tag, long rows, long bytes) implements Frame {}

    /// Bytes that the decoder has no view for; never dropped.
    record Raw(long record, Instant at, boolean fromAgent, String what, byte[] bytes)
            implements Frame {}

    /// Bytes that crossed and cannot be shown.
    ///
    /// @param why as part of a sentence, such as that no key for them was given
    record Sealed(long record, Instant at, String why) implements Frame {}

    /// The session ended.
    record Closed(long record, Instant at, CloseCause cause) implements Frame {}

    /// The session's end was lost in a crash.
    record Aborted(long record, Instant at, String reason) implements Frame {}

    /// A column of a result.
    ///
    /// @param type the target's name of its type
    /// @param maskedBy id of the masking rule, empty if it was delivered as it was
    /// @param origin where a masked column comes from, such as `public.customers.email`, whatever
    ///   the statement calls it; empty if that is not known
    record Column(String name, String type, String maskedBy, String origin) {
        public Column(String name, String type, String maskedBy) {
            this(name, type, maskedBy, "");
        }
    }

    /// One value of a result.
    sealed interface Cell {
        /// A value as text; empty text is a value.
        record Value(String text) implements Cell {}

        /// SQL NULL.
        record Null() implements Cell {}

        /// What was delivered in place of a value.
        record Masked(String text, String rule) implements Cell {}

        /// Bytes with no text form.
        record Bytes(byte[] bytes) implements Cell {}
    }
}
