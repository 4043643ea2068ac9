import { NIL_ID } from '#kernel/ids.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { communitySpace, OWN_PLATFORM } from './community-space.ts';
import type { NeutralEvent } from './contract.ts';
import { listTombstones, tombstoneHash, type Tombstone } from './forget-store.ts';
import { limitsTexts, readRules, ruleOf, type RetentionRules } from './retain-rules.ts';

/** What becomes of an event that arrives: itself, a poorer one, or nothing where its author was erased. */
export type Admit = (event: NeutralEvent) => NeutralEvent | undefined;

/** Decides what of arriving events may be kept. `recent` may be some seconds old, which is quick; `now` asks anew. */
export type Intake = {
  now(community: { workspaceId: string; communityId: string }): Promise<Admit>;
  recent(community: { workspaceId: string; communityId: string }): Promise<Admit>;
};

const asItIs: Admit = (event) => event;
const RECENT_MS = 3_000;
const REMEMBERED = 50_000;
const DAY = 86_400_000;

/** Remembers what was worked out for the names that came lately. */
function remembered<T>(make: (platform: string, externalId: string) => T): (platform: string, externalId: string) => T {
  const known = new Map<string, T>();
  return (platform, externalId) => {
    const key = `${platform}\0${externalId}`;
    let found = known.get(key);
    if (found === undefined && !known.has(key)) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(key, (found = make(platform, externalId)));
    }
    return found as T;
  };
}

/** Leaves out erased authors, and out of other people's events whom they name. */
function forgetting(communityId: string, keys: readonly Buffer[], tombstones: readonly Tombstone[]): Admit {
  const space = communitySpace(communityId);
  const byHash = Map.groupBy(tombstones, ({ hash }) => hash);
  const of = remembered((platform, externalId) => {
    const account = space.accountId(platform, externalId);
    return keys.flatMap((key) => byHash.get(tombstoneHash(key, communityId, account)) ?? []);
  });
  return (event) => {
    const platform = event.platform ?? OWN_PLATFORM;
    const at = Date.parse(event.at);
    const isErased = (externalId: string): boolean =>
      of(platform, externalId).some(({ fromMs, untilMs }) => at > fromMs && at <= untilMs);
    if (isErased(event.member)) return undefined;
    const { target, mentions } = event;
    let kept = event;
    if (target !== undefined && target !== '' && isErased(target)) kept = { ...kept, target: undefined };
    if (mentions?.some(isErased)) kept = { ...kept, mentions: mentions.filter((one) => !isErased(one)) };
    return kept;
  };
}

/** Drops texts that their group does not keep, or not for so long. */
function retaining(communityId: string, rules: RetentionRules, now: number): Admit {
  const space = communitySpace(communityId);
  const rule = remembered((platform, group) => ruleOf(rules, group === '' ? NIL_ID : space.groupId(platform, group)));
  return (event) => {
    if (event.text === undefined || event.text === '') return event;
    const kept = rule(event.platform ?? OWN_PLATFORM, event.group ?? '');
    if (kept.keep === 'forever') return event;
    if (kept.keep === 'days' && Date.parse(event.at) >= now - kept.days * DAY) return event;
    const { text: _, ...rest } = event;
    return rest as NeutralEvent;
  };
}

async function read(tx: Tx, communityId: string, keys: readonly Buffer[], now: number): Promise<Admit> {
  const tombstones = await listTombstones(tx, communityId);
  const rules = await readRules(tx, communityId);
  const steps: Admit[] = [];
  if (tombstones.length > 0) steps.push(forgetting(communityId, keys, tombstones));
  if (limitsTexts(rules)) steps.push(retaining(communityId, rules, now));
  if (steps.length === 0) return asItIs;
  return (event) => steps.reduce<NeutralEvent | undefined>((left, step) => left && step(left), event);
}

/** Everything that comes in, by import or live, passes here: erased people stay away, texts are kept as the rules say. */
export function createIntake({
  database,
  keys,
  clock,
}: {
  database: Database;
  /** Of the list of tombstones: the present one, then earlier ones. */
  keys: readonly Buffer[];
  clock: Clock;
}): Intake {
  const known = new Map<string, { admit: Promise<Admit>; until: number }>();
  const now: Intake['now'] = ({ workspaceId, communityId }) =>
    database.inWorkspace(workspaceId, (tx) => read(tx, communityId, keys, clock.now()));
  return {
    now,
    recent: (community) => {
      const found = known.get(community.communityId);
      if (found && found.until > clock.now()) return found.admit;
      if (known.size > 10_000) known.clear();
      const admit = now(community);
      known.set(community.communityId, { admit, until: clock.now() + RECENT_MS });
      admit.catch(() => known.delete(community.communityId));
      return admit;
    },
  };
}
