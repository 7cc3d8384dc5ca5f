import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Checkout, copyCheckout } from '../support/checkout.ts';

const STARTING = 60_000;

let checkout: Checkout;
let stack: ChildProcess;
let said = '';
let api = '';

/** Waits until the terminal shows it, and hands over what it shows until then and since. */
async function shown(pattern: RegExp): Promise<string> {
  const { 0: text } = await vi.waitFor(() => pattern.exec(said) ?? Promise.reject(new Error(said)), STARTING);
  said = said.slice(said.indexOf(text) + text.length);
  return text;
}

function edit(file: string, from: string, to: string): void {
  const absolute = path.join(checkout.root, file);
  const text = readFileSync(absolute, 'utf8');
  expect(text).toContain(from);
  writeFileSync(absolute, text.replace(from, to));
}

beforeAll(async () => {
  checkout = copyCheckout();
  stack = spawn(process.execPath, ['localstack/up.ts', '--port', '0'], {
    cwd: checkout.root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stack.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
}, STARTING);

afterAll(async () => {
  stack.kill('SIGINT');
  if (stack.exitCode === null) await once(stack, 'exit');
  checkout[Symbol.dispose]();
});

const title = async () =>
  ((await fetch(`${api}/openapi.json`).then((answer) => answer.json())) as { info: { title: string } }).info
    .title;

it('what is saved while the stack starts is taken over once it is up', async () => {
  // All is synthesized and provisioned by then, and nothing listens for changes yet.
  await shown(/resources created in 5 stacks/);
  edit('docs/openapi.json', '"title": "Expense tracker"', '"title": "Saved early"');
  [, api = ''] = /API +(http\S+)/.exec(await shown(/API +http\S+/)) ?? [];
  await shown(/Reloaded in .*\n/);
  expect(await title()).toBe('Saved early');
});

it('a reload says when it begins, what it does, and how long it took', async () => {
  edit('docs/openapi.json', 'Saved early', 'Saved late');
  expect(await shown(/[\s\S]*Reloaded in .*\n/)).toMatch(
    new RegExp(
      [
        String.raw`(\d\d:\d\d:\d\d)  docs/openapi\.json changed\. Building and synthesizing …`,
        String.raw`\d\d:\d\d:\d\d  Synthesized .*data-dev.* \(\d+ ms\)\. Provisioning …`,
        String.raw`\d\d:\d\d:\d\d  Reloaded in \d+\.\d s: updated api-dev aws_lambda_function\.http.*\.\n$`,
      ].join('\n'),
    ),
  );
  expect(await title()).toBe('Saved late');
});

it('a source that does not build leaves the stack as it is, and is named', async () => {
  edit('app/app.ts', 'import', 'imp ort');
  expect(await shown(/Not reloaded.*\n/)).toMatch(
    /Not reloaded, the stack runs on as it was \(\d+\.\d s\): app\/app\.ts:1: .+\n/,
  );
  expect(await title()).toBe('Saved late');
  edit('app/app.ts', 'imp ort', 'import');
  await shown(/Reloaded in \d+\.\d s: nothing in the stack differs\.\n/);
});
