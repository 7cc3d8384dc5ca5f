import { join } from 'node:path';
import { runCommand } from '../command.ts';
import { LoadError } from '../errors.ts';
import { checkFeasible } from '../feasibility/feasible.ts';
import { several } from '../report/format.ts';
import { parseRunArguments, usage as runUsage } from '../run/arguments.ts';
import { planOf } from '../run/measure.ts';
import { openSession } from '../run/session.ts';
import { chosenWorkload } from '../workloads/chosen.ts';
import { writeArchive } from './archive.ts';

const usage = `Usage: npm run load:archive -- --stage NAME [options of npm run load]

Signs the load's people in at a deployed stage, checks the quotas, and packs scripts, plan and tokens into archive.tar
in the folder for results, which k6 runs anywhere: k6-operator on Kubernetes, Grafana Cloud k6, or k6 run.

${runUsage}`;

async function main(signal: AbortSignal): Promise<number | undefined> {
  const args = parseRunArguments(process.argv.slice(2));
  if (args === 'help') {
    console.log(usage);
    return 0;
  }
  if (args.target === 'embedded') {
    const reason =
      'An archive is run elsewhere, where only a deployed stage is reached: give --stage NAME or --target URL.';
    throw new LoadError('usage', reason);
  }
  const workload = await chosenWorkload(args);
  await using session = await openSession(args, console.log, signal);
  if (!session) return undefined;
  checkFeasible(session, { ...args, workload });
  const file = join(args.resultsFolder, 'archive.tar');
  const plan = planOf(session, { ...args, workload });
  const { maxVUs, totalDuration } = await writeArchive(session.k6, plan, file);
  console.log(
    `${file}: ${args.scenarios.join(' and ')}, ${totalDuration} with up to ${several(maxVUs, 'virtual user')}. It holds access tokens: keep it as long as they live, an hour.`,
  );
  return 0;
}

await runCommand(main, 'Interrupted before the archive was made.');
