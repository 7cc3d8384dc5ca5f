import { LoadError } from '../errors.ts';
import { workloads } from './catalogue.ts';
import type { Workload } from './workload.ts';

/**
 * The workload of stages that a command line names.
 *
 * @throws LoadError `usage` for a search, which has no stages; `workload` for a file with mistakes
 */
export async function chosenWorkload(args: {
  readonly workload: string;
  readonly workloadFile?: string | undefined;
}): Promise<Workload> {
  if (args.workloadFile !== undefined) {
    // What checks a file's shape takes longer to load than the rest of the command.
    const { workloadFromFile } = await import('./from-file.ts');
    return workloadFromFile(args.workloadFile);
  }
  if (Object.hasOwn(workloads, args.workload)) return workloads[args.workload as keyof typeof workloads];
  throw new LoadError(
    'usage',
    `The workload ${args.workload} is a search that npm run load makes, not stages.`,
  );
}
