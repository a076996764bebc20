package org.affidavit.sessionlog.event;

import java.util.List;

/// An authenticated identity, agent or human: exactly what its token said.
///
/// @param issuer OIDC issuer
/// @param subject OIDC subject
/// @param name what people call it
/// @param owner the human or team behind an agent; empty when the token names none
/// @param groups groups the token names, none implied
public record Principal(
        String issuer, String subject, String name, String owner, List<String> groups) {
    public Principal {
        groups = List.copyOf(groups);
    }
}
