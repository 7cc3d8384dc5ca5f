import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Whatever is made from, and what was made of it: so that little is left to build. */
const PARTS = [
  'app',
  'cdktf',
  'localstack',
  'locks',
  'preflight',
  'docs',
  'main.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'README.md',
  'dist',
];

/** A copy of this checkout, whose sources a test may change. It is removed at the end. */
export interface Checkout extends Disposable {
  readonly root: string;
}

/** Copies this checkout; the packages are linked. */
export function copyCheckout(): Checkout {
  const root = mkdtempSync(path.join(os.tmpdir(), 'expense-checkout-'));
  for (const part of PARTS) {
    const from = path.join(ROOT, part);
    if (existsSync(from)) cpSync(from, path.join(root, part), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'), 'junction');
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}
