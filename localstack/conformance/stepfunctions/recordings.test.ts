import { describe, expect, test } from 'vitest';
import { compileDefinition } from '../../embedded/stepfunctions/definition/compile.ts';
import { type ApiCase, type Case, type ExecutionCase, loadCases } from './recordings/cases.ts';
import { KNOWN } from './recordings/known.ts';
import { replay } from './recordings/replay.ts';

const cases = loadCases();
const executions = cases.filter((recording): recording is ExecutionCase =>
  recording.kind.endsWith('execution'),
);
const calls = cases.filter((recording): recording is ApiCase => recording.kind === 'api');

/** Whether nothing in the recording asks for what the embedded AWS refuses by name. */
function isAccepted(definition: unknown): boolean {
  const { problems } = compileDefinition(JSON.stringify(definition));
  return !problems.some((problem) => problem.code === 'UNSUPPORTED_BY_EMBEDDED_AWS');
}

/** The recording's last part says which test it was; the rest is where that test stood. */
const named = <Recording extends Case>(recordings: readonly Recording[]) =>
  recordings.map((recording) => ({ recording, name: recording.id.slice(recording.id.lastIndexOf(':') + 1) }));

describe.skipIf(cases.length === 0)(
  'Step Functions recorded on real AWS (skipped where the recordings do not lie beside the repository)',
  () => {
    test.for(named(executions))('execution: $name', async ({ recording }, context) => {
      const reason = KNOWN[recording.id];
      if (reason !== undefined) context.skip(reason);
      expect(await replay(recording)).toEqual([]);
    });

    const accepted = calls.filter((recording) =>
      recording.steps.every(({ params = {} }) => !('definition' in params) || isAccepted(params.definition)),
    );
    test.for(named(accepted))('calls: $name', async ({ recording }) => {
      expect(await replay(recording)).toEqual([]);
    });
  },
);
