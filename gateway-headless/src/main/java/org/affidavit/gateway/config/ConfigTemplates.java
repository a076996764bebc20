package org.affidavit.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.affidavit.gateway.config.GatewayConfig.Address;

/// The commented files that `affidavit init` writes for a first try on one machine.
public final class ConfigTemplates {
    /// Files with the secrets of the development issuer's clients, relative to the configuration's
    /// folder. Whoever writes the templates fills each with a fresh random secret (mode 0600).
    public static final List<String> DEVELOPMENT_SECRETS =
            List.of("clients/billing-bot.secret", "clients/dana.secret", "clients/lee.secret");

    private ConfigTemplates() {}

    /// The configuration `affidavit.yaml`.
    ///
    /// @param name the host name that clients use; the certificate must carry it
    public static String config(String name, Address control, Address issuer) {
        return template("affidavit.yaml")
                .replace("{name}", name)
                .replace("{control}", written(control))
                .replace("{issuer}", written(issuer));
    }

    /// The configuration `affidavit.yaml` of a gateway that believes an organisation's own issuer.
    ///
    /// @param name the host name that clients use; the certificate must carry it
    public static String production(String name, Address control, URI issuer) {
        return template("affidavit-production.yaml")
                .replace("{name}", name)
                .replace("{control}", written(control))
                .replace("{issuer}", issuer.toString());
    }

    /// The policy `policy.yaml`.
    public static String policy() {
        return template("policy.yaml");
    }

    /// The development issuer's clients, `development-clients.yaml`: the agent `billing-bot` and
    /// the approvers `dana` and `lee`.
    public static String developmentClients() {
        return template("development-clients.yaml");
    }

    private static String written(Address address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return host + ":" + address.port();
    }

    private static String template(String name) {
        String path = "/org/affidavit/gateway/template/" + name;
        try (InputStream in = ConfigTemplates.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The build left out " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }
}
