import type { EmbeddedContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { sqsErrors } from '../errors.ts';
import type { Message, MoveTask } from '../model.ts';
import type { QueueRuntime } from '../queues/queue.ts';
import { handleOf, parseTaskHandle } from './task-handles.ts';

const SECOND = 1000;
/** Messages moved at once where no rate is set; the next ones follow as soon as others have had their turn. */
const BATCH = 500;
/** Why a move fails whose queue is gone. */
const NO_QUEUE = 'AWS.SimpleQueueService.NonExistentQueue';
/** How many tasks of a queue AWS remembers. */
const REMEMBERED = 10;

/** What is asked of a move. */
export interface Move {
  readonly sourceArn: string;
  /** Default: each message goes back to the queue that it came from. */
  readonly destinationArn?: string;
  /** Messages a second; default: as fast as it goes. */
  readonly rate?: number;
}

/** Moves of messages out of dead-letter queues, on the emulated clock; they go on after a restart. */
export interface MoveTasks {
  /** Begins a move and returns its handle. Throws InvalidParameterValue while another of that queue runs. */
  start(move: Move, source: QueueRuntime): string;
  /** The moves out of a queue, the latest first. */
  of(sourceArn: string): MoveTask[];
  /** Ends a move and returns how many messages it has moved. Throws InvalidParameterValue or ResourceNotFoundException. */
  cancel(taskHandle: string): number;
}

/** Opens the moves in the context's storage, and goes on with those that had not ended. */
export function createMoveTasks(
  context: EmbeddedContext,
  byArn: (arn: string) => QueueRuntime | undefined,
): MoveTasks {
  const { clock } = context;
  const tasks = context.storage.collection<MoveTask>('sqs/move-tasks');
  const of = (sourceArn: string) =>
    [...tasks.values()].filter((task) => task.sourceArn === sourceArn).reverse();

  function later(id: string, delay: number): void {
    clock.after(delay, () => moveSome(id), `Moving messages of task ${id}`);
  }

  /** Moves as many messages as are due now, and sets the time of the next ones. */
  function moveSome(id: string): void {
    const task = tasks.get(id);
    if (task?.status !== 'RUNNING') return;
    const after = moved(task);
    tasks.set(id, after);
    if (after.status === 'RUNNING') later(id, task.rate === undefined ? 0 : SECOND);
  }

  /** The task once the messages that are due were moved. */
  function moved(task: MoveTask): MoveTask {
    const source = byArn(task.sourceArn);
    if (!source) return { ...task, status: 'FAILED', failureReason: NO_QUEUE };
    const most = task.moved + (task.rate ?? BATCH);
    let count = task.moved;
    for (let message = source.next(); message; message = source.next()) {
      if (count >= most) return { ...task, moved: count };
      const failureReason = moveOne(task, source, message);
      if (failureReason) return { ...task, moved: count, status: 'FAILED', failureReason };
      count++;
    }
    return { ...task, moved: count, status: 'COMPLETED' };
  }

  /** Returns why a message could not be moved. */
  function moveOne(task: MoveTask, source: QueueRuntime, message: Message): string | undefined {
    const destinationArn = task.destinationArn ?? message.deadLetterSource;
    if (!destinationArn) return 'CouldNotDetermineMessageSource';
    const destination = byArn(destinationArn);
    if (!destination) return NO_QUEUE;
    source.store.remove(message.id);
    destination.welcome(message);
    return undefined;
  }

  for (const { id, status } of tasks.values()) if (status === 'RUNNING') later(id, SECOND);

  return {
    of,
    start(move, source) {
      const known = of(move.sourceArn);
      if (known.some(({ status }) => status === 'RUNNING')) {
        throw sqsErrors.invalidParameter(
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      }
      for (const { id } of known.slice(REMEMBERED - 1)) tasks.delete(id);
      source.expire();
      const id = context.random.uuid();
      const { ready, delayed, inFlight } = source.store.counts();
      const toMove = ready + delayed + inFlight;
      tasks.set(id, { ...move, id, status: 'RUNNING', moved: 0, toMove, startedAt: clock.now() });
      moveSome(id);
      return handleOf(id, move.sourceArn);
    },
    cancel(taskHandle) {
      const { taskId, sourceArn } = parseTaskHandle(taskHandle);
      if (!byArn(sourceArn)) throw sqsErrors.resourceNotFound('SourceArn');
      const task = tasks.get(taskId);
      if (task?.sourceArn !== sourceArn) {
        throw new AwsError('ResourceNotFoundException', 'Task does not exist.', 404);
      }
      if (task.status !== 'RUNNING') {
        throw sqsErrors.invalidParameter('Only active tasks can be cancelled.');
      }
      tasks.set(taskId, { ...task, status: 'CANCELLED' });
      return task.moved;
    },
  };
}
