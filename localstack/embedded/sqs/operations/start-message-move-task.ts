import { textOf } from '../../core/authorization.ts';
import { defineOperation } from '../../core/operation.ts';
import { onDeadLetterQueue } from '../authorization.ts';
import { sqsErrors } from '../errors.ts';
import { sourcesOf } from '../queues/dead-letters.ts';
import type { Queues } from '../queues/queues.ts';

interface StartMessageMoveTaskInput {
  readonly SourceArn?: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
}

/** Messages a second. */
const HIGHEST_RATE = 500;

/** StartMessageMoveTask: messages of a dead-letter queue go back to where they came from, or elsewhere. */
export const startMessageMoveTask = defineOperation({
  name: 'StartMessageMoveTask',
  authorization(input, _place, queues: Queues) {
    const source = textOf(input.SourceArn);
    const destination = textOf(input.DestinationArn);
    const destinations = destination
      ? [destination]
      : sourcesOf(queues, source).map(({ name }) => queues.arnOf(name));
    return [
      ...onDeadLetterQueue('StartMessageMoveTask', source),
      ...destinations.map((resource) => ({ action: 'sqs:SendMessage', resource })),
    ];
  },
  run(queues: Queues, input: StartMessageMoveTaskInput) {
    const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: rate } = input;
    if (!SourceArn) throw sqsErrors.missingParameter('SourceArn');
    const source = queues.byArn(SourceArn);
    if (!source) throw sqsErrors.resourceNotFound('SourceArn');
    if (sourcesOf(queues, SourceArn).length === 0) {
      throw sqsErrors.invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    }
    if (DestinationArn) {
      const destination = queues.byArn(DestinationArn);
      if (!destination) throw sqsErrors.resourceNotFound('DestinationArn');
      if (destination === source) {
        throw sqsErrors.invalidParameter('Source queue arn and destination queue arn cannot be the same.');
      }
      if (destination.isFifo !== source.isFifo) {
        throw sqsErrors.invalidParameter('Source queue and destination queue must be of the same type.');
      }
    }
    if (rate !== undefined && !(Number.isInteger(rate) && rate >= 1 && rate <= HIGHEST_RATE)) {
      throw sqsErrors.invalidParameter(
        `Value ${rate} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and ${HIGHEST_RATE}, if provided.`,
      );
    }
    const move = {
      sourceArn: SourceArn,
      ...(DestinationArn ? { destinationArn: DestinationArn } : {}),
      ...(rate === undefined ? {} : { rate }),
    };
    return { TaskHandle: queues.moves.start(move, source) };
  },
});
