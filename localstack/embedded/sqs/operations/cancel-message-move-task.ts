import { textOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { onDeadLetterQueue } from '../authorization.ts';
import { sqsErrors } from '../errors.ts';
import { parseTaskHandle } from '../moves/task-handles.ts';
import type { Queues } from '../queues/queues.ts';

interface CancelMessageMoveTaskInput {
  readonly TaskHandle?: string;
}

/** CancelMessageMoveTask: what was moved stays where it is. */
export const cancelMessageMoveTask = defineOperation({
  name: 'CancelMessageMoveTask',
  authorization: ({ TaskHandle }) => onDeadLetterQueue('CancelMessageMoveTask', sourceIn(TaskHandle)),
  run(queues: Queues, { TaskHandle }: CancelMessageMoveTaskInput) {
    if (!TaskHandle) throw sqsErrors.missingParameter('TaskHandle');
    return { ApproximateNumberOfMessagesMoved: queues.moves.cancel(TaskHandle) };
  },
});

/** The queue of a handle; no queue's ARN where the handle is none, which is refused after the permission. */
function sourceIn(taskHandle: unknown): string {
  try {
    return parseTaskHandle(textOf(taskHandle)).sourceArn;
  } catch {
    return '*';
  }
}
