'use strict';
// What every npm script does first: says in one sentence that its packages are not installed, or not those that
// package-lock.json names, or that a setting is misspelt. Plain JavaScript, and CommonJS, because whatever Node there is
// before `npm ci` has to be able to load it, ahead of any script (`node -r`).
const { readFileSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join, resolve } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const root = resolve(__dirname, '..');

// Workers load what their parent has loaded ahead of them; what it forks shall not.
if (isMainThread) {
  const own = process.execArgv.findIndex((argument) => argument.endsWith('installed.cjs'));
  if (own > 0) process.execArgv.splice(own - 1, 2);
  const wrong = missing() || misspelt();
  if (wrong) {
    console.error(wrong);
    process.exit(1);
  }
}

/** @returns {string | undefined} what is not installed, in one sentence */
function missing() {
  const wanted = packagesOf('package-lock.json') || {};
  const installed = packagesOf(join('node_modules', '.package-lock.json'));
  if (!installed) return 'The packages are not installed yet: run `npm ci` first.';
  const other = Object.keys(wanted).find(
    (name) => name && !wanted[name].optional && installed[name]?.version !== wanted[name].version,
  );
  if (other) {
    const { version } = wanted[other];
    return `package-lock.json names ${other.replace('node_modules/', '')} ${version}, which is not installed: run \`npm ci\`.`;
  }
  const [pinned] = (wanted['node_modules/node'] || { version: '' }).version.split('.');
  if (Number(process.versions.node.split('.')[0]) < Number(pinned)) {
    return `This is Node ${process.versions.node}, and Node ${pinned}, which \`npm ci\` installs beside it, is not there: run \`npm ci\` with its install scripts allowed.`;
  }
}

/** @returns {Record<string, { version: string, optional?: boolean }> | undefined} by their paths */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    // Not there, or cut off while it was written.
    return undefined;
  }
}

/** @returns {string} a sentence for each variable that was probably meant to be a setting */
function misspelt() {
  process.env.NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE || join(root, '.cache', 'node');
  enableCompileCache();
  return require('./environment.ts').misspeltSettings(process.env).join('\n');
}
