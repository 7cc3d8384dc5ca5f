import type { Outcome, Result } from './apply.ts';
import type { Value } from './expressions/syntax.ts';
import type { Provisioned } from './provisioned.ts';
import type { Difference } from './resource.ts';
import { type Addressed, nameOf } from './resource-record.ts';

/** More of a value than this does not help to recognize it. */
const LONGEST = 100;

/** What is not as it was before the run. */
export function changesOf({ outcomes, removed }: Result): Provisioned['changes'] {
  return [
    ...outcomes.flatMap(({ node, change, holds }) =>
      change === 'unchanged'
        ? []
        : [
            {
              address: `${node.stack.name} ${node.address}`,
              change,
              ...lost(change === 'replaced' && holds),
            },
          ],
    ),
    ...removed.map(({ record, type }) => ({
      address: `${record.stack} ${record.address}`,
      change: 'removed' as const,
      ...lost(type.holds),
    })),
  ];
}

function lost(holds: string | false | undefined): { lost?: string } {
  return holds ? { lost: holds } : {};
}

/** What only a replacement would change: which resource, which arguments, what is lost, and how to do it. */
export function leftIn({ outcomes }: Result): string[] {
  const all = outcomes.map(addressed);
  return outcomes
    .filter(({ differences }) => differences.length > 0)
    .map((outcome) => {
      const { stack, address } = addressed(outcome);
      const values = outcome.differences.map(changed).join('; ');
      const loss = outcome.holds ? `, and ${outcome.holds} would be lost` : '';
      const refusal = outcome.refusal ? ` Until then it refuses the other changes: ${outcome.refusal}` : '';
      const way = `--replace ${nameOf({ stack, address }, all)}`;
      return `${stack} ${address} is left as it was: ${values}. AWS changes that only in a replacement${loss}: ${way}${refusal && `.${refusal}`}`;
    });
}

/** What is no longer in the definition and was kept: which resource, what would be lost, and how to delete it. */
export function keptIn({ kept }: Result): string[] {
  const all = kept.map(({ record }) => record);
  return kept.map(
    ({ record, type }) =>
      `${record.stack} ${record.address} is no longer in the definition and is kept, since ${type.holds} would be lost: ` +
      `--destroy ${nameOf(record, all)}`,
  );
}

/** One change in words: `replaced data-dev aws_sqs_queue.q (lost: its messages)`. */
export function describedChange({ address, change, lost }: Provisioned['changes'][number]): string {
  return `${change} ${address}${lost ? ` (lost: ${lost})` : ''}`;
}

/** e.g. `3 created, 1 replaced, 105 unchanged`. */
export function describedCounts(provisioned: Provisioned): string {
  const { created, updated, unchanged, replaced, removed } = provisioned;
  const rare = Object.entries({ replaced, removed }).filter(([, count]) => count > 0);
  const counts = [['created', created], ['updated', updated], ...rare, ['unchanged', unchanged]];
  return counts.map(([change, count]) => `${count} ${change}`).join(', ');
}

/** e.g. `109 resources created in 5 stacks`. */
export function describedRun(provisioned: Provisioned): string {
  const { created, updated, replaced, unchanged, outputs } = provisioned;
  const others = updated + replaced + unchanged;
  const counts = others === 0 ? `${created} resources created` : `resources: ${describedCounts(provisioned)}`;
  const stacks = Object.keys(outputs).length;
  return `${counts} in ${stacks} ${stacks === 1 ? 'stack' : 'stacks'}`;
}

function addressed({ node }: Outcome): Addressed {
  return { stack: node.stack.name, address: node.address };
}

function changed({ argument, found, wanted }: Difference): string {
  return `${argument} stays ${text(found)}, the definition has ${text(wanted)}`;
}

function text(value: Value): string {
  const json = JSON.stringify(value);
  return json.length > LONGEST ? `${json.slice(0, LONGEST)}…` : json;
}
