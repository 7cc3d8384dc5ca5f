#!/usr/bin/env node
// The program of the package, in JavaScript: Node strips no types under node_modules. In the repository it runs the
// sources as they are, in the package what was built of them. It has to load in any Node, to say which one it needs.
import { existsSync } from 'node:fs';
import module from 'node:module';

const { node } = process.versions;
if (Number(node.split('.')[0]) < 24) {
  console.error(`embedded-aws needs Node 24 or later, and this is Node ${node}.`);
  process.exit(1);
}
// Compiling takes longer than anything else at start.
module.enableCompileCache();
const source = new URL('main.ts', import.meta.url);
const { href } = existsSync(source) ? source : new URL('../dist/localstack/cli/main.js', import.meta.url);
await import(href);
