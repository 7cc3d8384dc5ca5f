import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../random.ts';
import type { Measured, Sample } from './samples.ts';
import { compareSides } from './verdict.ts';

const allRoutes = ['GET /expenses', 'POST /expenses', 'PATCH /expenses/{id}', 'DELETE /expenses/{id}'];

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

interface World {
  readonly random: Random;
  readonly rounds?: number;
  readonly routes?: readonly string[];
  /** Deviation of one side's round, as a share. */
  readonly noise?: number;
  /** What B takes of A's time; by route where it is one route alone. */
  readonly slower?: number;
  readonly slowerRoute?: string;
  readonly failing?: { readonly a?: number; readonly b?: number };
}

/** Made-up rounds of a machine that drifts, and on which one side is disturbed in every tenth round. */
function measure(world: World): Measured {
  const {
    random,
    rounds = 20,
    noise = 0.03,
    slower = 1,
    slowerRoute,
    failing = {},
    routes = allRoutes,
  } = world;
  const sample = (drift: number, factor: number, failedShare: number): Sample => {
    const disturbed = random.next() < 0.05 ? 1.4 : 1;
    const level = drift * disturbed * Math.exp(noise * normal(random));
    const of = (route: string) => (slowerRoute === undefined || slowerRoute === route ? factor : 1);
    const average = slowerRoute === undefined ? factor : 1 + (factor - 1) / routes.length;
    return {
      summary: 60 * level * average,
      requests: 500,
      requestsPerSecond: 500 / level / average,
      failedShare,
      routes: routes.map((route) => ({
        route,
        median: 8 * level * of(route) * Math.exp(noise * normal(random)),
        p95: 15 * level * of(route) * Math.exp(3 * noise * normal(random)),
      })),
    };
  };
  const a: Sample[] = [];
  const b: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    const drift = 1 + 0.3 * Math.sin(round / 3);
    a.push(sample(drift, 1, failing.a ?? 0));
    b.push(sample(drift, slower, failing.b ?? 0));
  }
  return { summaryName: 'iteration', paired: true, a, b };
}

function verdicts(count: number, world: Omit<World, 'random'>, seed = 1): Record<string, number> {
  const random = seededRandom(seed);
  const counts: Record<string, number> = { better: 0, worse: 0, 'no difference seen': 0 };
  for (let index = 0; index < count; index++) {
    const { verdict } = compareSides(measure({ ...world, random }), random);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}

describe('compareSides', () => {
  test('calls two equal sides different in less than one comparison of fifty, all figures together', () => {
    expect(verdicts(50, {})['no difference seen']).toBeGreaterThanOrEqual(49);
  });

  test('keeps that promise by its intervals, also without the floors', () => {
    const random = seededRandom(4);
    let different = 0;
    for (let index = 0; index < 40; index++) {
      const { verdict } = compareSides(measure({ random, routes: ['GET /'] }), random, {
        familyWiseError: 0.05,
        floors: { summary: 0, median: 0, p95: 0 },
        failedShare: 0,
      });
      if (verdict !== 'no difference seen') different++;
    }
    expect(different).toBeLessThanOrEqual(4);
  });

  test('finds a slowdown of a tenth and of a fifth', () => {
    expect(verdicts(20, { routes: ['GET /'], slower: 1.1 }).worse).toBeGreaterThanOrEqual(18);
    expect(verdicts(20, { routes: ['GET /'], slower: 1.2 }).worse).toBe(20);
  });

  test('finds what became faster', () => {
    expect(verdicts(20, { routes: ['GET /'], slower: 1 / 1.2 }).better).toBe(20);
  });

  test('calls what is smaller than the floor no difference, however sure it is', () => {
    const counts = verdicts(10, { slower: 1.03, noise: 0.002 });
    expect(counts['no difference seen']).toBe(10);
  });

  test('finds a single route that became slower, and names it', () => {
    const random = seededRandom(8);
    const world = { random, slower: 1.4, slowerRoute: 'GET /expenses', rounds: 24 };
    const { verdict, figures } = compareSides(measure(world), random);
    expect(verdict).toBe('worse');
    const worse = figures.filter((figure) => figure.route && figure.verdict === 'worse');
    expect(new Set(worse.map(({ route }) => route))).toEqual(new Set(['GET /expenses']));
  });

  test('says by how much, with an interval that holds the truth', () => {
    const random = seededRandom(6);
    const [summary] = compareSides(measure({ random, slower: 1.2 }), random).figures;
    expect(summary?.change.low).toBeLessThan(0.2);
    expect(summary?.change.high).toBeGreaterThan(0.2);
    expect(summary?.change.confidence).toBe(0.995);
  });

  test('corrects each interval of a route for how many there are', () => {
    const random = seededRandom(6);
    const confidences = compareSides(measure({ random }), random).figures.map(
      ({ change }) => change.confidence,
    );
    expect(confidences[1]).toBeCloseTo(1 - 0.005 / (2 * allRoutes.length), 10);
  });

  test('is the same for the same rounds and seed', () => {
    const measured = measure({ random: seededRandom(3) });
    expect(compareSides(measured, seededRandom(1))).toEqual(compareSides(measured, seededRandom(1)));
  });

  test('calls a side worse that fails, however fast it answers', () => {
    const random = seededRandom(5);
    const { verdict, reasons } = compareSides(measure({ random, slower: 0.5, failing: { b: 0.25 } }), random);
    expect(verdict).toBe('worse');
    expect(reasons[0]).toBe("25.00 % of B's requests failed, 0.00 % of A's.");
  });

  test('is refused where side A fails by itself', () => {
    const random = seededRandom(5);
    expect(() => compareSides(measure({ random, failing: { a: 0.3 } }), random)).toThrow(
      "30.0 % of A's requests failed: there is nothing to compare with.",
    );
  });

  test('is refused for a handful of rounds', () => {
    const random = seededRandom(5);
    expect(() => compareSides(measure({ random, rounds: 3 }), random)).toThrow(
      'A verdict needs at least 6 rounds on each side; there are 3 and 3.',
    );
  });

  test('compares sides that were not measured in pairs, with less power', () => {
    const random = seededRandom(5);
    const measured = measure({ random, slower: 1.5, rounds: 30 });
    const unpaired = compareSides({ ...measured, paired: false }, random);
    const paired = compareSides(measured, random);
    expect(unpaired.verdict).toBe('worse');
    const width = ({ figures }: typeof paired) =>
      (figures[0]?.change.high ?? 0) - (figures[0]?.change.low ?? 0);
    expect(width(unpaired)).toBeGreaterThan(width(paired));
  });

  test('calls a change one only when it is twice as large where there are reasons to doubt the figures', () => {
    const random = seededRandom(6);
    const measured = measure({ random, slower: 1.09, noise: 0.002, routes: ['GET /'] });
    expect(compareSides(measured, seededRandom(1)).verdict).toBe('worse');
    const doubted = compareSides({ ...measured, caveats: ['k6 was busy.'] }, seededRandom(1));
    expect(doubted).toMatchObject({ verdict: 'no difference seen', caveats: ['k6 was busy.'] });
    const [summary] = doubted.figures;
    expect(summary?.floor).toBeCloseTo(0.12);
  });
});
