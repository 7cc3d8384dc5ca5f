import { createRequire, Module } from 'node:module';
import type { Stream } from 'node:stream';
import type { Description, Index, Item } from './model.ts';

/** How dynalite reports: Node's callbacks, with AWS's error in the error's `body`. */
export type Callback<T = unknown> = (error?: Error | null, result?: T) => void;

/** The bounds of a read in key order, as dynalite's Query and Scan ask for it. */
export interface ReadRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  /** -1 for no limit. */
  readonly limit?: number;
}

/** The storage that dynalite's item operations work on, as far as they use it. */
export interface DynaliteStore {
  readonly options: { readonly maxItemSize: number };
  getTable(
    name: string,
    checkStatus: boolean | Callback<Description>,
    callback?: Callback<Description>,
  ): void;
  getItemDb(table: string): ItemDatabase;
  getIndexDb(type: string, table: string, index: string): IndexDatabase;
}

export interface ItemDatabase {
  get(key: string, callback: Callback<Item>): void;
  put(key: string, item: Item, callback: Callback): void;
  del(key: string, callback: Callback): void;
  lock(key: string, run: (release: (callback: Callback) => Callback) => void): void;
  createValueStream(range: ReadRange): Stream;
}

export interface IndexDatabase {
  put(key: string, item: Item, callback: Callback): void;
  del(key: string, callback: Callback): void;
  createValueStream(range: ReadRange): Stream;
}

/** dynalite's item actions that are used; tables, tags and time to live are ours. */
export type ActionName =
  | 'getItem'
  | 'putItem'
  | 'updateItem'
  | 'deleteItem'
  | 'query'
  | 'scan'
  | 'batchGetItem'
  | 'batchWriteItem';

type Action = (store: DynaliteStore, data: Record<string, unknown>, callback: Callback) => void;
type ValidatedName = ActionName | 'createTable';

interface OperationValidation {
  readonly types: Readonly<Record<string, unknown>>;
  readonly custom?: (data: Record<string, unknown>, store: DynaliteStore) => string | undefined;
}

interface ValidationRules {
  checkTypes(data: Record<string, unknown>, types: OperationValidation['types']): Record<string, unknown>;
  checkValidations(
    data: Record<string, unknown>,
    types: OperationValidation['types'],
    custom: OperationValidation['custom'],
    store: DynaliteStore,
  ): void;
  validateExpressionParams(
    data: Record<string, unknown>,
    expressions: string[],
    nonExpressions: string[],
  ): string | undefined;
  validateExpressions(data: Record<string, unknown>): string | undefined;
}

interface Rules {
  createKey(item: Item, table: Description, keySchema?: Index['KeySchema']): string;
  validateKey(key: Item, table: Description): Error | undefined;
  validateItem(item: Item, table: Description): Error | undefined;
  checkConditional(data: Record<string, unknown>, item: Item | undefined): Error | null | undefined;
  itemSize(item: Item): number;
}

// The parts are CommonJS without types. They are loaded one by one: the package's entry is its HTTP server.
const load = createRequire(import.meta.url);

// What it would keep items in is not used: with its native code it takes 25 ms and 6 MB of every start.
for (const unused of ['level', 'memory-level']) {
  const id = load.resolve(unused);
  load.cache[id] ??= Object.assign(new Module(id), { exports: {}, filename: id, loaded: true });
}

/** Key encoding, conditions and sizes. */
export const rules = load('dynalite/db') as Rules;

const validation = load('dynalite/validations') as ValidationRules;

const actions = new Map<ActionName, Action>();
const validations = new Map<ValidatedName, OperationValidation>();

/** The action of that name. */
export function actionOf(name: ActionName): Action {
  const loaded = actions.get(name);
  if (loaded) return loaded;
  const action = load(`dynalite/actions/${name}`) as Action;
  actions.set(name, action);
  return action;
}

/**
 * The input with unknown members dropped and expressions parsed, as the actions want it. Throws an error with
 * AWS's error in its `body`.
 */
export function validated(
  name: ValidatedName,
  input: Readonly<Record<string, unknown>>,
  store: DynaliteStore,
): Record<string, unknown> {
  let operation = validations.get(name);
  if (!operation) {
    operation = load(`dynalite/validations/${name}`) as OperationValidation;
    validations.set(name, operation);
  }
  const data = validation.checkTypes({ ...input }, operation.types);
  validation.checkValidations(data, operation.types, operation.custom, store);
  return data;
}
