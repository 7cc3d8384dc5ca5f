import { objectOf, textOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { groupArn, onGroup } from '../authorization.ts';
import { alreadyExists, invalidParameter } from '../errors.ts';
import type { LogsState } from '../state.ts';

interface CreateLogGroupInput {
  readonly logGroupName: string;
  readonly kmsKeyId?: string;
  readonly logGroupClass?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** AWS's limit of a name's length. */
const MOST_CHARACTERS = 512;

/** CreateLogGroup: a group under a name that is free. */
export const createLogGroup = defineOperation({
  name: 'CreateLogGroup',
  authorization: (input, place) => [
    ...onGroup('CreateLogGroup')(input, place),
    ...(Object.keys(objectOf(input.tags)).length > 0
      ? [{ action: 'logs:TagResource', resource: groupArn(textOf(input.logGroupName), place) }]
      : []),
  ],
  run({ context, groups }: LogsState, { logGroupName, kmsKeyId, logGroupClass, tags }: CreateLogGroupInput) {
    if (typeof logGroupName === 'string' && logGroupName.length > MOST_CHARACTERS) {
      throw invalidParameter(
        'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
      );
    }
    if (typeof logGroupName !== 'string' || !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(logGroupName)) {
      throw invalidParameter(
        `1 validation error detected: Value '${logGroupName}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
      );
    }
    if (groups.has(logGroupName)) throw alreadyExists('log group');
    groups.set(logGroupName, {
      logGroupName,
      arn: `arn:aws:logs:${context.region}:${context.accountId}:log-group:${logGroupName}`,
      creationTime: context.clock.now(),
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
      logGroupClass: logGroupClass ?? 'STANDARD',
      tags: tags ?? {},
      metricFilters: [],
    });
    return {};
  },
});
