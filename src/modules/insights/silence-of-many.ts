import type { Day } from '#kernel/calendar.ts';
import { NEVER } from '#modules/tiers/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { SILENT_KINDS } from './contract.ts';
import { silenceCauses, type SilenceCause } from './figures/silence-causes.ts';
import { asWords } from './gather/id-index.ts';
import { indexPeople, type People } from './gather/people.ts';
import { readPersonaResolver } from './gather/persona-resolver.ts';
import { silenceEvidence, type Standing } from './gather/silence-evidence.query.ts';
import { readColumns, type Frame } from './gather/standing.ts';

/** Silent members whose evidence is read at once, and at all: of more, always the same ones (by their ids, which are random). */
export const SILENCE_SAMPLE = { atOnce: 2000, most: 6000 } as const;

/** Why one silent member is silent. A group in the facts is given by its id, the closest person by `closest`. */
export type Silence = {
  readonly memberId: string;
  readonly silentKind: (typeof SILENT_KINDS)[number];
  /** Day of the last activity; null: never. */
  readonly lastActive: Day | null;
  readonly joined: Day;
  readonly weight365: number;
  readonly causes: readonly SilenceCause[];
  readonly closest: string | null;
};

type Rows = { people: People; standing: Standing; silent: number[]; kind: string[]; weight365: Float64Array };

/**
 * Probable causes of the silence of all silent members of an evaluation, by the rules that one member is asked by
 * (`silenceCauses`), some thousands at a time. `only`: a condition on columns of `member_states`.
 */
export async function silenceOfMany(
  frame: Frame,
  evaluationId: string,
  only?: Sql,
): Promise<{ silent: number; looked: Silence[] }> {
  const rows = await readStandings(frame, evaluationId, only);
  const { people, standing, kind, weight365 } = rows;
  const looked = rows.silent.slice(0, SILENCE_SAMPLE.most);
  const resolver = await readPersonaResolver(frame);
  const found: Silence[] = [];
  for (let from = 0; from < looked.length; from += SILENCE_SAMPLE.atOnce) {
    const members = looked.slice(from, from + SILENCE_SAMPLE.atOnce);
    const evidence = await silenceEvidence({ frame, people, resolver, standing, members, groupName: (id) => id });
    for (const member of members) {
      const { evidence: own, closest } = evidence.get(member)!;
      found.push({
        memberId: people.ids.text(member),
        silentKind: kind[member] as Silence['silentKind'],
        lastActive: own.lastActiveDay,
        joined: own.joinedDay,
        weight365: weight365[member]!,
        causes: silenceCauses(own),
        closest: closest === null ? null : people.ids.text(closest),
      });
    }
  }
  return { silent: rows.silent.length, looked: found };
}

/** Where everybody stands, and who of them is silent, in order of ids. */
async function readStandings(frame: Frame, evaluationId: string, only: Sql | undefined): Promise<Rows> {
  const found = await readColumns(
    frame,
    'insights.standings',
    sql`SELECT member_id, toInt32(joined_day) AS joined, toInt32(last_day) AS last, is_member, toString(silent_kind) AS kind,
          toFloat64(weight365) AS weight, toUInt8(is_member = 1 AND silent_kind != '' ${only ? sql`AND ${only}` : sql``}) AS asked
        FROM member_states WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluationId)} ORDER BY member_id`,
  );
  const ids = asWords(found.rawUuids('member_id'));
  const people = indexPeople({ rows: found.rows, ids }, frame.mapped);
  const count = people.ids.size;
  const standing = {
    joinedDay: new Int32Array(count),
    lastActiveDay: new Int32Array(count).fill(NEVER),
    isMember: new Uint8Array(count),
  };
  const [joined, last] = [found.column('joined') as Int32Array, found.column('last') as Int32Array];
  const [isMember, asked] = [found.column('is_member') as Uint8Array, found.column('asked') as Uint8Array];
  const weights = found.column('weight') as Float64Array;
  const kinds = found.column('kind') as string[];
  const [kind, weight365, silent] = [new Array<string>(count).fill(''), new Float64Array(count), [] as number[]];
  for (let row = 0; row < found.rows; row++) {
    const member = people.ids.indexOf(ids, row);
    if (member < 0) continue;
    standing.joinedDay[member] = joined[row]!;
    standing.lastActiveDay[member] = last[row] === 0 ? NEVER : last[row]!;
    standing.isMember[member] = isMember[row]!;
    kind[member] = kinds[row]!;
    weight365[member] = weights[row]!;
    if (asked[row] === 1) silent.push(member);
  }
  return { people, standing, silent, kind, weight365 };
}
