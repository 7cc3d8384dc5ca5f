import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { type Bash, startBash } from '../support/bash.ts';
import { PATIENCE_MS, startInTerminal, type Terminal } from '../support/terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Every five minutes of three days have a run of the reconciler, which a busy machine takes a minute for. */
const LIVING_THROUGH_DAYS = PATIENCE_MS;

interface Command {
  readonly text: string;
  /** What the comment below it says of its output; `…` stands for anything. */
  readonly promise?: string;
}

const block = /```sh\n([\s\S]*?)```/.exec(readFileSync(path.join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';

/** A command goes on in the next line after a backslash or a pipe. */
const commands = [
  ...block.matchAll(/^(?!#)(\S(?:[^\n]*[\\|]\n)*[^\n]*)\n(?:# (\{.*?\})(?: {3}.*)?\n)?/gm),
].map(([, text = '', promise]): Command => ({ text, ...(promise !== undefined && { promise }) }));

const asPattern = (promise: string) => new RegExp(promise.split('…').map(RegExp.escape).join('.*'));

describe.skipIf(process.platform === 'win32')("README's screen of use, as one piece", () => {
  let stack: Terminal;
  let bash: Bash;
  let welcome: string;
  /** What the reader fills in, and a port that is free. */
  let filledIn: (command: string) => string;

  beforeAll(async () => {
    stack = startInTerminal(ROOT, ['--port', '0']);
    welcome = await stack.shown(/Ctrl-C stops it/);
    const [, api = '', host = ''] = /API +(http:\/\/([\d.:]+)\S+)/.exec(welcome) ?? [];
    filledIn = (command) =>
      command
        .replace(/http:\/\/127\.0\.0\.1:4566\/_aws\/execute-api\/…/, api)
        .replaceAll('127.0.0.1:4566', host);
    bash = startBash(ROOT, { ...process.env, AWS_ENDPOINT_URL: `http://${host}` });
  }, PATIENCE_MS);

  afterAll(async () => {
    await bash[Symbol.asyncDispose]();
    await stack[Symbol.asyncDispose]();
  });

  test('has every line', () => {
    const shown = commands.flatMap(({ text, promise }) => [...text.split('\n'), ...(promise ? ['#'] : [])]);
    expect(shown).toHaveLength(block.split('\n').filter((line) => line.trim() !== '').length);
    expect(commands.length).toBeGreaterThan(12);
  });

  test.each(commands)('$text', { timeout: LIVING_THROUGH_DAYS }, async ({ text, promise = '' }) => {
    const attempt = async () => {
      const { output, status } = await bash.run(filledIn(text));
      expect(status).toBe(0);
      // Neither a problem of the application's nor a refusal of the gateway's.
      expect(output).not.toMatch(/"status":[45]\d\d|"message":/);
      expect(output).toMatch(asPattern(promise));
      return true;
    };
    // What only looks is repeated, as a reader would: a workflow takes a moment.
    await (text.includes(' -X ') ? attempt() : until(attempt, { within: 10_000, what: promise }));
  });

  test('the welcome shows how to get a fresh token, and that works', async () => {
    const [, api] = /^ {2}(API=.+)$/m.exec(welcome) ?? [];
    const [, manager] = /^ {2}(MANAGER=.+)$/m.exec(welcome) ?? [];
    const [, approvals] = /^ {2}(curl .+\/approvals)$/m.exec(welcome) ?? [];
    const { output } = await bash.run([api, manager, approvals].join('\n'));
    expect(JSON.parse(output)).toEqual({ expenses: [] });
  });
});
