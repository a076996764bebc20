package org.affidavit.sessionlog.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TilePathTest {
    @Test
    void isNamedAsTheSpecificationHasIt() {
        assertThat(TilePath.hashes(0, 1_234_067, 256).path()).isEqualTo("0/x001/x234/067");
        assertThat(TilePath.hashes(1, 0, 12).path()).isEqualTo("1/000.p/12");
        assertThat(TilePath.hashes(2, 1_000, 256).path()).isEqualTo("2/x001/000");
        assertThat(TilePath.entries(273, 112).path()).isEqualTo("entries/273.p/112");
    }

    @Test
    void comesBackFromItsName() {
        for (String path :
                List.of("0/000", "6/000.p/1", "0/x001/x234/067", "entries/x001/000.p/255")) {
            assertThat(TilePath.parse(path).orElseThrow().path()).isEqualTo(path);
        }
    }

    @Test
    void hasOneNameOnly() {
        for (String path :
                List.of(
                        "0/0",
                        "0/x000/001",
                        "0/001.p/0",
                        "0/001.p/256",
                        "0/001.p/257",
                        "0/001.p/01",
                        "7/000",
                        "-1/000",
                        "entries/000/",
                        "0/001/002",
                        "6/x999/x999/x999/x999/x999/999",
                        "0/000.tmp")) {
            assertThat(TilePath.parse(path)).as(path).isEmpty();
        }
    }

    @Test
    void knowsTheRecordsBelowIt() {
        assertThat(TilePath.hashes(0, 1, 256).end()).isEqualTo(512);
        assertThat(TilePath.hashes(1, 0, 3).end()).isEqualTo(768);
        assertThat(TilePath.entries(2, 5).end()).isEqualTo(517);
    }
}
