import { expect, it } from 'vitest';
import { User } from '../users/users.schema.ts';
import { table } from './table.ts';

it('the index of people copies all of a person but what only the item itself needs', () => {
  const { projection, partitionKey, sortKey } = table.indexes.users;
  const copied: readonly string[] = [...projection, partitionKey, sortKey];
  const ownBusiness = ['writes', 'answered', 'handOver'];
  const missing = Object.keys(User.properties).filter(
    (name) => !copied.includes(name) && !ownBusiness.includes(name),
  );
  expect(missing).toEqual([]);
  expect(ownBusiness.filter((name) => copied.includes(name))).toEqual([]);
});

it('no index names an attribute twice', () => {
  for (const { projection, partitionKey, sortKey } of Object.values(table.indexes)) {
    const named: readonly string[] = [...projection, partitionKey, sortKey];
    expect(named).toEqual([...new Set(named)]);
  }
});
