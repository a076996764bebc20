package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Set;

/// What to mask, as the policy says it. The package `masking` acts on it.
///
/// @param place file and line, such as `policy.yaml:42`
/// @param resource a resource's name, or `*` for every one
/// @param columns `schema.table.column`, `schema.table.*` or `*.column`; may be empty
/// @param paths what of those columns is masked where they hold documents (json, jsonb), such as
///   `$.customer.email`; empty for all of it
/// @param detect what to look for in values; may be empty
public record MaskingRule(
        String id,
        String place,
        String resource,
        List<String> columns,
        List<String> paths,
        Set<Detector> detect,
        Keep keep,
        Replace replace) {
    /// One that replaces by text.
    public MaskingRule(
            String id,
            String place,
            String resource,
            List<String> columns,
            List<String> paths,
            Set<Detector> detect,
            Keep keep) {
        this(id, place, resource, columns, paths, detect, keep, Replace.TEXT);
    }

    public MaskingRule {
        columns = List.copyOf(columns);
        paths = List.copyOf(paths);
        detect = Set.copyOf(detect);
    }

    /// True when the rule is about this resource.
    public boolean covers(String name) {
        return resource.equals("*") || resource.equals(name);
    }

    /// What a value can be recognised as.
    public enum Detector {
        EMAIL,
        CARD,
        IBAN,
        PHONE,
        SSN,
        DE_TAX_ID,
        FR_NIR,
        ES_DNI,
        API_KEY,
        JWT,
        PRIVATE_KEY
    }

    /// What of a value stays readable.
    public enum Keep {
        NONE,
        DOMAIN,
        LAST4
    }

    /// What stands in a value's place.
    public enum Replace {
        /// Words, with what is kept; NULL where the type is not text.
        TEXT,
        NULL,
        /// A value of the type that says nothing, such as 0; NULL where there is none.
        ZERO,
        /// The same for the same value; NULL where the type is neither text nor uuid.
        TOKEN
    }
}
