import {
  type ByReason,
  type KindRecord,
  readRecord,
} from '../conformance/stepfunctions/recordings/record.ts';
import { table } from './table.ts';

/** The section of docs/SUPPORT.md on how many of AWS's own recordings are answered alike, by kind. */
export function recordingsSection(record: readonly KindRecord[] = readRecord()): string {
  const missing = reasons(record, ({ missing }) => missing);
  const failing = reasons(record, ({ failing }) => failing);
  return `## Step Functions: recordings of AWS

What real AWS answered to state machines and calls, recorded by others, is replayed where it lies beside the repository. The
share is of those recordings that need only services and features that are here. Where a recording holds no events, its outcome
alone is compared (so it is with most choice rules and intrinsic functions); a call whose answer was not recorded cannot fail.

${table(['Recordings', 'Recorded', 'Need only what is here', 'Pass', 'Share'], record.map(row))}

Need what is not here:

${missing || '- none'}

Do not pass:

${failing || '- none'}`;
}

function row({ kind, recorded, missing, failing }: KindRecord): string[] {
  const needsOnly = recorded - count(missing);
  const passing = needsOnly - count(failing);
  // Rounded down: all is said of all alone.
  const share = needsOnly === 0 ? '–' : `${Math.floor((1000 * passing) / needsOnly) / 10} %`;
  return [kind, String(recorded), String(needsOnly), String(passing), share];
}

const count = (byReason: ByReason): number => Object.values(byReason).flat().length;

function reasons(record: readonly KindRecord[], of: (kind: KindRecord) => ByReason): string {
  return record
    .flatMap((kind) =>
      Object.entries(of(kind)).map(
        ([reason, ids]) => `- ${kind.kind}: ${reason}: ${ids.map(shortName).join(', ')}`,
      ),
    )
    .join('\n');
}

/** A recording's id without the file in which it stood. */
const shortName = (id: string): string => `\`${id.slice(id.indexOf('::') + 2)}\``;
