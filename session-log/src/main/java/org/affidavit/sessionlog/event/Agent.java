package org.affidavit.sessionlog.event;

import java.util.List;
import java.util.Optional;

/// Who opened a session, as far as whoever asks may know. Name, owner and subject are not in the
/// record, only digests of them, so that they can be withheld and erased.
public sealed interface Agent {
    /// Stands where people would read a name.
    String WITHHELD = "(name withheld)";

    /// OIDC issuer.
    String issuer();

    /// Groups the token names, none implied.
    List<String> groups();

    /// Who it is, if that is known here.
    Optional<Principal> named();

    /// Its name, or that it is withheld: for people only, since a name can say anything.
    default String shown() {
        return named().map(Principal::name).orElse(WITHHELD);
    }

    /// Its owner, or that it is withheld; empty if the token named none.
    default String shownOwner() {
        return named().map(Principal::owner).orElse(WITHHELD);
    }

    /// It is known: to who writes the record, and to readers with a key.
    record Named(Principal who) implements Agent {
        @Override
        public String issuer() {
            return who.issuer();
        }

        @Override
        public List<String> groups() {
            return who.groups();
        }

        @Override
        public Optional<Principal> named() {
            return Optional.of(who);
        }
    }

    /// What the record says.
    ///
    /// @param digests of the RFC 9901 disclosures of its name, owner and subject: sorted, so that
    ///   their order says nothing
    record Withheld(String issuer, List<String> groups, List<String> digests) implements Agent {
        public Withheld {
            groups = List.copyOf(groups);
            digests = List.copyOf(digests);
        }

        @Override
        public Optional<Principal> named() {
            return Optional.empty();
        }
    }
}
