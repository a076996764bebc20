package org.affidavit.gateway.grammar;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;

/// One parser in a memory of its own. For one thread at a time.
///
/// Exports and struct layouts are those of `libpg-query` 18.1.5 (`wasm/libpg-query.js` and
/// `wasm/index.js` in the package); the build pins its hash.
final class Sandbox {
    private static final WasmModule MODULE = GrammarModule.load();

    /// In pages of 64 KiB. The module asks for 128 MiB at once; what it has to have is its data and
    /// a stack of 32 MiB.
    private static final int PAGES_FIRST = 560;

    private static final int PAGES_KEPT = 800;
    private static final int PAGES_MAX = 1_536;

    private final Instance instance;
    private final ExportFunction malloc;
    private final ExportFunction free;
    private final ExportFunction parse;
    private final ExportFunction freeResult;
    private final ExportFunction parseBody;
    private final ExportFunction freeText;

    /// @param tree JSON, empty if the text was refused
    record Answer(boolean refused, String tree) {}

    Sandbox() {
        var imports = new Emscripten(MODULE);
        instance =
                Instance.builder(MODULE)
                        .withImportValues(imports.values())
                        .withMachineFactory(GrammarModule::create)
                        .withMemoryLimits(new MemoryLimits(PAGES_FIRST, PAGES_MAX))
                        .withStart(false)
                        .build();
        imports.attach(instance);
        instance.export("A").apply();
        malloc = instance.export("C");
        free = instance.export("E");
        parse = instance.export("F");
        freeResult = instance.export("G");
        parseBody = instance.export("H");
        freeText = instance.export("N");
    }

    Answer parse(byte[] utf8) {
        int text = put(utf8);
        int result = (int) parse.apply(text)[0];
        // PgQueryParseResult { char *parse_tree; char *stderr_buffer; PgQueryError *error; }
        Memory memory = instance.memory();
        boolean refused = memory.readInt(result + 8) != 0;
        String tree = refused ? "" : memory.readCString(memory.readInt(result));
        freeResult.apply(result);
        free.apply(text);
        return new Answer(refused, tree);
    }

    /// Reads the PL/pgSQL in a statement, and says so in a text of its own: JSON or an error.
    Answer parseBody(byte[] utf8) {
        int text = put(utf8);
        int result = (int) parseBody.apply(text)[0];
        String said = result == 0 ? "" : instance.memory().readCString(result);
        if (result != 0) {
            freeText.apply(result);
        }
        free.apply(text);
        return new Answer(!said.startsWith("{"), said);
    }

    private int put(byte[] utf8) {
        int text = (int) malloc.apply(utf8.length + 1L)[0];
        Memory memory = instance.memory();
        memory.write(text, utf8);
        memory.writeByte(text + utf8.length, (byte) 0);
        return text;
    }

    /// True when it took so much memory that it should not be kept.
    boolean isWornOut() {
        return instance.memory().pages() > PAGES_KEPT;
    }
}
