import { describe, expect, test } from 'vitest';
import { type Case, loadCases } from './recordings/cases.ts';
import { KINDS, kindOf, missingFor } from './recordings/kinds.ts';
import { KNOWN } from './recordings/known.ts';
import { readRecord, recordOf } from './recordings/record.ts';
import { replay } from './recordings/replay.ts';

const cases = loadCases();

/** The recording's last part says which test it was; the rest is where that test stood. */
const named = (recordings: readonly Case[]) =>
  recordings.map((recording) => ({ recording, name: recording.id.slice(recording.id.lastIndexOf(':') + 1) }));

describe.skipIf(cases.length === 0)(
  'Step Functions recorded on real AWS (skipped where the recordings do not lie beside the repository)',
  () => {
    describe.each(KINDS)('%s', (kind) => {
      test.for(named(cases.filter((recording) => kindOf(recording) === kind)))(
        '$name',
        async ({ recording }, context) => {
          const missing = missingFor(recording);
          if (missing !== undefined) context.skip(missing);
          const reason = KNOWN[recording.id];
          const differences = await replay(recording);
          if (reason === undefined) expect(differences).toEqual([]);
          else expect(differences, `It passes, though known.ts names it: ${reason}`).not.toEqual([]);
        },
      );
    });

    test('known.ts names recordings that there are', () => {
      const ids = new Set(cases.map((recording) => recording.id));
      expect(Object.keys(KNOWN).filter((id) => !ids.has(id))).toEqual([]);
    });

    test('record.json says what comes of them; `npm run recordings -- --record` writes it', () => {
      expect(readRecord()).toEqual(recordOf(cases));
    });
  },
);
