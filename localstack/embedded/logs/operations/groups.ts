import { notImplemented } from '../../core/errors.ts';
import { alreadyExists, invalidParameter } from '../errors.ts';
import type { LogGroup } from '../model.ts';
import { type LogsRoom, nameOf, page } from '../room.ts';

const RETENTION = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

interface CreateInput {
  readonly logGroupName: string;
  readonly kmsKeyId?: string;
  readonly logGroupClass?: string;
  readonly tags?: Record<string, string>;
}

interface Named {
  readonly logGroupName: string;
}

interface DescribeInput {
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly logGroupClass?: string;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** Log groups, their retention and their tags. */
export function groupOperations(room: LogsRoom) {
  const { context, groups } = room;
  const change = (group: LogGroup, members: Partial<LogGroup>) =>
    groups.set(group.logGroupName, { ...group, ...members });
  const tagged = (resourceArn: string) => room.group({ logGroupName: nameOf(resourceArn) });
  const untag = (group: LogGroup, keys: readonly string[]) => {
    const kept = Object.entries(group.tags).filter(([key]) => !keys.includes(key));
    change(group, { tags: Object.fromEntries(kept) });
    return {};
  };
  const tag = (group: LogGroup, tags: Record<string, string>) => {
    change(group, { tags: { ...group.tags, ...tags } });
    return {};
  };
  return {
    CreateLogGroup({ logGroupName, kmsKeyId, logGroupClass, tags }: CreateInput) {
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
    DeleteLogGroup({ logGroupName }: Named) {
      const group = room.group({ logGroupName });
      groups.delete(logGroupName);
      room.forget(group);
      return {};
    },
    DescribeLogGroups(input: DescribeInput) {
      const found = [...groups.values()]
        .filter(
          ({ logGroupName, logGroupClass }) =>
            logGroupName.startsWith(input.logGroupNamePrefix ?? '') &&
            logGroupName.toLowerCase().includes((input.logGroupNamePattern ?? '').toLowerCase()) &&
            (input.logGroupClass === undefined || logGroupClass === input.logGroupClass),
        )
        .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1));
      const { items, nextToken } = page(found, input);
      return { logGroups: items.map((group) => describe(room, group)), nextToken };
    },
    PutRetentionPolicy({ logGroupName, retentionInDays }: Named & { readonly retentionInDays: number }) {
      if (!RETENTION.has(retentionInDays)) {
        throw invalidParameter(
          `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${[...RETENTION].join(', ')}]`,
        );
      }
      change(room.group({ logGroupName }), { retentionInDays });
      return {};
    },
    DeleteRetentionPolicy({ logGroupName }: Named) {
      const { retentionInDays: _gone, ...group } = room.group({ logGroupName });
      groups.set(logGroupName, group);
      return {};
    },
    TagLogGroup: (input: Named & { readonly tags: Record<string, string> }) =>
      tag(room.group(input), input.tags),
    UntagLogGroup: (input: Named & { readonly tags: string[] }) => untag(room.group(input), input.tags),
    ListTagsLogGroup: (input: Named) => ({ tags: room.group(input).tags }),
    TagResource: (input: { readonly resourceArn: string; readonly tags: Record<string, string> }) =>
      tag(tagged(input.resourceArn), input.tags),
    UntagResource: (input: { readonly resourceArn: string; readonly tagKeys: string[] }) =>
      untag(tagged(input.resourceArn), input.tagKeys),
    ListTagsForResource: (input: { readonly resourceArn: string }) => ({
      tags: tagged(input.resourceArn).tags,
    }),
    PutSubscriptionFilter(): never {
      throw notImplemented('cloudwatchlogs', 'PutSubscriptionFilter');
    },
  };
}

function describe(room: LogsRoom, group: LogGroup): object {
  const { tags: _tags, metricFilters, arn, ...described } = group;
  let storedBytes = 0;
  for (const stream of room.events(group).streams.values()) storedBytes += stream.storedBytes;
  return {
    ...described,
    metricFilterCount: metricFilters.length,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes,
  };
}
