package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.TargetCode;
import org.junit.jupiter.api.Test;

class CatalogsTest {
    private final Catalogs catalogs = new Catalogs();

    @Test
    void sessionsThatFoundTheSameHoldOneCopy() {
        TargetCatalog first = catalogs.shared(catalog(25, "", "f"));

        assertThat(catalogs.shared(catalog(25, "", "f"))).isSameAs(first);
    }

    @Test
    void whateverDiffersIsKeptApart() {
        TargetCatalog first = catalogs.shared(catalog(25, "", "f"));

        assertThat(catalogs.shared(catalog(23, "", "f"))).isNotSameAs(first);
        assertThat(catalogs.shared(catalog(25, "public.t", "f"))).isNotSameAs(first);
        assertThat(catalogs.shared(catalog(25, "", "g"))).isNotSameAs(first);
    }

    @Test
    void aSessionThatChangedRelationsSpoilsNoOthers() {
        Relations relations = catalog(25, "", "f").relations();
        var one = new OriginIndex(relations);
        var other = new OriginIndex(relations);

        one.outdate();

        assertThat(one.isTable("t")).isFalse();
        assertThat(one.columns("t")).isEmpty();
        assertThat(other.isTable("t")).isTrue();
        assertThat(other.columns("t")).hasSize(1);
    }

    private static TargetCatalog catalog(long type, String ruled, String function) {
        var relations = new Relations(ruled.isEmpty() ? List.of() : List.of(ruled));
        relations.column(16_400, "public.t", new Relations.Column(1, "a", type));
        relations.inherits(16_401, 16_400);
        relations.view("public.v");
        return new TargetCatalog(
                relations,
                new TargetCode(Set.of(), Set.of(), Set.of(function), Set.of(), Set.of()));
    }
}
