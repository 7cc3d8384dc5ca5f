import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Machine } from '../../run/record.ts';
import type { SliceSettings } from '../slices.ts';
import { outcomesOf, type Proof, type Trial } from './trials.ts';

/** A proof as far as it has come; kept in a file after each comparison, so that it can be gone on with. */
export interface ProofState {
  readonly version: 1;
  readonly startedAt: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly slices: SliceSettings;
  /** Steps of arithmetic for a request that make it take a fifth longer; absent until that was found. */
  readonly workForFifth?: number;
  readonly trials: readonly Trial[];
}

/** What must be equal for a proof to be gone on with. */
export type ProofIdentity = Pick<ProofState, 'machine' | 'versions' | 'slices'>;

/** The kept proof, if it is of the same commit, machine and settings. */
export async function readState(file: string, identity: ProofIdentity): Promise<ProofState | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  let kept: ProofState;
  try {
    kept = JSON.parse(text) as ProofState;
  } catch {
    return undefined;
  }
  const of = ({ machine, versions, slices }: ProofIdentity) => JSON.stringify({ machine, versions, slices });
  return kept.version === 1 && of(kept) === of(identity) ? kept : undefined;
}

/** What a proof has come to. */
export function proofOf({
  startedAt,
  machine,
  versions,
  slices,
  trials,
  workForFifth = 0,
}: ProofState): Proof {
  return {
    measuredAt: startedAt,
    machine,
    versions,
    slices,
    comparisons: trials.length,
    seconds: trials.reduce((sum, trial) => sum + trial.seconds, 0) / Math.max(1, trials.length),
    pairsOfBoots: new Set(trials.map(({ boot }) => boot)).size,
    workForFifth,
    outcomes: outcomesOf(trials),
  };
}

/** Writes a proof so that the file is whole at any time. */
export async function writeState(file: string, state: ProofState): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.part`, file);
}
