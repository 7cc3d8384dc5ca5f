import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DeployError } from './errors.ts';

/** The outputs of a deployment, by name: `api_url`, `user_pool_id` … */
export type Outputs = Readonly<Record<string, string>>;

/** The file with the outputs of a stage, which `npm run load -- --stage` and the suites take as their target. */
export function outputsFile(folder: string, stage: string): string {
  return path.join(folder, `${stage}.json`);
}

/**
 * The outputs out of what cdktf wrote (`{stack: {name: value}}`), without those by which stacks refer to one another.
 * @throws DeployError `failed` when the file is not there or is not such JSON
 */
export function readOutputs(file: string): Outputs {
  try {
    const stacks = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, unknown>>;
    const all = Object.values(stacks).flatMap((outputs) => Object.entries(outputs));
    return Object.fromEntries(
      all.flatMap(([name, value]) =>
        typeof value === 'string' && !name.startsWith('cross-stack-output') ? [[name, value]] : [],
      ),
    );
  } catch (error) {
    throw new DeployError('failed', `cdktf's outputs in ${file} cannot be read: ${(error as Error).message}`);
  }
}

/**
 * The outputs of a stage that is deployed.
 * @throws DeployError `missing` when there are none, `failed` when the file is not such JSON
 */
export function readStage(folder: string, stage: string): Outputs {
  const file = outputsFile(folder, stage);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new DeployError(
      'missing',
      `There is no ${file}: deploy the stage with npm run deploy -- --stage ${stage} first.`,
    );
  }
  try {
    return JSON.parse(text) as Outputs;
  } catch (error) {
    throw new DeployError('failed', `The outputs in ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Writes the outputs of a stage, with the region that they are in, and returns the file. */
export function writeOutputs(folder: string, stage: string, region: string, outputs: Outputs): string {
  const file = outputsFile(folder, stage);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ region, ...outputs }, null, 2)}\n`);
  return file;
}
