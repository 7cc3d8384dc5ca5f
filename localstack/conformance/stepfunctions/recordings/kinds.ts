import { compileDefinition } from '../../../embedded/stepfunctions/definition/compile.ts';
import type { Case } from './cases.ts';

/** What recordings are of, as docs/SUPPORT.md counts them: executions by their machine's language, and calls. */
export const KINDS = ['JSONata', 'mixed', 'JSONPath', 'API', 'TestState'] as const;

/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

/** What a recording is of. */
export function kindOf({ kind, queryLanguage }: Case): Kind {
  if (kind === 'api') return 'API';
  if (kind === 'test-state') return 'TestState';
  return queryLanguage === 'none' ? 'JSONPath' : queryLanguage;
}

/** The services that recordings may call. */
const OFFERED = new Set(['none', 'lambda', 'dynamodb', 'sqs']);

/** What a recording needs that is not here: a service, or a feature that is refused by name. Undefined: nothing. */
export function missingFor(recording: Case): string | undefined {
  const missing = recording.needs.find((need) => !OFFERED.has(need));
  if (missing !== undefined) return `the service ${missing}`;
  // TestState takes what is not here where it is mocked.
  if (recording.kind === 'test-state') return undefined;
  const definitions =
    'steps' in recording
      ? recording.steps.flatMap(({ params = {} }) => params.definition ?? [])
      : [recording.definition];
  const problems = definitions.flatMap(
    (definition) => compileDefinition(JSON.stringify(definition)).problems,
  );
  return problems.find(({ code }) => code === 'UNSUPPORTED_BY_EMBEDDED_AWS')?.message;
}
