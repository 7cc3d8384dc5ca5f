import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = [
  process.env.CHROMIUM_BIN,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((file) => file !== undefined && existsSync(file));

/** A machine without Chromium can still run the tests; the one that decides (CI) may not leave these out. */
export const skipWithoutBrowser = executablePath === undefined && process.env.CI !== 'true';

/** Starts Chromium. Throws where there is none. */
export function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) {
    throw new Error('There is no Chromium; install it or name it in CHROMIUM_BIN.');
  }
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}
