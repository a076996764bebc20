package org.affidavit.evidence.report;

import java.time.Instant;
import java.util.List;

/// One command in full.
///
/// @param ref its number in the packet, such as `1.3`
/// @param blocks what was asked, what happened and what came back, in order
public record StepPart(String ref, Instant at, String took, Outcome outcome, List<Block> blocks) {
    public StepPart {
        blocks = List.copyOf(blocks);
    }

    /// One piece of a command's account.
    public sealed interface Block permits StatementPart, Remark, ResultPart {}

    /// A statement and its bound values.
    ///
    /// @param record index of the record that holds it
    /// @param parameters one each, in order, numbered from 1
    public record StatementPart(long record, Excerpt text, List<ResultPart.Value> parameters)
            implements Block {
        public StatementPart {
            parameters = List.copyOf(parameters);
        }
    }

    /// Something that happened to a command.
    public record Remark(Tone tone, String title, List<Fact> facts) implements Block {
        public Remark {
            facts = List.copyOf(facts);
        }
    }
}
