import { parentPort, workerData } from 'node:worker_threads';
import { synthesizeStacks } from '../main.ts';
import { build } from './build.ts';
import { explain } from './explain.ts';
import { loadSettings, SettingsError } from './settings.ts';
import { hashesOf } from './sources-read.ts';
import { BUILD_RECORD, type SynthAnswer, type SynthRequest } from './synth-record.ts';

/*
 * One attempt to synthesize, in a thread of its own: another attempt, because sources were saved meanwhile, has to load them
 * again, and a thread loads each module once.
 */
const { root, output } = workerData as SynthRequest;
const answer = (message: SynthAnswer) => parentPort?.postMessage(message);
try {
  const settings = loadSettings(process.env);
  await build(root);
  const bundles = hashesOf([BUILD_RECORD], root);
  await synthesizeStacks(settings, output);
  answer({ bundles });
} catch (error) {
  // Of settings, each that is wrong has a line.
  answer({ failed: error instanceof SettingsError ? error.message : explain(error, root) });
}
