import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Checkout, copyCheckout } from '../support/checkout.ts';
import { PATIENCE_MS, startInTerminal, type Terminal } from '../support/terminal.ts';

let checkout: Checkout;
let stack: Terminal;
let api: string;

function edit(file: string, from: string, to: string): void {
  const absolute = path.join(checkout.root, file);
  const text = readFileSync(absolute, 'utf8');
  expect(text).toContain(from);
  writeFileSync(absolute, text.replace(from, to));
}

beforeAll(() => {
  checkout = copyCheckout();
  stack = startInTerminal(checkout.root, ['--port', '0']);
});

afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  checkout[Symbol.dispose]();
});

const title = async () =>
  ((await fetch(`${api}/openapi.json`).then((answer) => answer.json())) as { info: { title: string } }).info
    .title;

it(
  'what is saved while the stack starts is taken over once it is up',
  async () => {
    // All is synthesized and provisioned by then, and nothing listens for changes yet.
    await stack.shown(/resources created in 5 stacks/);
    edit('docs/openapi.json', '"title": "Expense tracker"', '"title": "Saved early"');
    [, api = ''] = /API +(http\S+)/.exec(await stack.shown(/API +http\S+/)) ?? [];
    await stack.shown(/Reloaded in .*\n/);
    expect(await title()).toBe('Saved early');
  },
  PATIENCE_MS,
);

it(
  'a reload says when it begins, what it does, and how long it took',
  async () => {
    edit('docs/openapi.json', 'Saved early', 'Saved late');
    expect(await stack.shown(/Reloaded in .*\n/)).toMatch(
      new RegExp(
        [
          String.raw`(\d\d:\d\d:\d\d)  docs/openapi\.json changed\. Building and synthesizing …`,
          String.raw`\d\d:\d\d:\d\d  Synthesized .*data-dev.* \(\d+ ms\)\. Provisioning …`,
          String.raw`\d\d:\d\d:\d\d  Reloaded in \d+\.\d s: updated api-dev aws_lambda_function\.http.*\.\n$`,
        ].join('\n'),
      ),
    );
    expect(await title()).toBe('Saved late');
  },
  PATIENCE_MS,
);

it(
  'a source that does not build leaves the stack as it is, and is named',
  async () => {
    edit('app/app.ts', 'import', 'imp ort');
    expect(await stack.shown(/Not reloaded.*\n/)).toMatch(
      /Not reloaded, the stack runs on as it was \(\d+\.\d s\): app\/app\.ts:1: .+\n/,
    );
    expect(await title()).toBe('Saved late');
    edit('app/app.ts', 'imp ort', 'import');
    await stack.shown(/Reloaded in \d+\.\d s: nothing in the stack differs\.\n/);
  },
  PATIENCE_MS,
);
