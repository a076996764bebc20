package org.affidavit.gateway.identity;

import static java.util.stream.Collectors.toSet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.recording.Recorder;
import org.affidavit.sessionlog.event.GatewayEvent.SecretIssued;
import org.affidavit.sessionlog.event.GatewayEvent.SecretRevoked;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.SessionId;

/// Short secrets that stand for a token, for clients that take no password as long as a token is.
/// Each opens one resource, as often as wanted, until it expires: after an hour, or with its token.
///
/// They live in memory, as hashes: a gateway that was started again knows none.
public final class SessionSecrets implements TokenVerifier {
    /// What a secret begins with, so that it is not taken for a token, and is found where it should
    /// not be.
    public static final String PREFIX = "afs_";

    private static final int SECRET_BYTES = 32;
    private static final Duration LIFE_MAX = Duration.ofHours(1);

    /// How long one that has expired is remembered: whoever asks now and then whether it was
    /// revoked must not miss it.
    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final int EACH_MAX = 100;
    private static final int ALL_MAX = 10_000;

    private final TokenVerifier tokens;
    private final Set<String> resources;
    private final Recorder recorder;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Entry> byHash = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();

    private record Entry(
            String id, VerifiedToken token, String resource, Instant since, Instant until) {
        boolean of(Principal who) {
            return token.principal().issuer().equals(who.issuer())
                    && token.principal().subject().equals(who.subject());
        }
    }

    /// A secret, the one time that it is shown.
    public record Issued(String id, String secret, String resource, Instant until) {
        @Override
        public String toString() {
            return "Issued[id=" + id + "]";
        }
    }

    /// @param tokens verifies what is no secret
    /// @param resources that can be opened
    public SessionSecrets(
            TokenVerifier tokens,
            Set<String> resources,
            Recorder recorder,
            Clock clock,
            SecureRandom random) {
        this.tokens = tokens;
        this.resources = Set.copyOf(resources);
        this.recorder = recorder;
        this.clock = clock;
        this.random = random;
    }

    /// Gives a secret for a good token. It is on record before it is given.
    ///
    /// @return fails with [SecretRefused]
    public CompletableFuture<Issued> issue(VerifiedToken token, String resource) {
        if (!resources.contains(resource)) {
            return refused("resource-unknown", "There is no resource of this name: " + resource);
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Instant last = now.plus(LIFE_MAX);
        var entry =
                new Entry(
                        SessionId.at(now, random).value(),
                        token,
                        resource,
                        now,
                        token.until().isBefore(last) ? token.until() : last);
        if (!keep(hash(secret), entry, now)) {
            return refused(
                    "too-many-secrets",
                    "As many session secrets are in use as there may be: "
                            + EACH_MAX
                            + " for one principal, "
                            + ALL_MAX
                            + " in all, revoked ones counted until they would have expired. Use"
                            + " those that there are.");
        }
        return recorder.record(
                        new SecretIssued(
                                now,
                                entry.id(),
                                token.principal().issuer(),
                                resource,
                                entry.until()))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        forget(entry);
                    }
                })
                .thenApply(_ -> new Issued(entry.id(), secret, resource, entry.until()));
    }

    /// A secret that is in use, without what it is.
    public record InUse(
            String id, String principal, String resource, Instant since, Instant until) {}

    /// The secrets of a principal that open something, the oldest first.
    public List<InUse> of(Principal who) {
        Instant now = clock.instant();
        synchronized (byHash) {
            return byHash.values().stream()
                    .filter(entry -> entry.of(who) && !revoked.contains(entry.id()))
                    .filter(entry -> now.isBefore(entry.until()))
                    .map(entry ->
                            new InUse(
                                    entry.id(),
                                    entry.token().principal().name(),
                                    entry.resource(),
                                    entry.since(),
                                    entry.until()))
                    .sorted(Comparator.comparing(InUse::id))
                    .toList();
        }
    }

    /// From now on a secret opens nothing more, and what it opened ends. Only its own principal can
    /// say so.
    ///
    /// @return completes when it is on record; fails with [SecretRefused]
    public CompletableFuture<Void> revoke(Principal who, String id) {
        Optional<Entry> found;
        synchronized (byHash) {
            found =
                    byHash.values().stream()
                            .filter(entry -> entry.id().equals(id) && entry.of(who))
                            .filter(entry -> !revoked.contains(id))
                            .findFirst();
            found.ifPresent(_ -> revoked.add(id));
        }
        return found.isPresent()
                ? recorder.record(new SecretRevoked(clock.instant(), id))
                : refused("not-found", "You have no session secret of this id: " + id);
    }

    @Override
    public boolean revoked(String secret) {
        synchronized (byHash) {
            return revoked.contains(secret);
        }
    }

    /// A token only: a secret opens a resource and nothing else.
    @Override
    public CompletableFuture<VerifiedToken> verify(String token) {
        return tokens.verify(token);
    }

    @Override
    public CompletableFuture<VerifiedToken> verify(String shown, String resource) {
        return shown.startsWith(PREFIX) ? find(shown, resource) : tokens.verify(shown, resource);
    }

    private CompletableFuture<VerifiedToken> find(String secret, String resource) {
        String hash = hash(secret);
        Entry entry;
        synchronized (byHash) {
            entry = byHash.get(hash);
            if (entry != null && revoked.contains(entry.id())) {
                entry = null;
            }
        }
        if (entry == null || !clock.instant().isBefore(entry.until())) {
            return CompletableFuture.failedFuture(
                    new TokenRefused(
                            "secret-unknown",
                            "The session secret has expired, was revoked, or is from before the"
                                    + " gateway was started."));
        }
        if (!entry.resource().equals(resource)) {
            return CompletableFuture.failedFuture(
                    new TokenRefused(
                            "secret-resource", "The session secret is for another resource."));
        }
        return CompletableFuture.completedFuture(
                new VerifiedToken(
                        entry.token().principal(), entry.token().until(), Optional.of(entry.id())));
    }

    private boolean keep(String hash, Entry entry, Instant now) {
        Principal who = entry.token().principal();
        synchronized (byHash) {
            byHash.values().removeIf(other -> !now.isBefore(other.until().plus(KEPT)));
            revoked.retainAll(byHash.values().stream().map(Entry::id).collect(toSet()));
            long own = byHash.values().stream().filter(other -> other.of(who)).count();
            if (own >= EACH_MAX || byHash.size() >= ALL_MAX) {
                return false;
            }
            byHash.put(hash, entry);
            return true;
        }
    }

    private void forget(Entry entry) {
        synchronized (byHash) {
            byHash.values().remove(entry);
        }
    }

    private static <T> CompletableFuture<T> refused(String code, String message) {
        return CompletableFuture.failedFuture(new SecretRefused(code, message));
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
