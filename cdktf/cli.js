#!/usr/bin/env node
// `npx cdktf …`: package.json names this file as the project's command. The CLI is 500 packages and only needed to
// deploy, so it is fetched when it is asked for; and it needs Node 22, whose terminal binding it ships ready-made.
// Plain JavaScript, because any Node from 20 on has to be able to start it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const pinned = JSON.parse(readFileSync(new URL('cli-packages.json', import.meta.url), 'utf8'));
const packages = pinned.flatMap((name) => ['--package', name]);
const { status, error } = spawnSync('npx', ['--yes', ...packages, '--', 'cdktf', ...process.argv.slice(2)], {
  stdio: 'inherit',
  // npx is a command file on Windows, which only a shell can start.
  shell: process.platform === 'win32',
});
if (error) console.error(`npx could not be started: ${error.message}`);
process.exitCode = status ?? 1;
