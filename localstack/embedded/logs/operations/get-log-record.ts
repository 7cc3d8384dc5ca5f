import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { EventFields, parsePointer } from '../insights/discovered-fields.ts';
import { textOfValue } from '../insights/values.ts';
import type { LogsState } from '../state.ts';

interface GetLogRecordInput {
  readonly logRecordPointer: string;
}

/** GetLogRecord: all fields of one event, by the `@ptr` of a query's row. */
export const getLogRecord = defineOperation({
  name: 'GetLogRecord',
  authorization: onAll('GetLogRecord'),
  run(state: LogsState, { logRecordPointer }: GetLogRecordInput) {
    const pointer = parsePointer(logRecordPointer);
    if (!pointer) throw invalidParameter('The specified logRecordPointer is invalid.');
    const { logGroupName, sequence } = pointer;
    const [event] = state.events(state.group({ logGroupName })).select((each) => each.sequence === sequence);
    if (!event) throw notFound('log record');
    const fields = new EventFields({ event, logGroupName, accountId: state.context.accountId }).all();
    const texts = [...fields].map(([name, value]) => [name, textOfValue(value)] as const);
    return { logRecord: Object.fromEntries(texts) };
  },
});
