import type { EventSourceMapping } from '../model.ts';

/** Reads what is mapped to functions. */
export interface Consumers {
  /** Starts, changes or stops the consumer of a mapping, as its state says. */
  apply(mapping: EventSourceMapping): void;
  /** Ends that of a mapping, or all, once what is under way is done. */
  stop(uuid?: string): Promise<void>;
}

/** What functions can be mapped to. */
export type SourceKind = 'queue' | 'stream';

/** Of which kind an ARN is; undefined for what no function can be mapped to here. */
export function sourceKind(arn: string): SourceKind | undefined {
  if (/^arn:[^:]+:sqs:/.test(arn)) return 'queue';
  if (/^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/[^/]+\/stream\/./.test(arn)) return 'stream';
  return undefined;
}

/** The consumers of all kinds, as one. */
export function consumersOf(byKind: Readonly<Record<SourceKind, Consumers>>): Consumers {
  return {
    apply(mapping) {
      byKind[sourceKind(mapping.EventSourceArn) ?? 'queue'].apply(mapping);
    },
    async stop(uuid) {
      await Promise.all(Object.values(byKind).map((consumers) => consumers.stop(uuid)));
    },
  };
}
