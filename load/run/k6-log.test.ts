import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { K6Log } from './k6-log.ts';

/** A log of these lines, in pieces that end anywhere. */
function logOf(...lines: readonly (object | string)[]): K6Log {
  const log = new K6Log();
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  for (let at = 0; at < text.length; at += 7) log.write(text.slice(at, at + 7));
  log.end();
  return log;
}

const script = pathToFileURL(new URL('../k6/scenarios/crud.ts', import.meta.url).pathname).href;

function exception(message: string, scenario?: string) {
  const msg = `${message}\n\tat crud (${script}:14:9(3))\n\tat iteration (${script}:2:1(1))\n`;
  return { level: 'error', hint: 'script exception', msg, ...(scenario ? { scenario } : {}) };
}

describe('the log of k6', () => {
  test('counts iterations that threw, and says once what and where', () => {
    const log = logOf(exception('Error: boom', 'crud'), exception('Error: boom', 'crud'));
    expect(log.thrown).toBe(2);
    expect(log.errors).toEqual([{ message: 'crud: Error: boom (load/k6/scenarios/crud.ts:14:9)', count: 2 }]);
  });

  test('counts iterations whose promise was rejected, though k6 does not call that an exception', () => {
    const { hint: _, ...rejected } = exception('Uncaught (in promise) Error: boom', 'crud');
    const unplaced = { level: 'error', msg: 'Uncaught (in promise) a text', scenario: 'crud' };
    const log = logOf(rejected, rejected, unplaced);
    expect(log.thrown).toBe(3);
    expect(log.errors).toEqual([
      {
        message: 'crud: Uncaught (in promise) Error: boom (load/k6/scenarios/crud.ts:14:9)',
        count: 2,
      },
      { message: 'crud: Uncaught (in promise) a text', count: 1 },
    ]);
  });

  test('does not take what a script writes itself for an iteration that threw', () => {
    expect(
      logOf({ level: 'error', source: 'console', msg: 'Uncaught (in promise) Error: not me' }).thrown,
    ).toBe(0);
  });

  test('does not take a setup that threw for an iteration', () => {
    const log = logOf(exception('Error: no way in'));
    expect(log.thrown).toBe(0);
    expect(log.last).toBe('Error: no way in (load/k6/scenarios/crud.ts:14:9)');
  });

  test('says why requests were not answered, without what differs from one to the next', () => {
    const reset = (id: string, port: number) => ({
      level: 'warning',
      msg: 'Request Failed',
      error: `Get "http://127.0.0.1:4566/expenses/${id}": read tcp 127.0.0.1:${port}->127.0.0.1:4566: read: connection reset by peer`,
    });
    expect(logOf(reset('e1', 40_001), reset('e2', 40_002)).errors).toEqual([
      {
        message: 'Request Failed: read tcp 127.0.0.1->127.0.0.1:4566: read: connection reset by peer',
        count: 2,
      },
    ]);
  });

  test('keeps the first few messages, and counts the others together', () => {
    const many = Array.from({ length: 40 }, (_, number) => exception(`Error: number ${number}`, 'crud'));
    const { errors, thrown } = logOf(...many);
    expect(thrown).toBe(40);
    expect(errors).toHaveLength(6);
    expect(errors[0]?.message).toContain('number 0');
    expect(errors.at(-1)).toEqual({ message: 'other messages', count: 35 });
  });

  test('keeps a message of many lines as one of a length that can be read', () => {
    const [error] = logOf(exception(`Error: one\ntwo ${'x'.repeat(5_000)}`, 'crud')).errors;
    expect(error?.message).toMatch(/^crud: Error: one two x+… \(load\/k6\/scenarios\/crud\.ts:14:9\)$/);
    expect(error?.message.length).toBeLessThan(400);
  });

  test('keeps of a message what can be read, and nothing that a terminal obeys', () => {
    const thrown =
      'Error: \u001b[31mred\u001b[0m \u001b]0;title\u0007bell\u0007 \u009b2Jgone\u0000 back\u0008\u202eleft\r\nnext';
    const log = logOf(exception(thrown, 'crud'));
    expect(log.errors).toEqual([
      { message: 'crud: Error: red bell gone backleft next (load/k6/scenarios/crud.ts:14:9)', count: 1 },
    ]);
    expect(log.last).not.toMatch(/\p{Cc}/u);
  });

  test('takes a message that looks like a place for no more than it is', () => {
    const log = logOf(
      exception('Error: a\n at file:///%zz.ts:1:2', 'crud'),
      exception('Error: b\n at file:///%1b[2J.ts:1:2', 'crud'),
    );
    expect(log.errors.map(({ message }) => message)).toEqual([
      'crud: Error: a (/%zz.ts:1:2)',
      'crud: Error: b (/.ts:1:2)',
    ]);
  });

  test('is summed up by its last error, or else by its last line, JSON or not', () => {
    expect(logOf(exception('Error: boom'), { level: 'info', msg: 'bye' }).last).toContain('Error: boom');
    expect(logOf('docker: no such image').last).toBe('docker: no such image');
    expect(logOf('null').last).toBe('null');
    expect(logOf().last).toBeUndefined();
  });

  test('knows when there were no virtual users left', () => {
    const msg = 'Insufficient VUs, reached 4 active VUs and cannot initialize more';
    expect(logOf({ level: 'warning', msg }).virtualUsersExhausted).toBe(true);
    expect(logOf({ level: 'warning', msg: 'x' }).virtualUsersExhausted).toBe(false);
  });

  test('does not take a crossed threshold for an error', () => {
    const msg = "thresholds on metrics 'exceptions, checks' have been crossed";
    expect(logOf({ level: 'error', msg }).errors).toEqual([]);
  });
});
