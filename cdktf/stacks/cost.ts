import type { TableIndex } from '../../app/contract/table.ts';
import type { AppFunction } from '../constructs/app-function.ts';
import type { ExpenseHttpApi } from '../constructs/expense-http-api.ts';
import type { ExpenseTable } from '../constructs/expense-table.ts';
import { prices } from './cost-prices.ts';
import { apiMetric, functionMetric, type Line, logMetric, stateTransitions, tableMetric } from './metrics.ts';

export interface CostProps {
  readonly api: ExpenseHttpApi;
  readonly functions: readonly AppFunction[];
  readonly table: ExpenseTable;
  readonly indexes: readonly TableIndex[];
  readonly logGroups: readonly string[];
}

/**
 * The cost of what is used, by metric math from the services' own counts. CloudWatch has what was really billed
 * (AWS/Billing, `EstimatedCharges`), but for the whole account, a few times a day and in us-east-1 only, so that it
 * cannot show what an hour of this stage costs. One line for each part: an expression over several parts has no
 * value in a period in which one of them was idle.
 */
export function costLines({ api, functions, table, indexes, logGroups }: CostProps): Line[] {
  return [
    { metric: apiMetric(api, 'Count', 'Sum'), id: 'requests' },
    millions('requests', prices.apiRequests, 'API', 'api_cost'),
    ...functions.flatMap((fn, index): Line[] => [
      { metric: functionMetric(fn, 'Invocations', 'Sum'), id: `invocations${index}` },
      { metric: functionMetric(fn, 'Duration', 'Sum'), id: `duration${index}` },
      {
        expression:
          `invocations${index} / 1000000 * ${prices.invocations} + ` +
          `duration${index} / 1000 * ${fn.memoryGb} / 1000000 * ${prices.gigabyteSeconds}`,
        label: fn.node.id,
        id: `function${index}_cost`,
      },
    ]),
    ...capacity(table, indexes, 'Read', prices.readUnits),
    ...capacity(table, indexes, 'Write', prices.writeUnits),
    { metric: stateTransitions, id: 'transitions' },
    millions('transitions', prices.stateTransitions, 'Step Functions (whole account)', 'approvals_cost'),
    ...logGroups.map((group, index): Line => ({ metric: logMetric(group), id: `bytes${index}` })),
    {
      expression: `SUM([${logGroups.map((_, index) => `bytes${index}`).join(', ')}]) / 1000000000 * ${prices.logs}`,
      label: 'logs',
      id: 'logs_cost',
    },
  ];
}

function capacity(
  table: ExpenseTable,
  indexes: readonly TableIndex[],
  kind: 'Read' | 'Write',
  price: number,
): Line[] {
  const metrics = [undefined, ...indexes.map(({ name }) => name)].map((index) =>
    tableMetric(table, `Consumed${kind}CapacityUnits`, index),
  );
  const ids = metrics.map((_, index) => `${kind.toLowerCase()}${index}`);
  return [
    ...metrics.map((metric, index): Line => ({ metric, id: ids[index] ?? '' })),
    millions(
      `SUM([${ids.join(', ')}])`,
      price,
      `DynamoDB, ${kind.toLowerCase()}`,
      `${kind.toLowerCase()}_cost`,
    ),
  ];
}

function millions(what: string, price: number, label: string, id: string): Line {
  return { expression: `${what} / 1000000 * ${price}`, label, id };
}
