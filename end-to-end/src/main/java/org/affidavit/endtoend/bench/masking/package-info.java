/// How often the content detectors of the gateway are right on made-up data that they were not
/// written against, and how fast they are. `docs/masking.md` has the results.
@NullMarked
package org.affidavit.endtoend.bench.masking;

import org.jspecify.annotations.NullMarked;
