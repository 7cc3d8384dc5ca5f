import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { LoadError } from '../errors.ts';

/** The stacks' outputs by name, as `npm run deploy` writes them: `api_url`, `user_pool_id`, `region` … */
export type Outputs = Readonly<Record<string, unknown>>;

/** The outputs of a stage and the file that they stand in. */
export interface StageOutputs {
  readonly apiUrl: string;
  readonly file: string;
}

const ROOT = join(import.meta.dirname, '..', '..');

/** How long a stage may take to answer at first, in milliseconds: as long as API Gateway waits for a function. */
const PATIENCE = 30_000;

/**
 * Finds a stage by the file that its deployment left, and sees that it answers.
 *
 * @param environment OUTPUTS_FOLDER is where those files are, default: `outputs` in the checkout
 * @throws LoadError `target` where the stage is not deployed from here, or no longer answers
 */
export async function findStage(
  stage: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<StageOutputs> {
  const file = join(environment.OUTPUTS_FOLDER ?? join(ROOT, 'outputs'), `${stage}.json`);
  const named = relative(process.cwd(), file);
  const outputs = await readOutputs(file).catch((error: LoadError) => {
    if ((error.cause as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new LoadError(
      'target',
      `There is no ${named}: deploy the stage with npm run deploy -- --stage ${stage} first.`,
    );
  });
  const apiUrl = required(outputs, 'api_url');
  const answer = await fetch(`${apiUrl}/health`, { signal: AbortSignal.timeout(PATIENCE) }).catch(
    () => undefined,
  );
  if (!answer?.ok) {
    const state = answer ? `answers ${answer.status}` : 'does not answer';
    throw new LoadError(
      'target',
      `${apiUrl} of ${named} ${state}: if the stage has been destroyed, deploy it again with npm run deploy -- --stage ${stage}.`,
    );
  }
  return { apiUrl, file };
}

/** Reads a file of outputs. Throws LoadError `target`, with what was wrong as its cause. */
export async function readOutputs(file: string): Promise<Outputs> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Outputs;
  } catch (error) {
    throw new LoadError('target', `The outputs ${file} cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/** An output as text. Throws LoadError `target` naming one that is missing. */
export function required(outputs: Outputs, name: string): string {
  const value = outputs[name];
  if (typeof value !== 'string') throw new LoadError('target', `The stacks' outputs lack ${name}.`);
  return value;
}
