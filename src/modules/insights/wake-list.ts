import { formatDay } from '#kernel/calendar.ts';
import { NEVER, NO_TIER, type EngagementTiers } from '#modules/tiers/index.ts';
import { SILENT_KINDS, type CommunityReport } from './contract.ts';
import { silenceCauses } from './figures/silence-causes.ts';
import type { GatheredMembers } from './gather/gather-members.ts';
import { introduce } from './gather/names.query.ts';
import type { OpenedFrame } from './gather/open-frame.ts';
import { silenceEvidence } from './gather/silence-evidence.query.ts';
import { worthWaking } from './gather/wake-candidates.query.ts';

const SHOWN = 20;

/** The silent members most worth waking, and probably why each fell silent. */
export async function wakeList(
  opened: OpenedFrame,
  gathered: GatheredMembers,
  tiers: EngagementTiers,
  options: { groupName(groupId: string): string; sent28?: ReadonlyMap<string, number> },
): Promise<CommunityReport['wake']> {
  const { people, columns, facts, resolver } = gathered;
  const silent: number[] = [];
  for (let i = 0; i < facts.count; i++)
    if (tiers.silentKind[i] !== NO_TIER && columns.weightAll[i]! > 0) silent.push(i);
  const candidates = await worthWaking(
    opened.frame,
    people,
    { members: silent, weightAll: columns.weightAll, lastActiveDay: facts.lastActiveDay },
    SHOWN,
  );
  if (candidates.length === 0) return [];
  const evidence = await silenceEvidence({
    frame: opened.frame,
    people,
    resolver,
    standing: facts,
    members: candidates.map(({ member }) => member),
    ...options,
  });
  const named = new Set(candidates.map(({ member }) => member));
  for (const { closest } of evidence.values()) if (closest !== null) named.add(closest);
  const persons = await introduce(opened.frame, people, opened.labels, [...named]);
  return candidates.map(({ member, worth }) => {
    const { evidence: found, closest } = evidence.get(member)!;
    const withName =
      found.closest && closest !== null
        ? { ...found, closest: { ...found.closest, name: persons.get(closest)!.name } }
        : found;
    const last = facts.lastActiveDay[member]!;
    return {
      ...persons.get(member)!,
      lastActive: last === NEVER ? null : formatDay(last),
      silentKind: SILENT_KINDS[tiers.silentKind[member]!]!,
      worth,
      causes: silenceCauses(withName),
    };
  });
}
