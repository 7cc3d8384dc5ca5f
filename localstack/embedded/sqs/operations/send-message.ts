import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onQueue } from '../authorization.ts';
import type { MessageEntry } from '../messages/entry.ts';
import { checkEntry, sendEntry } from '../messages/sending.ts';
import type { Queues } from '../queues/queues.ts';

interface SendMessageInput extends MessageEntry {
  readonly QueueUrl?: string;
}

/** SendMessage. */
export const sendMessage = defineOperation({
  name: 'SendMessage',
  authorization: onQueue('SendMessage'),
  metering: { NumberOfMessagesSent: () => 1 },
  async run(queues: Queues, input: SendMessageInput, call: Call) {
    const { runtime } = queues.at(input.QueueUrl);
    checkEntry(runtime, input);
    return sendEntry(runtime, input, call, await queues.keys.forSending(runtime, call.principal));
  },
});
