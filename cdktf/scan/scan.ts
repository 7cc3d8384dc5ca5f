import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT, runCommand } from '../deploy/command.ts';
import { DeployError } from '../deploy/errors.ts';
import { runTool } from '../deploy/run-tool.ts';
import { findingsOf, judge, skipsOf } from './judge.ts';

const CHECKOV = '3.3.30';
const CACHE = path.join(ROOT, '.cache');
const FOLDER = path.join(CACHE, 'scan');

/** Scans the stage prod; other stages differ only in retention and protection. */
async function scan(): Promise<void> {
  const checkov = await installed();
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const environment = { ...process.env, STAGE: 'prod', CDKTF_OUTDIR: FOLDER };
  const made = await runTool(process.execPath, ['main.ts'], { directory: ROOT, environment });
  if (made.status !== 0) throw new DeployError('failed', 'The stacks could not be synthesized.');
  const stacks = path.join(FOLDER, 'stacks');
  const args = ['--directory', stacks, '--framework', 'terraform_json', '--quiet', '--compact'];
  const report = path.join(FOLDER, 'results_json.json');
  // Soft fail: failures are compared here with the reasons recorded at the resources.
  const run = await runTool(
    checkov,
    [...args, '--skip-download', '--soft-fail', '--output', 'json', '--output-file-path', FOLDER],
    { directory: ROOT, environment, quiet: true },
  );
  if (run.status !== 0 || !existsSync(report)) {
    throw new DeployError(
      'failed',
      `checkov ended with status ${run.status}: ${run.output.trim().slice(-300)}`,
    );
  }
  decide(report, stacks);
}

function decide(report: string, stacks: string): void {
  const findings = findingsOf(JSON.parse(readFileSync(report, 'utf8')));
  const skips = readdirSync(stacks).flatMap((id) =>
    skipsOf(id, JSON.parse(readFileSync(path.join(stacks, id, 'cdk.tf.json'), 'utf8'))),
  );
  const { unexplained, stale } = judge(findings, skips);
  for (const { check, resource, name } of unexplained) console.error(`${check} ${resource}: ${name}`);
  for (const { check, resource } of stale)
    console.error(`${check} ${resource}: is skipped, but does not fail.`);
  if (unexplained.length + stale.length > 0) {
    throw new DeployError(
      'failed',
      `${unexplained.length} checks failed, ${stale.length} skips are of no use.`,
    );
  }
  console.log(
    `checkov ${CHECKOV}: no failed check; ${skips.length} skipped, each with its reason beside the resource.`,
  );
}

/**
 * checkov in a Python environment of its own, installed when it is not there.
 * @throws DeployError `missing` when Python or the package cannot be had
 */
async function installed(): Promise<string> {
  const home = path.join(CACHE, `checkov-${CHECKOV}`);
  const bin = path.join(home, process.platform === 'win32' ? 'Scripts' : 'bin');
  const checkov = path.join(bin, 'checkov');
  if (existsSync(checkov)) return checkov;
  const tool = { directory: ROOT, environment: process.env, quiet: true };
  const venv = await runTool('python3', ['-m', 'venv', home], tool);
  if (venv.status !== 0) {
    throw new DeployError('missing', 'Not scanned: Python 3 with its module venv is needed to run checkov.');
  }
  const pip = await runTool(path.join(bin, 'pip'), ['install', '--quiet', `checkov==${CHECKOV}`], tool);
  if (pip.status !== 0) {
    throw new DeployError(
      'missing',
      `Not scanned: checkov ${CHECKOV} cannot be had from PyPI: ${pip.output.trim().split('\n').at(-1)}`,
    );
  }
  return checkov;
}

if (import.meta.main) await runCommand(scan);
