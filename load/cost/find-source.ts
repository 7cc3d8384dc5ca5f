import type { Log } from '../log.ts';
import type { LoadTarget } from '../run/target.ts';
import { findMeter } from './meter-source.ts';
import type { UsageSource } from './source.ts';

/**
 * Where a target's usage is read: its meter, if it is a local AWS that has one, else CloudWatch. Undefined, and said
 * to `log`, where the stacks' outputs lack what CloudWatch is to be asked for.
 *
 * @throws LoadError `meter` for a meter of another version
 */
export async function findUsageSource(target: LoadTarget, log: Log): Promise<UsageSource | undefined> {
  const meter = await findMeter(target.apiUrl);
  if (meter) return meter;
  if (target.tableName === undefined) {
    log('no cost: the outputs lack table_name, by which CloudWatch is asked for what the stacks use');
    return undefined;
  }
  log('cost: from CloudWatch, which knows a few minutes later');
  const { cloudWatchSource } = await import('./cloudwatch-source.ts');
  return cloudWatchSource({ aws: target.aws, apiUrl: target.apiUrl, tableName: target.tableName });
}
