import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { readCommandLine, UsageError } from '../preflight/command-line.ts';
import { misspelt } from '../preflight/misspelt.ts';
import { exclusively } from './exclusively.ts';
import { explain } from './explain.ts';
import { SETTING_NAMES } from './setting-names.ts';
import { ATTEMPTS, SourcesChangedError, stillHold } from './sources-read.ts';
import {
  forgetSynthesis,
  isSynthesized,
  readSources,
  recordSynthesis,
  type SynthAnswer,
  type SynthRequest,
  stacksIn,
} from './synth-record.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const REQUEST: SynthRequest = {
  root: ROOT,
  output: path.resolve(ROOT, process.env.CDKTF_OUTDIR ?? 'cdktf.out'),
};

const UP_TO_DATE = 'Stacks are up to date';

/** The stacks cannot be synthesized; the message says where the sources are wrong. */
class SynthError extends Error {
  readonly code = 'synth.failed';
}

/**
 * Builds the Lambdas and synthesizes the stacks, unless both are up to date.
 * @throws SynthError with a sentence for each setting that is wrong or misspelt, or what is wrong in the sources
 */
async function synth(): Promise<string> {
  // Also when nothing is to be done: a misspelt setting counts as unset, which could look up to date.
  const sentences = misspelt(process.env, SETTING_NAMES);
  if (sentences.length > 0) throw new SynthError(sentences.join('\n'));
  if (isSynthesized(REQUEST, readSources(ROOT))) return UP_TO_DATE;
  // A second caller finds the stacks of the first, and must not write them again while the first reads them.
  return exclusively(REQUEST.output, async () =>
    isSynthesized(REQUEST, readSources(ROOT)) ? UP_TO_DATE : synthesizeAll(),
  );
}

/**
 * @throws SynthError with what is wrong in the sources, or SourcesChangedError where saving them does not end
 */
async function synthesizeAll(): Promise<string> {
  forgetSynthesis(REQUEST.output);
  process.chdir(ROOT);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const sources = readSources(ROOT);
    const { bundles, failed } = await synthesizeOnce();
    if (readSources(ROOT).writes !== sources.writes) continue;
    if (!bundles) throw new SynthError(failed);
    if (!stillHold(bundles, ROOT)) continue;
    recordSynthesis(REQUEST.output, sources, bundles);
    return `Synthesized ${stacksIn(REQUEST.output).join(', ')}`;
  }
  throw new SourcesChangedError('synthesized');
}

function synthesizeOnce(): Promise<SynthAnswer> {
  // Started only when there is something to do, because loading it takes longer than finding that out.
  const worker = new Worker(new URL('./synth-worker.ts', import.meta.url), { workerData: REQUEST });
  return new Promise((done) => {
    worker.once('message', done);
    // A source that cannot be loaded.
    worker.once('error', (error) => done({ failed: explain(error, ROOT) }));
    worker.once('exit', (status) => done({ failed: `Synthesizing ended early, with status ${status}.` }));
  });
}

const started = performance.now();
try {
  readCommandLine({ options: {} }, 'cdktf/README.md for the settings, which are environment variables');
  const done = await synth();
  console.log(`${done} (${(performance.now() - started).toFixed(0)} ms).`);
} catch (error) {
  const plain = error instanceof SynthError || error instanceof UsageError;
  console.error(plain ? error.message : explain(error, ROOT));
  process.exitCode = 1;
}
