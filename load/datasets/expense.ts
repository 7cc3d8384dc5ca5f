import type { Random } from '../random.ts';
import type { Colleague } from './company.ts';

/** An item of the table as plain JavaScript; a Set is a set of strings. */
export type Item = Record<string, unknown>;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The application looks again at a workflow that was just touched after so long. */
const settleTime = 2 * minute;

/** What people spend money on, how often of a hundred times, and what it costs: cents, from and to. */
const kinds = [
  {
    category: 'meals',
    often: 40,
    merchants: ['Trattoria Al Porto', 'Green Bowl', 'Cafe Central'],
    from: 800,
    to: 9_000,
  },
  {
    category: 'travel',
    often: 30,
    merchants: ['Deutsche Bahn', 'City Taxi', 'Lufthansa'],
    from: 1_000,
    to: 60_000,
  },
  { category: 'lodging', often: 12, merchants: ['Hotel Bellevue', 'Motel One'], from: 7_000, to: 60_000 },
  { category: 'office', often: 12, merchants: ['Paper & Co', 'Desk Depot'], from: 500, to: 20_000 },
  { category: 'software', often: 4, merchants: ['JetBrains', 'GitHub'], from: 900, to: 150_000 },
  {
    category: 'training',
    often: 2,
    merchants: ['Summer School', 'Conference Desk'],
    from: 20_000,
    to: 250_000,
  },
] as const;
const kindsByChance = kinds.flatMap((kind) => Array<(typeof kinds)[number]>(kind.often).fill(kind));

const currencies = ['EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'USD', 'GBP'] as const;
/** Units for one euro, as the application's policy has them. */
const rates = { EUR: 1, USD: 1.15, GBP: 0.87 } as const;
/** In cents of a euro: up to the first nobody is asked where there is a manager, up to the second the manager alone. */
const policy = { nobody: 2_500, managerAlone: 100_000 } as const;
const financeStep = { name: 'finance', approvers: ['ROLE#finance', 'ROLE#admin'] };

/** Where an expense has got to. */
export type Fate = 'draft' | 'submitted' | 'approved' | 'rejected';

/** Whose expense it is, when it was made, and what came of it. */
export interface Life {
  readonly owner: Colleague;
  /** The manager's own manager. */
  readonly secondManagerId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly fate: Fate;
  /** Who decides for finance. */
  readonly financeId: string;
}

interface Step {
  readonly name: string;
  readonly approvers: readonly string[];
}

/** An expense whose approval is to be started: what the state machine takes as its input. */
export interface StartInput {
  readonly expenseId: string;
  readonly round: number;
  readonly steps: readonly { readonly approvers: readonly string[] }[];
}

/**
 * One expense as the application would have left it: entered, perhaps with a receipt, and submitted, decided and
 * settled as its fate says. One that is submitted is as it is before its execution has begun.
 */
export function expenseItem(life: Life, random: Random): { item: Item; start?: StartInput } {
  const expense = entered(life, random);
  // Nobody is asked about the smallest, and nobody puts receipts on them.
  if (expense.euroCents > policy.nobody && random.chance(0.4)) attachReceipt(expense, random);
  if (life.fate === 'draft') return { item: itemOf(expense) };
  const steps = chainOf(expense, life);
  submit(expense, steps, random);
  const { id } = expense;
  if (life.fate === 'submitted') {
    const start = { expenseId: id, round: 1, steps: steps.map(({ approvers }) => ({ approvers })) };
    return { item: itemOf(expense), start };
  }
  // An expense that nobody is asked about cannot be rejected.
  const outcome = steps.length === 0 ? 'approved' : life.fate;
  decide(expense, steps, outcome, life, random);
  return { item: itemOf(expense) };
}

/** An expense while it is being made: its members, and the moment that it has got to. */
interface Draft {
  readonly id: string;
  readonly members: Item;
  readonly history: Item[];
  readonly ownerId: string;
  /** In cents of a euro, for the policy. */
  readonly euroCents: number;
  at: number;
}

function entered({ owner, createdAt }: Life, random: Random): Draft {
  const kind = random.of(kindsByChance);
  const currency = random.of(currencies);
  // Small amounts are more frequent: as many between one and two euros as between ten and twenty.
  const amount = Math.floor(kind.from * (kind.to / kind.from) ** random.next());
  const id = random.uuid();
  const at = iso(createdAt);
  const members: Item = {
    id,
    ownerId: owner.id,
    merchant: random.of(kind.merchants),
    category: kind.category,
    amount,
    currency,
    incurredOn: iso(createdAt - random.below(14) * day).slice(0, 10),
    ...(random.chance(0.3) ? { description: 'Visit to a client' } : {}),
    tags: random.chance(0.4) ? ['client', 'travel'] : [],
    status: 'draft',
    receipts: {},
    decidedBy: [],
    createdAt: at,
  };
  const history = [{ at, by: owner.id, event: 'created' }];
  return { id, members, history, ownerId: owner.id, euroCents: amount / rates[currency], at: createdAt };
}

function event(draft: Draft, by: string, name: string, more: Item = {}): void {
  draft.history.push({ at: iso(draft.at), by, event: name, ...more });
}

function attachReceipt(draft: Draft, random: Random): void {
  const id = random.uuid();
  draft.at += minute + random.below(20) * second;
  const createdAt = iso(draft.at);
  event(draft, draft.ownerId, 'receipt-added', { receiptId: id });
  draft.at += 2 * second + random.below(8 * second);
  draft.members.receipts = {
    [id]: {
      id,
      contentType: 'image/jpeg',
      fileName: 'receipt.jpg',
      status: 'accepted',
      createdAt,
      size: 40_000 + random.below(900_000),
      sha256: random.hex(64),
      processedAt: iso(draft.at),
    },
  };
  event(draft, 'system', 'receipt-accepted', { receiptId: id });
}

/** Who is asked, by the application's policy, as long as the limits of the owner's day and month have room. */
function chainOf(draft: Draft, { owner, secondManagerId }: Life): Step[] {
  if (!owner.managerId) return [financeStep];
  if (draft.euroCents <= policy.nobody) return [];
  const above = secondManagerId ? [`USER#${secondManagerId}`, 'ROLE#finance'] : ['ROLE#finance'];
  const manager = { name: 'manager', approvers: [`USER#${owner.managerId}`, ...above, 'ROLE#admin'] };
  return draft.euroCents <= policy.managerAlone ? [manager] : [manager, financeStep];
}

function submit(draft: Draft, steps: readonly Step[], random: Random): void {
  draft.at += 2 * minute + random.below(10 * minute);
  Object.assign(draft.members, {
    status: 'submitted',
    submittedAt: iso(draft.at),
    approval: { round: 1, steps: steps.map((step) => ({ ...step, status: 'pending' })) },
    workflowCheckAt: iso(draft.at + settleTime),
  });
  event(draft, draft.ownerId, 'submitted');
}

/** What the state machine and the approvers write, up to the final status. */
function decide(draft: Draft, chain: readonly Step[], outcome: Fate, life: Life, random: Random): void {
  const { members } = draft;
  const waitedFor = new Set<string>();
  const decidedBy: string[] = [];
  const steps: Item[] = chain.map((step) => ({ ...step, status: 'pending' }));
  for (const [number, step] of chain.entries()) {
    const [asked = ''] = step.approvers;
    draft.at += second;
    const waitingSince = iso(draft.at);
    waitedFor.add(asked);
    event(draft, 'system', 'approval-requested');
    draft.at += hour + random.below(30 * hour);
    const by = asked.startsWith('USER#') ? asked.slice('USER#'.length) : life.financeId;
    const isLast = number === chain.length - 1;
    const decided = isLast ? outcome : 'approved';
    const comment = decided === 'rejected' ? { comment: 'Please add the list of participants' } : {};
    decidedBy.push(by);
    const decision = { outcome: decided, by, at: iso(draft.at), ...comment };
    steps[number] = { ...step, status: 'decided', approver: asked, waitingSince, decision };
    event(draft, by, `step-${decided}`, comment);
  }
  draft.at += second;
  const { workflowCheckAt: _over, ...rest } = members;
  for (const name of Object.keys(members)) delete members[name];
  Object.assign(members, rest, {
    status: outcome,
    settledAt: iso(draft.at),
    approval: { round: 1, steps },
    decidedBy,
    ...(waitedFor.size > 0 ? { waitedFor } : {}),
  });
  event(draft, 'system', outcome);
}

function itemOf({ id, members, history, at }: Draft): Item {
  const shard = Number.parseInt(id.slice(-1), 16) % 4;
  return {
    pk: `EXPENSE#${id}`,
    sk: 'EXPENSE',
    ...members,
    history,
    version: history.length,
    updatedAt: iso(at),
    owner: `OWNER#${members.ownerId}`,
    ownerOrder: `${members.createdAt}#${id}`,
    ...(members.workflowCheckAt === undefined ? {} : { workflow: `OPEN#${shard}` }),
  };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
