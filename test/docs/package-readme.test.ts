import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PACKAGE = path.resolve(import.meta.dirname, '..', '..', 'localstack');
const EXAMPLE = path.join(PACKAGE, 'examples', 'orders');
const README = readFileSync(path.join(PACKAGE, 'README.md'), 'utf8');

const blocks = (language: string) =>
  [...README.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, block = '']) => block,
  );

const commands = blocks('sh').flatMap((block) =>
  [...block.matchAll(/^npx embedded-aws([^#\n]*)/gm)].map(([, args = '']) => args.trim()),
);
const [fixture = '', library = ''] = blocks('ts');

/** The example's folder, with the package in it. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'package-readme-'));
  cpSync(EXAMPLE, folder, { recursive: true, filter: (name) => !name.includes('.terraform') });
  symlinkSync(path.join(PACKAGE, '..', 'node_modules'), path.join(folder, 'node_modules'), 'junction');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('all of its commands are found', () => {
  expect(commands).toHaveLength(4);
});

test.each(commands)('npx embedded-aws %s does what it says', async (line) => {
  const args = line.split(' ').filter((word) => word !== '');
  const own = args.includes('--help') ? [] : ['--port', '0'];
  const program = spawn(process.execPath, [path.join(PACKAGE, 'cli', 'embedded-aws.js'), ...args, ...own], {
    cwd: folder,
  });
  let said = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Ctrl-C stops it.')) program.kill('SIGINT');
    });
  }
  const status = await new Promise((done) => program.once('close', done));
  if (args.includes('--help'))
    expect({ status, said }).toEqual({ status: 0, said: expect.stringContaining('Usage') });
  else
    expect({ status, said }).toEqual({
      status: 130,
      said: expect.stringContaining('export AWS_ENDPOINT_URL='),
    });
  if (args.includes('up')) expect(said).toMatch(/queue_url +http/);
});

test('its fixture is that of the example, which runs', () => {
  const example = readFileSync(path.join(EXAMPLE, 'orders.test.ts'), 'utf8');
  const parts = fixture.trim().split('\n\n');
  expect(parts).toHaveLength(3);
  for (const line of parts[0]?.split('\n') ?? []) {
    const [, names = '', from] = /import \{ (.*) \} from '(.*)'/.exec(line) ?? [];
    for (const name of names.split(', ')) expect(example).toMatch(`${name}`);
    expect(example).toContain(`from '${from}'`);
  }
  for (const part of parts.slice(1)) expect(example).toContain(part);
});

test('its use as a library runs', async () => {
  const program = path.join(folder, 'use.ts');
  writeFileSync(program, library);
  const args = ['--conditions=embedded-aws-source', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\d+\/orders\n\d+ \d+\n$/);
});
