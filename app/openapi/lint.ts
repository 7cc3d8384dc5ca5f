import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Lints docs/openapi.json by docs/redocly.yaml: `npm run check:openapi`. In a terminal Redocly would ask a registry for
 * newer versions of itself, which is switched off here.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');
const { status } = spawnSync(
  process.execPath,
  [redocly, 'lint', path.join('docs', 'openapi.json'), '--config', path.join('docs', 'redocly.yaml')],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_NOTIFICATIONS: 'true' },
  },
);
process.exitCode = status ?? 1;
