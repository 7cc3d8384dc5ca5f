import { textOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { onDeadLetterQueue } from '../authorization.ts';
import { sqsErrors } from '../errors.ts';
import type { MoveTask } from '../model.ts';
import { handleOf } from '../moves/task-handles.ts';
import type { Queues } from '../queues/queues.ts';

interface ListMessageMoveTasksInput {
  readonly SourceArn?: string;
  /** Default: 1. */
  readonly MaxResults?: number;
}

/** ListMessageMoveTasks: the latest moves out of a queue. */
export const listMessageMoveTasks = defineOperation({
  name: 'ListMessageMoveTasks',
  authorization: ({ SourceArn }) => onDeadLetterQueue('ListMessageMoveTasks', textOf(SourceArn)),
  run(queues: Queues, { SourceArn, MaxResults = 1 }: ListMessageMoveTasksInput) {
    if (!SourceArn) throw sqsErrors.missingParameter('SourceArn');
    if (!queues.byArn(SourceArn)) throw sqsErrors.resourceNotFound('SourceArn');
    if (!(Number.isInteger(MaxResults) && MaxResults >= 1 && MaxResults <= 10)) {
      throw sqsErrors.invalidParameter(
        `Value ${MaxResults} for parameter MaxResults is invalid. Reason: Must be between 1 and 10, if provided.`,
      );
    }
    return { Results: queues.moves.of(SourceArn).slice(0, MaxResults).map(described) };
  },
});

/** A task as AWS describes it: only one that runs has a handle. */
function described(task: MoveTask): object {
  const { id, sourceArn, destinationArn, rate, status, moved, toMove, startedAt, failureReason } = task;
  return {
    ...(status === 'RUNNING' ? { TaskHandle: handleOf(id, sourceArn) } : {}),
    Status: status,
    SourceArn: sourceArn,
    ...(destinationArn === undefined ? {} : { DestinationArn: destinationArn }),
    ...(rate === undefined ? {} : { MaxNumberOfMessagesPerSecond: rate }),
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: toMove,
    ...(failureReason === undefined ? {} : { FailureReason: failureReason }),
    StartedTimestamp: startedAt,
  };
}
