/// PostgreSQL's own grammar: its parser of version 18 (libpg_query), compiled to WebAssembly by its
/// publishers and from that to Java by the build, so that it runs without native code and in a
/// memory of its own.
///
/// Start at [PostgresGrammar].
@NullMarked
package org.affidavit.gateway.grammar;

import org.jspecify.annotations.NullMarked;
