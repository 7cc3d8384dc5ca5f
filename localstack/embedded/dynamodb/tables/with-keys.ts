import type { Call, Principal } from '../../core/service.ts';
import type { Database } from '../database.ts';
import type { Input, Output } from '../model.ts';

/** What an operation does that reads or writes items. */
type ItemOperation = (database: Database, input: Input) => Output | Promise<Output>;

/** Before `run`, opens the keys of the tables that a call names. Where none has to be asked for, nothing waits. */
export function withTableKeys(run: ItemOperation) {
  return (database: Database, input: Input, call: Call): Output | Promise<Output> => {
    const opening = tableNames(input)
      .map((name) => openTable(database, name, call.principal))
      .filter((pending) => pending !== undefined);
    return opening.length === 0
      ? run(database, input)
      : Promise.all(opening).then(() => run(database, input));
  };
}

/** A table that is not there is the operation's own matter. */
function openTable(database: Database, name: string, principal: Principal): undefined | Promise<void> {
  const table = database.tables.get(name.startsWith('arn:') ? (name.split('/')[1] ?? '') : name);
  return table && database.keys.open(table, principal);
}

/** The input is not validated yet, so anything may be missing. */
function tableNames(input: Input): string[] {
  if (typeof input.TableName === 'string') return [input.TableName];
  if (typeof input.RequestItems === 'object' && input.RequestItems !== null) {
    return Object.keys(input.RequestItems);
  }
  const items = Array.isArray(input.TransactItems) ? (input.TransactItems as unknown[]) : [];
  const named = items.flatMap((item) => Object.values((item ?? {}) as object) as { TableName?: unknown }[]);
  return [...new Set(named.map((one) => one?.TableName).filter((name) => typeof name === 'string'))];
}
