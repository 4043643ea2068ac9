import { formatDay, mondayOf } from '#kernel/calendar.ts';
import { listGroups } from '#modules/communities/index.ts';
import {
  classifyMembers,
  communityDays,
  diagnoseMau,
  introduceMembers,
  type Classified,
  type MauDiagnosis,
} from '#modules/insights/index.ts';
import { sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, AnalysisKind } from '../analysis-kind.ts';
import type { Warning } from '../common.contract.ts';
import type { DeclineParams, DeclineResult } from '../decline.contract.ts';
import { idList } from '../texts/id-list.ts';
import { smallSample } from '../warnings.ts';
import { revivalPlan } from './revival-plan.ts';

/** Decline diagnosis; definitions in the contract and in docs/definitions.md. */
export const decline: AnalysisKind<'decline'> = {
  kind: 'decline',
  shows: 'names',

  async run(context, params) {
    const { result } = await diagnosed(context, params);
    const { services, evaluated, today } = context;
    const known = await services.database.inWorkspace(evaluated.community.workspaceId, (tx) =>
      listGroups(tx, evaluated.community.id),
    );
    const names = new Map(known.map(({ id, name }) => [id, name]));
    const groups = result.groups.map((row) => ({ ...row, group: names.get(row.groupId ?? '') ?? row.group }));
    const whole = { ...result, groups };
    return {
      from: result.before.day,
      to: formatDay(today),
      ...whole,
      plan: revivalPlan(whole),
      warnings: warningsOf(result),
    } satisfies DeclineResult;
  },

  async people(context, params, point) {
    const { behind } = await diagnosed(context, params);
    return idList(behind(point));
  },

  table({ parts, groups, tiers, leaders }) {
    return {
      columns: ['of', 'name', 'people', 'before', 'now'],
      rows: [
        ...parts.map(({ part, people, facts }) => ['part', part, people, plain(facts.before), plain(facts.now)]),
        ...groups.map(({ group, before, now }) => ['group', group, now - before, before, now]),
        ...tiers.map(({ tier, before, now }) => ['tier', tier, now - before, before, now]),
        ...leaders.map(({ name, lost }) => ['leader', name, -lost, null, null]),
      ],
    };
  },
};

const plain = (fact: unknown): number | null => (typeof fact === 'number' ? fact : null);

/** The diagnosis of the population, against the day that was asked for. */
async function diagnosed(context: AnalysisContext, { against }: DeclineParams): Promise<MauDiagnosis> {
  const { services, evaluated, scope, today } = context;
  const { frame, evaluation } = evaluated;
  const { rules, inputs } = evaluation;
  const { firstContribution } = await communityDays(frame);
  const now = await classifyMembers(frame, rules, {
    experts: inputs.experts,
    firstMonday: mondayOf(firstContribution ?? today),
  });
  const only = await population(context, now);
  return diagnoseMau({
    frame,
    now,
    rules,
    experts: inputs.experts,
    against: against === 'highest' ? against : Number(against),
    ...(only ? { only } : {}),
    async namesOf(members) {
      const { ids } = now.gathered.people;
      const labels = await introduceMembers(
        services.engine,
        scope,
        evaluation.id,
        members.map((member) => ids.text(member)),
      );
      return new Map(members.map((member) => [member, labels.get(ids.text(member))?.name ?? '']));
    },
  });
}

/** 1 for the people of the segment filter; undefined: everybody. */
async function population(context: AnalysisContext, { gathered }: Classified): Promise<Uint8Array | undefined> {
  if (!context.population) return undefined;
  const rows = await context.query<{ id: string }>(
    'analyses.population',
    sql`SELECT member_id AS id FROM ${context.states(sql`member_id`)}`,
  );
  const only = new Uint8Array(gathered.facts.count);
  for (const { id } of rows) {
    const member = gathered.people.ids.indexOfText(id);
    if (member >= 0) only[member] = 1;
  }
  return only;
}

function warningsOf({ before, change, lost, tiesRead }: MauDiagnosis['result']): Warning[] {
  const warnings: Warning[] = [];
  if (before.mau === 0) warnings.push({ code: 'nothing_before', facts: { day: before.day } });
  else if (change >= 0) warnings.push({ code: 'no_fall', facts: { change } });
  if (tiesRead < lost) warnings.push({ code: 'ties_sampled', facts: { read: tiesRead, lost } });
  return before.mau === 0 ? warnings : [...warnings, ...smallSample(before.mau)];
}
