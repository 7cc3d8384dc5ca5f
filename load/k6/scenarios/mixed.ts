import { approval } from './approval.ts';
import { crud } from './crud.ts';
import { reads } from './reads.ts';
import { scenario } from './scenario.ts';

/** What each of twenty iterations does: seventeen only look, two enter an expense, one takes an expense through its approval. */
const turns = Array.from({ length: 20 }, (_, turn) => {
  if (turn === 10) return approval;
  return turn === 0 || turn === 5 ? crud : reads;
});

/** A company at work. */
export const mixed = scenario({
  title: 'A company at work: mostly reading, and one approval for every three expenses',
  rate: 40,
  iterationSeconds: 0.75,
  demand: { requests: 5, signIns: 0, executions: 0.1 },
  routes: { ...reads.routes, ...crud.routes, ...approval.routes },
  figures: approval.figures,
  counters: approval.counters,
  fewestRequests: turns.map(({ fewestRequests }, turn) => fewestRequests[turn % fewestRequests.length] ?? 0),
  iterationsForAllRoutes: 11,
  readsLists: true,
  iterate(user) {
    return turns[user.iteration % turns.length]?.iterate(user);
  },
});
