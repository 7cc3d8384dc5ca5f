import { listOf, parseXml } from '../../protocol/xml.ts';
import type { Buckets } from '../buckets/buckets.ts';
import type { ObjectVersion } from '../model.ts';
import { addDeleteMarker } from '../objects/versions.ts';

const DAY = 24 * 60 * 60_000;

/** Part of a rule of a bucket's lifecycle, as its document has it. */
interface Rule {
  readonly Status?: string;
  readonly Prefix?: string;
  readonly Filter?: Filter | '';
  readonly Expiration?: { readonly Days?: string; readonly Date?: string };
  readonly NoncurrentVersionExpiration?: {
    readonly NoncurrentDays?: string;
    readonly NewerNoncurrentVersions?: string;
  };
}

interface Filter {
  readonly Prefix?: string;
  readonly Tag?: unknown;
  readonly And?: Filter;
  readonly ObjectSizeGreaterThan?: string;
  readonly ObjectSizeLessThan?: string;
}

/**
 * Expires at every midnight UTC what the buckets' lifecycle rules say: current versions, which in a versioned bucket get a
 * delete marker, and noncurrent ones, which are gone. An age counts from the midnight after it began. Returns what ends it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function expireDaily(buckets: Buckets): () => void {
  const { clock } = buckets.context;
  const again = () => clock.after(nextMidnight(clock.now()) - clock.now(), run, 'Expiring objects');
  let timer = again();
  function run(): void {
    timer = again();
    for (const { name, configurations } of buckets.all()) {
      if (configurations.lifecycle) expireIn(buckets, name, rulesOf(configurations.lifecycle));
    }
  }
  return () => timer.cancel();
}

function rulesOf(document: string): Rule[] {
  const { LifecycleConfiguration } = parseXml(document) as { LifecycleConfiguration?: { Rule?: unknown } };
  return listOf<Rule>(LifecycleConfiguration?.Rule).filter(({ Status }) => Status === 'Enabled');
}

function expireIn(buckets: Buckets, bucket: string, rules: readonly Rule[]): void {
  const objects = buckets.objects(bucket);
  const now = buckets.context.clock.now();
  for (const key of [...objects.keys('')]) {
    const versions = objects.versions(key);
    const kept = versions.filter(
      (_, index) => !rules.some((rule) => isOver(rule, key, versions, index, now)),
    );
    if (kept.length < versions.length) objects.replace(key, kept);
    const [current] = kept;
    if (!current || current.deleteMarker) continue;
    if (!rules.some((rule) => covers(rule, key, current) && isExpired(rule, current, now))) continue;
    if (buckets.get(bucket).versioning) addDeleteMarker(buckets, { bucket, key });
    else objects.replace(key, []);
  }
}

function isExpired({ Expiration }: Rule, { lastModified }: ObjectVersion, now: number): boolean {
  if (Expiration?.Date !== undefined) return Date.parse(Expiration.Date) <= now;
  return Expiration?.Days !== undefined && isOlderThan(Number(Expiration.Days), lastModified, now);
}

/** Whether a version that is not the newest has been so for as long as the rule says, and enough newer ones are there. */
function isOver(
  rule: Rule,
  key: string,
  versions: readonly ObjectVersion[],
  index: number,
  now: number,
): boolean {
  const [version, successor] = [versions[index], versions[index - 1]];
  const { NoncurrentDays, NewerNoncurrentVersions = 0 } = rule.NoncurrentVersionExpiration ?? {};
  if (!version || !successor || NoncurrentDays === undefined || !covers(rule, key, version)) return false;
  return (
    index > Number(NewerNoncurrentVersions) &&
    isOlderThan(Number(NoncurrentDays), successor.lastModified, now)
  );
}

function covers({ Prefix, Filter }: Rule, key: string, version: ObjectVersion): boolean {
  const filter = Filter || {};
  const { And = filter } = filter;
  const tags = listOf<{ Key: string; Value: unknown }>(And.Tag);
  const size = version.body.byteLength;
  return (
    key.startsWith(And.Prefix ?? Prefix ?? '') &&
    tags.every(({ Key, Value }) => version.tags[Key] === String(Value)) &&
    size > Number(And.ObjectSizeGreaterThan ?? -1) &&
    size < Number(And.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY)
  );
}

/** S3 adds the days to the moment and rounds up to the next midnight UTC. */
function isOlderThan(days: number, since: number, now: number): boolean {
  return nextMidnight(since + days * DAY - 1) <= now;
}

function nextMidnight(moment: number): number {
  return (Math.floor(moment / DAY) + 1) * DAY;
}
