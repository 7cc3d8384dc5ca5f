import { defineOperation } from '../../core/operation.ts';
import type { Database } from '../database.ts';
import type { Input } from '../model.ts';

/** ListTables: in order of name, at most 100 at a time. */
export const listTables = defineOperation({
  name: 'ListTables',
  authorization: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
  run(database: Database, input: Input) {
    const start = input.ExclusiveStartTableName as string | undefined;
    const limit = (input.Limit as number | undefined) ?? 100;
    const names = [...database.tables.entries()].map(([name]) => name).sort();
    const rest = start === undefined ? names : names.filter((name) => name > start);
    const page = rest.slice(0, limit);
    return {
      TableNames: page,
      ...(rest.length > limit ? { LastEvaluatedTableName: page.at(-1) } : {}),
    };
  },
});
