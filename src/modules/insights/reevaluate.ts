import { newId } from '#kernel/ids.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { countActivity, countCells, countSilentKinds, countTiers } from '#modules/tiers/index.ts';
import type { CommunityReport } from './contract.ts';
import type { EvaluationInputs } from './evaluation-store.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import { insertStates, type Identities } from './gather/member-states.ts';
import { accountNames, labelOf } from './gather/names.query.ts';
import { openFrame, type OpenedFrame } from './gather/open-frame.ts';
import { idWords } from './gather/id-index.ts';
import { DEFAULT_INSIGHT_RULES } from './insight-rules.ts';
import { NotTheSamePeople } from './errors.ts';
import { reclassifyMembers, type Changes, type Reclassified } from './reclassify.ts';

/** Beyond so many changed rows all are written from here; fewer are written beside a copy made by the engine. */
const COPY_UP_TO = 50_000;

export type Reevaluated = {
  evaluationId: string;
  members: Pick<CommunityReport['members'], 'tiers' | 'silent' | 'activity' | 'value'>;
  /** Members whose row differs from the evaluation before. */
  changed: number;
};

/**
 * Brings the standing of all members up to date after some days changed, at the T of an evaluation: placements are the
 * same as a full evaluation would give, at a fraction of its cost; influence stays what it was. Writes `member_states`
 * under a new id. Throws NotTheSamePeople when people were merged, renamed or certified since: then evaluate in full.
 */
export async function reevaluate(
  engine: EventEngine,
  scope: Scope,
  options: EvaluationOptions & {
    asOf: number;
    previous: Changes & { inputs: Pick<EvaluationInputs, 'mapId' | 'experts'> };
  },
): Promise<Reevaluated> {
  const { previous } = options;
  const opened = await openFrame(engine, scope, { ...options, zone: options.community.zone });
  if (opened.frame.mapId !== previous.inputs.mapId || !sameSet(options.experts ?? [], previous.inputs.experts)) {
    throw new NotTheSamePeople();
  }
  const now = await reclassifyMembers(opened.frame, options.rules ?? DEFAULT_INSIGHT_RULES, {
    ...previous,
    experts: options.experts ?? [],
  });
  const evaluationId = newId((options.clock ?? Date).now());
  const dirty = differing(now);
  await writeDifference(opened, previous.evaluationId, evaluationId, now, dirty);
  const tiers = countTiers(now.tiers);
  return {
    evaluationId,
    changed: dirty.length,
    members: {
      tiers,
      silent: countSilentKinds(now.tiers),
      activity: countActivity(tiers),
      value: {
        basis: now.value.basis,
        people: now.value.people,
        cells: countCells(now.value),
        paying: now.value.paying.reduce((sum, one) => sum + one, 0),
      },
    },
  };
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((one) => b.includes(one));

/** Numbers of the members whose row is another than before: facts read anew, or placed elsewhere. */
function differing({ people, previous, tiers, value, changed }: Reclassified): Uint32Array {
  const dirty = new Uint8Array(people.ids.size);
  for (const number of changed) dirty[number] = 1;
  const [recency, frequency, monetary, paying] = [
    previous.column('recency'),
    previous.column('frequency'),
    previous.column('monetary'),
    previous.column('paying'),
  ];
  for (let i = 0; i < previous.rows; i++) {
    const same =
      tiers.tier[i] === previous.tier[i] &&
      tiers.silentKind[i] === previous.silentKind[i] &&
      value.cell[i] === previous.cell[i] &&
      value.recency[i] === recency[i] &&
      value.frequency[i] === frequency[i] &&
      value.monetary[i] === monetary[i] &&
      value.paying[i] === paying[i];
    if (!same) dirty[i] = 1;
  }
  return Uint32Array.from(dirty.keys().filter((i) => dirty[i] === 1));
}

async function writeDifference(
  opened: OpenedFrame,
  from: string,
  evaluationId: string,
  now: Reclassified,
  dirty: Uint32Array,
): Promise<void> {
  const { frame } = opened;
  const all = dirty.length > COPY_UP_TO;
  const written = (all ? Uint32Array.from({ length: now.people.ids.size }, (_, i) => i) : dirty).filter(
    (i) => now.facts.joinedDay[i]! > 0,
  );
  const ids = Array.from(dirty, (i) => now.people.ids.text(i));
  const identities = await readIdentities(opened, from, now, all ? undefined : ids);
  if (!all) {
    await frame.engine.command(
      frame.scope,
      'insights.copy_states',
      // Inside, so that the condition does not mean the id that is put in its place.
      sql`INSERT INTO member_states SELECT * REPLACE (${p.uuid(evaluationId)} AS evaluation_id) FROM
            (SELECT * FROM member_states
             WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(from)} AND member_id NOT IN ${p.uuids(ids)})`,
    );
  }
  const influence = new Float64Array(now.people.ids.size);
  influence.set(now.previous.column('influence'));
  await insertStates({ frame, ...now, influence, evaluationId }, written, identities);
}

/** Names, platforms and groups as the evaluation before wrote them; of new people as the log has them. */
async function readIdentities(
  { frame, labels }: OpenedFrame,
  from: string,
  now: Reclassified,
  ids: readonly string[] | undefined,
): Promise<(member: number) => Identities> {
  const rows = await frame.engine.query<{
    member_id: string;
    name: string;
    external_id: string;
    platforms: string[];
    groups: string[];
  }>(
    frame.scope,
    'insights.identities',
    sql`SELECT member_id, name, external_id, platforms, groups FROM member_states
        WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(from)}
          ${ids ? sql`AND member_id IN ${p.uuids(ids)}` : sql``}`,
  );
  const known = new Map(rows.map((row) => [row.member_id, row]));
  const { people, changed } = now;
  const touched = Array.from(changed, (i) => people.ids.text(i));
  const groups = await groupsSeen(frame, touched);
  const names = await accountNames(
    frame,
    touched.map((id) => labelOf(labels, id)),
  );
  return (member) => {
    const id = people.ids.text(member);
    const row = known.get(id);
    const at = names.accounts.indexOf(idWords([labelOf(labels, id)]), 0);
    const externalId = names.externalIds[at] ?? row?.external_id ?? id;
    return {
      externalId,
      name: names.names[at] || row?.name || externalId,
      platforms: [...new Set([...(row?.platforms ?? []), ...(at >= 0 ? [names.platforms[at]!] : [])])],
      groups: [...new Set([...(row?.groups ?? []), ...(groups.get(id) ?? [])])],
    };
  };
}

async function groupsSeen(frame: OpenedFrame['frame'], memberIds: readonly string[]): Promise<Map<string, string[]>> {
  if (memberIds.length === 0) return new Map();
  const rows = await frame.engine.query<{ persona_id: string; seen: string[] }>(
    frame.scope,
    'insights.groups_seen',
    sql`SELECT persona_id, groupUniqArray(group_id) AS seen FROM member_days
        WHERE ${inScope(frame.scope)} AND persona_id IN ${p.uuids(memberIds)} AND day <= ${p.day(frame.today)} GROUP BY persona_id`,
  );
  return new Map(rows.map((row) => [row.persona_id, row.seen]));
}
