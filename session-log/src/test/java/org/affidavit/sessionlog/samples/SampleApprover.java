package org.affidavit.sessionlog.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.Principal;

/// Mira Novak and her device key: always the same key, worthless outside of samples.
public final class SampleApprover {
    /// Who she is.
    public static final Principal MIRA =
            new Principal(
                    "https://id.sample.example",
                    "user|mira",
                    "Mira Novak",
                    "",
                    List.of("security-leads"));

    private static final String JWK =
            """
            {"kty":"EC","crv":"P-256",\
            "d":"rkUeb7goHGN53qM0HF_bdJ8GvD2MFXoJrse2Abl4yhA",\
            "kid":"EbvCc1BHjHlL7XmpNmZrob-4cMy1LA9EUj52c_rCjmI",\
            "x":"6IlJ-1RZJYHFSRyDztr6cY5AEyuTc7x-1qT7ttPVE2g",\
            "y":"og0dUZcfiGoBNpo2FUy5HMB9Nkj_yW_QvVhPJ-1mZK8"}\
            """;

    private final DeviceKey key;

    private SampleApprover(DeviceKey key) {
        this.key = key;
    }

    /// Her key, as her device holds it.
    public static SampleApprover load() throws IOException {
        Path file = Files.createTempFile("sample-device", ".jwk");
        try {
            return new SampleApprover(DeviceKey.loadOrCreate(Files.writeString(file, JWK)));
        } finally {
            Files.delete(file);
        }
    }

    /// The enrolment of her key.
    public DeviceEnrolled enrolled(Instant at) {
        String jwk = key.publicJwk();
        try {
            return new DeviceEnrolled(at, MIRA, DeviceKey.thumbprint(jwk), jwk);
        } catch (ParseException e) {
            throw new IllegalStateException("A key that was loaded has a thumbprint", e);
        }
    }

    /// Signs a decision with her key.
    public String sign(ConsentDecision decision) {
        return key.sign(decision);
    }
}
