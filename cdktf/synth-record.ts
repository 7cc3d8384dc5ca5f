import { createHash } from 'node:crypto';
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SETTING_NAMES } from './setting-names.ts';
import { type Hashes, hashesOf } from './sources-read.ts';

/** The input of one attempt to synthesize. */
export interface SynthRequest {
  /** The checkout. */
  readonly root: string;
  /** CDKTF's output folder. */
  readonly output: string;
}

/** The outcome of an attempt: the Lambdas that it used, or why there are no stacks. */
export interface SynthAnswer {
  readonly bundles?: Hashes;
  readonly failed?: string;
}

/** The Terraform names the hashes of the Lambdas' code, which this file lists. */
export const BUILD_RECORD = 'dist/lambda/build.json';

/** Every file that can change the result, beside the Lambdas. */
const INPUTS = ['main.ts', 'cdktf/**/*.ts', 'app/**/*.ts', 'docs/openapi.json', 'package-lock.json'];

/** The inputs and outputs of the last synthesis; when both are unchanged, nothing has to be done. */
const RECORD = 'stamp.txt';

/** Variables that change the result: ours, and CDKTF's own. */
const VARIABLES = [...SETTING_NAMES, 'CDKTF_CONTEXT_JSON'];

/** The sources at one moment. */
export interface Sources {
  /** Their hashes. */
  readonly hashes: Hashes;
  /** Changes whenever one of them is written, even with the same content. */
  readonly writes: string;
}

/** Reads all sources of the stacks. */
export function readSources(root: string): Sources {
  const files = globSync(INPUTS, { cwd: root })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => !file.endsWith('.test.ts'))
    .sort();
  const writes = files.map((file) => {
    const { ino, ctimeNs } = statSync(path.join(root, file), { bigint: true, throwIfNoEntry: false }) ?? {};
    return `${file} ${ino} ${ctimeNs}`;
  });
  return { hashes: hashesOf(files, root), writes: writes.join('\n') };
}

/** Whether the stacks in the output folder were made of these sources, with the settings of the environment. */
export function isSynthesized({ root, output }: SynthRequest, sources: Sources): boolean {
  const record = textOf(path.join(output, RECORD));
  return record !== '' && record === recordOf(output, sources, hashesOf([BUILD_RECORD], root));
}

/** Deletes the record of the output folder, which would otherwise outlive a failure that left half-written stacks. */
export function forgetSynthesis(output: string): void {
  rmSync(path.join(output, RECORD), { force: true });
}

/** Records that the output folder was made of these sources and Lambdas. */
export function recordSynthesis(output: string, sources: Sources, bundles: Hashes): void {
  writeFileSync(path.join(output, RECORD), recordOf(output, sources, bundles));
}

/** The names of the stacks in the output folder. */
export function stacksIn(output: string): string[] {
  const { stacks } = JSON.parse(readFileSync(path.join(output, 'manifest.json'), 'utf8')) as {
    stacks: Record<string, unknown>;
  };
  return Object.keys(stacks);
}

function recordOf(output: string, { hashes }: Sources, bundles: Hashes): string {
  const settings = VARIABLES.map((name) => [name, process.env[name] ?? '']);
  // Other stacks may have been written there since, by hand or by cdktf's own command line.
  const made = globSync(['manifest.json', 'stacks/*/cdk.tf.json'], { cwd: output }).sort();
  return `made of ${digest([hashes, bundles, settings])}\nwhich is ${digest(hashesOf(made, output))}\n`;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
