/// Programs that read whatever bytes they are given; `mvn -Pfuzz -pl session-log test` has Jazzer
/// look for bytes that break what each of them promises.
@NullMarked
package org.affidavit.sessionlog.fuzz;

import org.jspecify.annotations.NullMarked;
