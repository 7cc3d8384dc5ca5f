import { spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LoadError } from '../errors.ts';
import type { K6 } from '../find-k6/find.ts';
import { several } from '../report/format.ts';
import type { LoadPlan } from '../shared/plan.ts';
import { type GeneratorFigures, watchCpu } from './generator.ts';
import { K6Log, type K6Message } from './k6-log.ts';
import type { K6Metrics, K6Summary } from './k6-summary.ts';
import { type TimelinePoint, TimelineReader } from './timeline.ts';

/** k6's own exit codes that mean something to a run (https://github.com/grafana/k6/blob/master/errext/exitcodes/codes.go). */
export const k6Exit = { ok: 0, thresholdsCrossed: 99, interrupted: 105 } as const;

/** As JSON each message is one line, however many the script's error has. */
const logged = ['--log-output', 'stderr', '--log-format', 'json'];

/** How one k6 process ended. */
export interface K6Outcome {
  readonly exitCode: number;
  readonly timeline: readonly TimelinePoint[];
  /** Path of the figures that k6 wrote at its end. */
  readonly summaryFile: string;
  readonly generator: GeneratorFigures;
  /** The first errors in k6's log, and how many iterations the script ended by throwing. */
  readonly errors: readonly K6Message[];
  readonly thrown: number;
}

/** How k6 is run. */
export interface K6Settings {
  readonly onPoint?: (point: TimelinePoint) => void;
  readonly signal?: AbortSignal | undefined;
  readonly watch?: boolean;
  /** Whether to record the run second by second; default: true. A benchmark has no use for it. */
  readonly record?: boolean;
  /** The k6 script; default: load/k6/main.ts. */
  readonly script?: string | undefined;
}

/**
 * Runs k6 on a plan and follows its recording while it goes on.
 *
 * @param folder where the plan, the recording and the figures are written
 * @param signal ends k6 with an interrupt: it then stops its arrivals and still writes what it measured
 * @throws LoadError `k6-failed` when k6 ended before it measured anything, or outside of an iteration the script threw
 */
export async function executeK6(
  k6: K6,
  plan: LoadPlan,
  folder: string,
  options: K6Settings = {},
): Promise<K6Outcome> {
  // The plan holds access tokens, so it is not left among the results.
  const planFile = join(await mkdtemp(join(tmpdir(), 'load-plan-')), 'plan.json');
  const summaryFile = join(folder, 'k6-summary.json');
  const recording = join(folder, 'timeline.jsonl');
  await writeFile(planFile, JSON.stringify(plan), { mode: 0o600 });
  // What a run before has left here is not this one's.
  await Promise.all([recording, summaryFile].map((file) => rm(file, { force: true })));

  const script = options.script ?? join(import.meta.dirname, '..', 'k6', 'main.ts');
  const environment = {
    ...process.env,
    LOAD_PLAN: planFile,
    LOAD_SUMMARY: summaryFile,
    K6_NO_USAGE_REPORT: 'true',
    K6_WEB_DASHBOARD: String(options.record ?? true),
    K6_WEB_DASHBOARD_PORT: options.watch ? '0' : '-1',
    K6_WEB_DASHBOARD_OPEN: options.watch ? 'true' : 'false',
    K6_WEB_DASHBOARD_PERIOD: '1s',
    K6_WEB_DASHBOARD_RECORD: recording,
  };
  const child = spawn(k6.command, [...k6.prefix, 'run', '--quiet', '--no-color', ...logged, script], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own group: Ctrl-C in a terminal reaches us alone, and we pass it on once.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const messages = new K6Log();
  child.stderr.setEncoding('utf8').on('data', (text: string) => messages.write(text));
  const interrupt = () => child.kill('SIGINT');
  options.signal?.addEventListener('abort', interrupt, { once: true });
  if (options.signal?.aborted) interrupt();

  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', (error) =>
      reject(new LoadError('k6-failed', `k6 could not be started: ${error.message}.`)),
    );
    child.once('close', (code) => resolve(code ?? 1));
  });
  // A container engine's client is not what generates the load.
  const cpu = watchCpu(k6.prefix.length === 0 ? child.pid : undefined);
  let figures: ReturnType<typeof cpu.end> = {};
  const follower = follow(recording, ended, options.onPoint);
  const exitCode = await ended.finally(async () => {
    figures = cpu.end();
    options.signal?.removeEventListener('abort', interrupt);
    await rm(dirname(planFile), { recursive: true, force: true });
  });
  const timeline = await follower;
  messages.end();
  const known: readonly number[] = Object.values(k6Exit);
  if (!known.includes(exitCode)) {
    const reason = messages.last ?? 'it said nothing';
    throw new LoadError('k6-failed', `k6 ended with status ${exitCode}: ${reason}`);
  }
  const generator = { ...figures, virtualUsersExhausted: messages.virtualUsersExhausted };
  return { exitCode, timeline, summaryFile, generator, errors: messages.errors, thrown: messages.thrown };
}

/**
 * The figures that k6 left at its end.
 *
 * @throws LoadError `k6-failed` where it left none
 */
export async function readSummary({ summaryFile, errors }: K6Outcome): Promise<K6Summary> {
  const text = await readFile(summaryFile, 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as K6Summary;
  const last = errors.at(-1)?.message ?? 'it said nothing';
  throw new LoadError('k6-failed', `k6 ended without its figures: ${last}`);
}

/**
 * Runs k6 on a plan for its figures alone, which are gone afterwards from the disk.
 *
 * @throws LoadError as {@link executeK6} and {@link readFaultlessSummary} do
 */
export async function figuresByK6(
  k6: K6,
  plan: LoadPlan,
  options: Omit<K6Settings, 'onPoint' | 'watch'> = {},
): Promise<{ readonly outcome: K6Outcome; readonly metrics: K6Metrics }> {
  const folder = await mkdtemp(join(tmpdir(), 'load-figures-'));
  try {
    const outcome = await executeK6(k6, plan, folder, { record: false, ...options });
    return { outcome, metrics: (await readFaultlessSummary(outcome)).metrics };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The figures of a k6 whose script never threw: where it did, others are not figures of the scenario.
 *
 * @throws LoadError `script-threw` with the first error, `k6-failed` where k6 left no figures
 */
export async function readFaultlessSummary(outcome: K6Outcome): Promise<K6Summary> {
  if (outcome.thrown > 0) {
    const [first] = outcome.errors;
    throw new LoadError(
      'script-threw',
      `The script threw in ${several(outcome.thrown, 'iteration')}, so nothing was measured: ${first?.message ?? ''}`,
    );
  }
  return readSummary(outcome);
}

/** Reads a growing file of JSON lines until the process that writes it has ended. */
async function follow(
  file: string,
  ended: Promise<unknown>,
  onPoint: ((point: TimelinePoint) => void) | undefined,
): Promise<TimelinePoint[]> {
  const reader = new TimelineReader();
  let finished = false;
  let offset = 0;
  let rest = '';
  const end = ended.then(
    () => true,
    () => true,
  );
  for (;;) {
    const handle = await open(file).catch(() => undefined);
    if (handle) {
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(Math.max(0, size - offset)),
        0,
        size - offset,
        offset,
      );
      await handle.close();
      offset += bytesRead;
      const lines = (rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const point = reader.read(line);
        if (point) onPoint?.(point);
      }
    }
    if (finished) return reader.points;
    finished = await Promise.race([end, pause(250, false)]);
  }
}
