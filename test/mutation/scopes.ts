/** Code that is changed in small ways, one at a time, and the tests that are to notice each of them. */
export interface Scope {
  /** What goes wrong when nobody notices. */
  readonly atStake: string;
  /** Globs from the root; tests are left out. */
  readonly mutate: readonly string[];
  /** The folder whose tests are run. */
  readonly tests: string;
  /** Globs of those that are run, where others take long and would notice nothing more; default: all in the folder. */
  readonly only?: readonly string[];
}

/** What `npm run mutate` changes, by name: code whose errors cost money, let somebody in, or lose something. */
export const scopes = {
  money: {
    atStake: 'an amount or its currency',
    mutate: ['app/policies/{money,reference-amount,iso-4217/list-one}.ts'],
    tests: 'app/policies',
  },
  policies: {
    atStake: 'who has to approve',
    mutate: ['app/policies/approval-policy.ts'],
    tests: 'app/policies',
  },
  rights: {
    atStake: 'what a person may see and do',
    mutate: ['app/auth/{actor,permissions}.ts'],
    tests: 'app/auth',
  },
  authorization: {
    atStake: 'whether a right still holds',
    mutate: ['app/users/authorization.ts'],
    tests: 'app/users',
  },
  evaluation: {
    atStake: 'whether IAM allows a call',
    mutate: ['localstack/embedded/iam/evaluation/*.ts'],
    tests: 'localstack/embedded/iam/evaluation',
  },
  storage: {
    atStake: 'what a killed process has kept',
    mutate: ['localstack/embedded/storage/*.ts'],
    tests: 'localstack/embedded/storage',
  },
  signatures: {
    atStake: 'who signed a request, and whether it is theirs',
    mutate: [
      'localstack/embedded/protocol/{canonical,sigv4,chunked,post-policy,authentication,auth-errors,identify}.ts',
    ],
    tests: 'localstack/embedded/protocol',
  },
  codecs: {
    atStake: 'what a request or an answer says',
    mutate: [
      'localstack/embedded/protocol/{json,query,rest-json,cbor,xml,wire,codecs,routes,member-names,error-names,input-shape}.ts',
    ],
    tests: 'localstack/embedded/protocol',
  },
  statistics: {
    atStake: 'whether a commit is slower than another',
    mutate: ['load/**/{statistics,slices,slice-figures,trust}.ts'],
    tests: 'load',
    only: ['load/**/{statistics,slices,slice-figures,trust}.test.ts'],
  },
} as const satisfies Readonly<Record<string, Scope>>;

export type ScopeName = keyof typeof scopes;

export const scopeNames = Object.keys(scopes) as ScopeName[];
