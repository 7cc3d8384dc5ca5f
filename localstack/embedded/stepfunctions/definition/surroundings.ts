import type { JsonObject } from '../json.ts';
import type { Block, MachineType, QueryLanguage } from './model.ts';
import type { Problems } from './problems.ts';

/** What compiling a state needs to know of the definition around it. */
export interface Surroundings {
  readonly problems: Problems;
  readonly machineType: MachineType;
  /** Whether nothing that a state calls is called: TestState with a mock takes services that are not here, too. */
  readonly isMocked: boolean;
  /** The language of states that do not name one. */
  readonly language: QueryLanguage;
  /** Whether the whole machine is written in JSONata: no state may go back to JSONPath then. */
  readonly jsonataOnly: boolean;
  /** Every state's name so far; names are unique in the whole machine. */
  readonly names: Set<string>;
  /** Compiles `StartAt` and `States` of a branch or an item processor at `location`. */
  compileBlock(owner: JsonObject, location: string): Block;
}

/** Reads `QueryLanguage`, which a definition and each of its states may have. */
export function readLanguage(
  owner: JsonObject,
  location: string,
  inherited: QueryLanguage,
  problems: Problems,
): QueryLanguage {
  const language = owner.QueryLanguage;
  if (language === undefined) return inherited;
  if (language === 'JSONata' || language === 'JSONPath') return language;
  problems.schema(
    "Value is not one of: ['JSONPath', 'JSONata']",
    `${location === '/' ? '' : location}/QueryLanguage`,
  );
  return inherited;
}
