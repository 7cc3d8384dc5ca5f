import { invalidParameter } from '../errors.ts';
import { change, type LambdaRoom } from '../room.ts';

/** AWS keeps this many concurrent executions of an account for functions that reserve none. */
const UNRESERVED = 100;
const ACCOUNT = 1000;

/** Reserved concurrency: how many events of a function may be under way at once. */
export function concurrencyOperations(room: LambdaRoom) {
  return {
    PutFunctionConcurrency(input: {
      readonly FunctionName: string;
      readonly ReservedConcurrentExecutions: number;
    }) {
      const record = room.functions.get(input.FunctionName);
      const wanted = input.ReservedConcurrentExecutions;
      let reserved = wanted;
      for (const other of room.functions.records.values())
        if (other !== record) reserved += other.reservedConcurrency ?? 0;
      if (!Number.isInteger(wanted) || wanted < 0 || ACCOUNT - reserved < UNRESERVED) {
        throw invalidParameter(
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED}].`,
        );
      }
      change(room, record, { reservedConcurrency: wanted });
      return { ReservedConcurrentExecutions: wanted };
    },
    GetFunctionConcurrency(input: { readonly FunctionName: string }) {
      const { reservedConcurrency } = room.functions.get(input.FunctionName);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
    DeleteFunctionConcurrency(input: { readonly FunctionName: string }) {
      const { reservedConcurrency, ...record } = room.functions.get(input.FunctionName);
      if (reservedConcurrency !== undefined)
        room.functions.records.set(record.configuration.FunctionName, record);
      return {};
    },
  };
}
