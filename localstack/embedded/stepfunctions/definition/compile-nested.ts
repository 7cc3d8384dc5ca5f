import { isObject, type Json } from '../json.ts';
import { WHOLE } from '../jsonpath/path.ts';
import { compileDistributedMap } from './compile-distributed-map.ts';
import { compileRecovery } from './compile-recovery.ts';
import type { BaseState, Block, MapState, ParallelState } from './model.ts';
import type { Problems } from './problems.ts';
import { integer, processorField, type Reader } from './reader.ts';
import type { Surroundings } from './surroundings.ts';

/** Compiles a Parallel state and its branches. */
export function compileParallel(
  base: BaseState,
  reader: Reader,
  location: string,
  surroundings: Surroundings,
): ParallelState {
  reader.require('Branches');
  const branches = reader.objects('Branches');
  if (reader.has('Branches') && branches.length === 0) {
    surroundings.problems.schema('Value cannot be empty', `${location}/Branches`);
  }
  return {
    ...base,
    ...compileRecovery(reader, location, surroundings.problems),
    type: 'Parallel',
    branches: branches.map((branch, index) =>
      surroundings.compileBlock(branch, `${location}/Branches[${index}]`),
    ),
  };
}

/** Compiles a Map state and its item processor. */
export function compileMap(
  base: BaseState,
  reader: Reader,
  location: string,
  surroundings: Surroundings,
): MapState {
  const isJsonata = reader.language === 'JSONata';
  const count = integer(0);
  return {
    ...base,
    ...compileRecovery(reader, location, surroundings.problems),
    type: 'Map',
    processor: compileProcessor(reader, location, surroundings),
    distributed: compileDistributedMap(reader, surroundings),
    items: isJsonata ? readItems(reader, surroundings.problems) : undefined,
    itemsPath: isJsonata ? null : reader.path('ItemsPath', WHOLE),
    itemSelector: isJsonata ? reader.template('ItemSelector') : undefined,
    itemPayload: isJsonata ? undefined : (reader.payload('ItemSelector') ?? reader.payload('Parameters')),
    maxConcurrency: reader.scalar('MaxConcurrency', count),
    toleratedFailureCount: reader.scalar('ToleratedFailureCount', count),
    toleratedFailurePercentage: reader.scalar('ToleratedFailurePercentage', {
      accepts: (value: Json) => typeof value === 'number' && value >= 0 && value <= 100,
      expected: 'Expected value of type Number, at least 0 and at most 100',
    }),
  };
}

function readItems(reader: Reader, problems: Problems): MapState['items'] {
  const template = reader.template('Items');
  if (template?.kind === 'constant' && !Array.isArray(template.value)) {
    problems.schema('Expected value of type Array or a JSONata expression', reader.place('Items'));
  }
  return template;
}

function compileProcessor(reader: Reader, location: string, surroundings: Surroundings): Block {
  const field = processorField(reader);
  reader.require(field);
  const processor = reader.raw(field);
  if (!isObject(processor)) {
    if (processor !== undefined)
      surroundings.problems.schema('Expected value of type Object', reader.place(field));
    return { startAt: '', states: new Map() };
  }
  if (processor.QueryLanguage !== undefined) {
    surroundings.problems.schema("Field 'QueryLanguage' is not supported", `${location}/${field}`);
  }
  return surroundings.compileBlock(processor, `${location}/${field}`);
}
