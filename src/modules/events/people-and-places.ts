import type { SeenGroup } from '#modules/communities/index.ts';
import type { SeenAccount } from '#modules/members/index.ts';
import { communitySpace, OWN_PLATFORM } from './community-space.ts';
import type { NeutralEvent } from './contract.ts';

/** PostgreSQL's text has no NUL. */
export const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text);

/** Every group and author that events name, and who a rename made them; each once, with the latest name. */
export function peopleAndPlaces(
  communityId: string,
  events: readonly NeutralEvent[],
): { groups: SeenGroup[]; accounts: SeenAccount[] } {
  const space = communitySpace(communityId);
  const groups = new Map<string, SeenGroup>();
  const accounts = new Map<string, SeenAccount>();
  for (const event of events) {
    const platform = event.platform ?? OWN_PLATFORM;
    const at = Date.parse(event.at);
    const meet = (externalId: string, name: string | undefined, bot: boolean): void => {
      const id = space.accountId(platform, externalId);
      const known = accounts.get(id);
      accounts.set(id, {
        id,
        platform: withoutNul(platform),
        externalId: withoutNul(externalId),
        name: name ? withoutNul(name) : known?.name,
        bot: bot || (known?.bot ?? false),
        firstAt: Math.min(at, known?.firstAt ?? at),
      });
    };
    meet(event.member, event.name, event.bot ?? false);
    if (event.kind === 'rename' && event.target) meet(event.target, undefined, false);
    if (!event.group) continue;
    const id = space.groupId(platform, event.group);
    groups.set(id, {
      id,
      platform: withoutNul(platform),
      externalId: withoutNul(event.group),
      name: event.groupName ? withoutNul(event.groupName) : groups.get(id)?.name,
    });
  }
  return { groups: [...groups.values()], accounts: [...accounts.values()] };
}
