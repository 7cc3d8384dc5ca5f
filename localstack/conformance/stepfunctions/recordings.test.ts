import { describe, expect, test } from 'vitest';
import { compileDefinition } from '../../embedded/stepfunctions/definition/compile.ts';
import { type ApiCase, type Case, type ExecutionCase, loadCases } from './recordings/cases.ts';
import { replay } from './recordings/replay.ts';

const cases = loadCases();
const executions = cases.filter((recording): recording is ExecutionCase =>
  recording.kind.endsWith('execution'),
);
const calls = cases.filter((recording): recording is ApiCase => recording.kind === 'api');

const OFFERED = new Set(['none', 'lambda', 'dynamodb', 'sqs']);
const isOffered = (recording: Case) => recording.needs.every((need) => OFFERED.has(need));
const usesJsonata = (recording: Case) =>
  recording.queryLanguage === 'JSONata' || recording.queryLanguage === 'mixed';

/** Whether nothing in the recording asks for what the embedded AWS refuses by name. */
function isAccepted(definition: unknown): boolean {
  const { problems } = compileDefinition(JSON.stringify(definition));
  return !problems.some((problem) => problem.code === 'UNSUPPORTED_BY_EMBEDDED_AWS');
}

/** The recording's last part says which test it was; the rest is where that test stood. */
const named = <Recording extends Case>(recordings: readonly Recording[]) =>
  recordings.map((recording) => ({ recording, name: recording.id.slice(recording.id.lastIndexOf(':') + 1) }));

/** What another service words otherwise than on AWS, told from the words themselves. */
const KNOWN_GAPS = [
  {
    words: /Function not found: .*:\$LATEST /,
    reason: "Lambda's Invoke does not name the version of a function that is missing",
  },
];

describe.skipIf(cases.length === 0)(
  'Step Functions recorded on real AWS (skipped where the recordings do not lie beside the repository)',
  () => {
    test.for(named(executions.filter((recording) => usesJsonata(recording) && isOffered(recording))))(
      'execution in JSONata: $name',
      async ({ recording }) => {
        expect(await replay(recording)).toEqual([]);
      },
    );

    // Recordings that their authors found unstable are left out here: AWS itself does not repeat them.
    const paths = executions.filter(
      (recording) =>
        !usesJsonata(recording) && recording.marker === 'validated' && isAccepted(recording.definition),
    );
    test.for(named(paths))(
      'execution in JSONPath, by reference paths alone: $name',
      async ({ recording }, context) => {
        const differences = await replay(recording);
        const gap = KNOWN_GAPS.find(({ words }) => differences.some((difference) => words.test(difference)));
        if (gap) context.skip(gap.reason);
        expect(differences).toEqual([]);
      },
    );

    const accepted = calls.filter((recording) =>
      recording.steps.every(({ params = {} }) => !('definition' in params) || isAccepted(params.definition)),
    );
    test.for(named(accepted))('calls: $name', async ({ recording }) => {
      expect(await replay(recording)).toEqual([]);
    });
  },
);
