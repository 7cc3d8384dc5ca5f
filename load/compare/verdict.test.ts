import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../random.ts';
import type { Measured, Sample } from './samples.ts';
import { compareSides, defaultRules, type Rules } from './verdict.ts';

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

describe('compareSides, of rounds that are all alike', () => {
  const route = 'GET /';
  const round = (time: number, more: Partial<Sample> = {}): Sample => ({
    summary: time,
    requests: 100,
    requestsPerSecond: 1000 / time,
    failedShare: 0,
    routes: [{ route, median: time, p95: 2 * time }],
    ...more,
  });
  const rounds = (time: number, count = 6, more: Partial<Sample> = {}) =>
    Array.from({ length: count }, () => round(time, more));
  const sides = (a: readonly Sample[], b: readonly Sample[], more: Partial<Measured> = {}): Measured => ({
    summaryName: 'all routes',
    paired: true,
    a: [...a],
    b: [...b],
    ...more,
  });
  const compare = (measured: Measured, rules?: Rules) => compareSides(measured, seededRandom(1), rules);
  const without = (floors: Partial<Rules['floors']> = {}): Rules => ({
    ...defaultRules,
    floors: { summary: 0, median: 0, p95: 0, ...floors },
  });

  test('says all that it found of a slowdown', () => {
    const comparison = compare(sides(rounds(10), rounds(12), { notes: ['A note.'] }));
    expect(comparison).toMatchObject({
      verdict: 'worse',
      reasons: [
        'all routes: worse by 20.0 % (+20.0 % to +20.0 %).',
        'GET /, median: worse by 20.0 % (+20.0 % to +20.0 %).',
        'GET /, p95: worse by 20.0 % (+20.0 % to +20.0 %).',
      ],
      rounds: { a: 6, b: 6, paired: true },
      inYardsticks: false,
      failedShare: { a: 0, b: 0 },
      caveats: [],
      notes: ['A note.'],
    });
    expect(comparison.figures.map(({ figure, route: of, floor }) => [figure, of, floor])).toEqual([
      ['all routes', undefined, 0.06],
      ['median', route, 0.1],
      ['p95', route, 0.2],
    ]);
    const [summary, , p95] = comparison.figures;
    expect(summary).toMatchObject({ a: expect.closeTo(10, 9), b: expect.closeTo(12, 9) });
    expect(p95).toMatchObject({ a: expect.closeTo(20, 9), b: expect.closeTo(24, 9) });
    expect(comparison.requestsPerSecond).toEqual({
      a: expect.closeTo(100, 9),
      b: expect.closeTo(1000 / 12, 9),
    });
  });

  test('says by how much less time something takes', () => {
    const { verdict, reasons } = compare(sides(rounds(12), rounds(10)));
    expect(verdict).toBe('better');
    expect(reasons[0]).toBe('all routes: better by 16.7 % (−16.7 % to −16.7 %).');
  });

  test('sees no difference between equals, without any floor', () => {
    const { verdict, reasons } = compare(sides(rounds(10), rounds(10)), without());
    expect({ verdict, reasons }).toEqual({ verdict: 'no difference seen', reasons: [] });
  });

  test('calls a change one from the floor on', () => {
    const measured = sides(rounds(10, 6, { routes: [] }), rounds(12, 6, { routes: [] }));
    const estimate = compare(measured).figures[0]?.change.estimate ?? 0;
    expect(compare(measured, without({ summary: estimate })).verdict).toBe('worse');
    expect(compare(measured, without({ summary: estimate + 1e-9 })).verdict).toBe('no difference seen');
    const faster = sides(measured.b, measured.a);
    expect(compare(faster, without({ summary: 0.2 - 1e-9 })).verdict).toBe('better');
    expect(compare(faster, without({ summary: 0.2 + 1e-9 })).verdict).toBe('no difference seen');
  });

  test('has floors twice as high for every figure where there is a reason to doubt them', () => {
    const { figures } = compare(sides(rounds(10), rounds(12), { caveats: ['k6 was busy.'] }));
    expect(figures.map(({ floor }) => floor)).toEqual([0.12, 0.2, 0.4]);
  });

  test('is worse by one figure, whatever got better', () => {
    const mixed = rounds(9, 6, { routes: [{ route, median: 20, p95: 10 }] });
    const { verdict, figures } = compare(sides(rounds(10), mixed));
    expect(figures.map((figure) => figure.verdict)).toEqual(['better', 'worse', 'better']);
    expect(verdict).toBe('worse');
  });

  test('compares every route that any round has, in order, where enough rounds have it', () => {
    const at = (name: string) => ({ route: name, median: 5, p95: 5 });
    const both = rounds(10, 6, { routes: [at('b'), at('a')] });
    const some = [...rounds(10, 5, { routes: [at('a'), at('c')] }), round(10, { routes: [at('a')] })];
    const { figures } = compare(sides(both, some));
    expect(figures.map((figure) => figure.route)).toEqual([undefined, 'a', 'a']);
    expect(figures[1]?.change.confidence).toBeCloseTo(1 - 0.005 / (2 * 3), 12);
  });

  test('leaves out of a pair what one side lacks, and of sides without pairs what is lacking', () => {
    const holes = [...rounds(12, 6), round(0), round(Number.NaN)];
    for (const paired of [true, false]) {
      const { figures, rounds: counted } = compare(sides(rounds(10, 8), holes, { paired }));
      expect(figures[0]?.change.estimate).toBeCloseTo(0.2, 9);
      expect(figures[0]?.b).toBeCloseTo(12, 9);
      expect(counted).toEqual({ a: 8, b: 8, paired });
    }
    for (const paired of [true, false]) {
      const tooFew = sides(rounds(10, 8), [...rounds(12, 5), round(0), round(0), round(0)], { paired });
      expect(() => compare(tooFew)).toThrow(
        'Too few rounds hold all routes of both sides: make them longer.',
      );
      expect(() => compare(sides(tooFew.b, tooFew.a, { paired }))).toThrow('Too few rounds');
    }
  });

  test('is by failures alone where no round holds all routes', () => {
    const failed = rounds(0, 6, { failedShare: 0.5, requestsPerSecond: 0, routes: [] });
    const comparison = compare(sides(rounds(10, 6, { routes: [] }), failed));
    expect(comparison).toMatchObject({
      verdict: 'worse',
      reasons: ["50.00 % of B's requests failed, 0.00 % of A's."],
      figures: [],
      failedShare: { a: 0, b: 0.5 },
    });
  });

  test('weighs failures by requests, and counts a side without any as failed', () => {
    const some = [...rounds(10, 6), round(10, { requests: 400, failedShare: 0.5 })];
    expect(compare(sides(rounds(10, 7), some)).failedShare.b).toBeCloseTo(0.2, 12);
    expect(compare(sides(rounds(10), rounds(10, 6, { requests: 0 }))).failedShare.b).toBe(1);
    expect(() => compare(sides(rounds(10, 6, { requests: 0 }), rounds(10)))).toThrow(
      "100.0 % of A's requests failed",
    );
  });

  test('allows a share of failures, up to and including it', () => {
    const failing = (share: number) => rounds(10, 6, { failedShare: share });
    const rules = { ...defaultRules, failedShare: 0.25 };
    expect(compare(sides(rounds(10), failing(0.25)), rules).verdict).toBe('no difference seen');
    expect(compare(sides(rounds(10), failing(0.26)), rules).verdict).toBe('worse');
    const hundredth = [...rounds(10, 8), round(10, { requests: 100, failedShare: 0.08 })];
    expect(compare(sides(rounds(10, 6, { failedShare: 0.01 }), rounds(10))).failedShare.a).toBeCloseTo(
      0.01,
      12,
    );
    expect(compare(sides(hundredth, rounds(10, 9))).failedShare.a).toBeCloseTo(0.08 / 9, 12);
  });

  test('is refused with too few rounds on either side, with what there is to know', () => {
    const notes = ['A note.', 'Another.'];
    const message = (a: number, b: number) =>
      `A verdict needs at least 6 rounds on each side; there are ${a} and ${b}. A note. Another.`;
    expect(() => compare(sides(rounds(10, 5), rounds(10, 7), { notes }))).toThrow(message(5, 7));
    expect(() => compare(sides(rounds(10, 7), rounds(10, 5), { notes }))).toThrow(message(7, 5));
  });

  test('is refused by an error that has its code', () => {
    for (const refused of [
      sides(rounds(10, 5), rounds(10)),
      sides(rounds(10, 6, { failedShare: 1 }), rounds(10)),
      sides(rounds(0), rounds(0)),
    ]) {
      expect(() => compare(refused)).toThrow(expect.objectContaining({ code: 'compare' }));
    }
  });

  test.each([
    // Half of the error is the summary's; 4 000 draws are the fewest.
    [0.01, 4_000],
    [0.0002, 50_000],
  ])('draws often enough for an error of %d: %d times', (familyWiseError, draws) => {
    let drawn = 0;
    const random = {
      ...seededRandom(1),
      below: (end: number) => {
        drawn++;
        return Math.floor(end / 2);
      },
    };
    const measured = sides(rounds(10, 6, { routes: [] }), rounds(10, 6, { routes: [] }));
    compareSides(measured, random, { ...defaultRules, familyWiseError });
    expect(Math.abs(drawn - 6 * draws)).toBeLessThan(12);
  });

  test('passes on that times are multiples of the yardstick', () => {
    expect(compare(sides(rounds(10), rounds(10), { inYardsticks: true })).inYardsticks).toBe(true);
  });
});

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
