// What cdktf.json runs. The CLI starts it with whatever Node it runs on itself, and main.ts needs the project's: this
// finds it on every system, where a path such as node_modules/.bin/node works in Unix shells only.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const node = path.join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const { status, error } = spawnSync(node, ['main.ts'], { cwd: root, stdio: 'inherit' });
if (error) console.error(`Node 24 could not be started (${error.message}); run \`npm ci\` first.`);
process.exitCode = status ?? 1;
