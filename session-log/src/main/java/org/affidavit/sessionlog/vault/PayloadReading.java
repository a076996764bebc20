package org.affidavit.sessionlog.vault;

import java.util.Optional;
import org.affidavit.sessionlog.encode.AgentDisclosures;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;

/// What came of asking for a payload. That it is sealed says nothing against it: its stored bytes
/// are those that its record commits to.
public sealed interface PayloadReading {
    /// Of a record without a payload.
    static PayloadReading none() {
        return new Open(OpenedPayload.NONE);
    }

    /// It was opened, and has the root that its record commits to.
    record Open(OpenedPayload opened) implements PayloadReading {}

    /// No key for it was given.
    ///
    /// @param why with the names of the keys that open it, as part of a sentence
    record Sealed(String why) implements PayloadReading {
        /// It was wrapped for others.
        public static Sealed of(ReadingKeys.Unwrapping.ForOthers others) {
            return new Sealed(
                    "sealed, no key for it was given; the key of "
                            + String.join(" or ", others.recipients())
                            + " opens it");
        }

        /// The key that it names for this reader does not open it.
        public static Sealed of(ReadingKeys.Unwrapping.Broken broken) {
            return new Sealed("sealed, " + broken.what());
        }
    }

    /// It is gone for ever, by order.
    ///
    /// @param order index of the record that says so
    /// @param by who ordered it
    /// @param basis what allows or demands it
    record Erased(long order, String by, String basis) implements PayloadReading {}

    /// The payload, if it was opened.
    default Optional<Payload> payload() {
        return this instanceof Open(OpenedPayload opened)
                ? Optional.of(opened.payload())
                : Optional.empty();
    }

    /// The agent of a session, of whose opening record this is the payload: with its name if this
    /// was opened and has exactly what the record commits to.
    default Agent agent(SessionOpened opened) {
        if (!(opened.agent() instanceof Agent.Withheld withheld) || payload().isEmpty()) {
            return opened.agent();
        }
        try {
            return new Agent.Named(AgentDisclosures.read(withheld, payload().get()));
        } catch (Malformed e) {
            // Never a name that nothing proves. What is wrong is the verifier's to say.
            return withheld;
        }
    }

    /// Why there is nothing to see, as part of a sentence; empty if there is.
    default String obstacle() {
        return switch (this) {
            case Open _ -> "";
            case Sealed(String why) -> why;
            case Erased(long order, String by, String basis) ->
                    "erased under record " + order + " by " + by + ": " + basis;
        };
    }
}
