import type { Queues } from '../queues.ts';

/** TagQueue. */
export function tagQueue(queues: Queues) {
  return (input: { QueueUrl?: string; Tags?: Record<string, string> }) => {
    const { queue } = queues.at(input.QueueUrl);
    queues.save({ ...queue, tags: { ...queue.tags, ...input.Tags } });
    return {};
  };
}

/** UntagQueue. */
export function untagQueue(queues: Queues) {
  return (input: { QueueUrl?: string; TagKeys?: string[] }) => {
    const { queue } = queues.at(input.QueueUrl);
    const tags = Object.entries(queue.tags).filter(([key]) => !input.TagKeys?.includes(key));
    queues.save({ ...queue, tags: Object.fromEntries(tags) });
    return {};
  };
}

/** ListQueueTags. */
export function listQueueTags(queues: Queues) {
  return (input: { QueueUrl?: string }) => ({ Tags: queues.at(input.QueueUrl).queue.tags });
}
