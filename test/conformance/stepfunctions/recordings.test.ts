import { describe, expect, test } from 'vitest';
import { type Case, loadCases } from './recordings/cases.ts';
import { replay } from './recordings/replay.ts';

const cases = loadCases();
const OFFERED = new Set(['none', 'lambda', 'dynamodb', 'sqs']);

/** Executions of JSONata machines, and of machines with states of both languages. */
function isExecution(recording: Case): boolean {
  const isOurs = recording.queryLanguage === 'JSONata' || recording.queryLanguage === 'mixed';
  return recording.kind === 'execution' && isOurs && recording.needs.every((need) => OFFERED.has(need));
}

describe.skipIf(cases.length === 0)(
  'Step Functions recorded on real AWS (skipped where the recordings do not lie beside the repository)',
  () => {
    test.for(cases.filter(isExecution))(
      '$id agrees in status, output, error and events',
      async (recording) => {
        expect(await replay(recording)).toEqual([]);
      },
    );

    test.for(cases.filter((recording) => recording.kind === 'api'))(
      '$id agrees in every call',
      async (recording, context) => {
        const differences = await replay(recording);
        const refused = differences.find((difference) => difference.includes('UNSUPPORTED_BY_EMBEDDED_AWS'));
        if (refused) context.skip(refused);
        expect(differences).toEqual([]);
      },
    );
  },
);
