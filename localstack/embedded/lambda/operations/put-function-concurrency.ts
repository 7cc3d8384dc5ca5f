import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { invalidParameter } from '../errors.ts';
import { changeFunction } from '../functions/changes.ts';
import type { LambdaState } from '../state.ts';

interface PutFunctionConcurrencyInput {
  readonly FunctionName: string;
  readonly ReservedConcurrentExecutions: number;
}

/** Concurrent executions of an account. */
const ACCOUNT = 1000;
/** How many of them AWS keeps for functions that reserve none. */
const UNRESERVED = 100;

/** PutFunctionConcurrency: reserves concurrency: how many events of a function may be under way at once. */
export const putFunctionConcurrency = defineOperation({
  name: 'PutFunctionConcurrency',
  authorization: onFunction('PutFunctionConcurrency'),
  http: { method: 'PUT', path: '/2017-10-31/functions/{FunctionName}/concurrency' },
  run(state: LambdaState, input: PutFunctionConcurrencyInput) {
    const { functions } = state;
    const record = functions.get(input.FunctionName);
    const wanted = input.ReservedConcurrentExecutions;
    let reserved = wanted;
    for (const other of functions.records.values()) {
      if (other !== record) reserved += other.reservedConcurrency ?? 0;
    }
    if (!Number.isInteger(wanted) || wanted < 0 || ACCOUNT - reserved < UNRESERVED) {
      throw invalidParameter(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED}].`,
      );
    }
    changeFunction(state, record, { reservedConcurrency: wanted });
    return { ReservedConcurrentExecutions: wanted };
  },
});
