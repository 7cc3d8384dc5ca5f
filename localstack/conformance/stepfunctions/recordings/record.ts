import { readFileSync, writeFileSync } from 'node:fs';
import type { Case } from './cases.ts';
import { KINDS, type Kind, kindOf, missingFor } from './kinds.ts';
import { KNOWN } from './known.ts';

/** The ids of recordings, by why they are here. */
export type ByReason = Readonly<Record<string, readonly string[]>>;

/** What came of the recordings of one kind. */
export interface KindRecord {
  readonly kind: Kind;
  readonly recorded: number;
  /** Those that need a service or feature that is not here, by what that is. */
  readonly missing: ByReason;
  /** Those that need only what is here and do not pass, by why. */
  readonly failing: ByReason;
}

const FILE = new URL('record.json', import.meta.url);

/** What came of the recordings when they were last replayed; kept, since they lie beside the repository on few machines. */
export function readRecord(): readonly KindRecord[] {
  return JSON.parse(readFileSync(FILE, 'utf8')) as KindRecord[];
}

/** Keeps what came of the recordings. */
export function writeRecord(record: readonly KindRecord[]): void {
  writeFileSync(FILE, `${JSON.stringify(record, null, 2)}\n`);
}

/** What comes of recordings where each passes that is not in known.ts, and none that is. */
export function recordOf(recordings: readonly Case[]): KindRecord[] {
  return KINDS.map((kind) => {
    const own = recordings.filter((recording) => kindOf(recording) === kind);
    const missing = byReason(own, missingFor);
    const failing = byReason(own, (recording) => (missingFor(recording) ? undefined : KNOWN[recording.id]));
    return { kind, recorded: own.length, missing, failing };
  });
}

function byReason(recordings: readonly Case[], reasonFor: (recording: Case) => string | undefined): ByReason {
  const found: Record<string, string[]> = {};
  for (const recording of recordings) {
    const reason = reasonFor(recording);
    if (reason === undefined) continue;
    found[reason] = [...(found[reason] ?? []), recording.id];
  }
  return found;
}
