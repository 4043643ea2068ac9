import { formatDay, mondayOf, startOfDay } from '#kernel/calendar.ts';
import {
  createGroup,
  getCommunityDetail,
  listGroups,
  listTemplates,
  updateCommunity,
  updateGroup,
} from '#modules/communities/index.ts';
import type { RitualPost } from '#modules/communities/profile.contract.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { mergeMembers, type SeenAccount } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { SimulatedCommunity } from '#testkit/simulated-community/index.ts';
import type { CommunitySpace } from '#modules/events/index.ts';

const OFFLINE = 'offline';
const NAME = '周六共读（线下）';
const SATURDAY = 5;
const WEEKS = 6;
const REGULARS = 24;
const HOUR = 3_600_000;

/** Gives the demo's community what its type begins with, told of a bookshop, and its groups the presets of their purpose. */
export async function setUpDemo(tx: Tx, communityId: string): Promise<void> {
  const { templates, purposes } = listTemplates('zh-CN');
  const { profile } = templates.find(({ type }) => type === 'interest')!;
  const { version } = await getCommunityDetail(tx, communityId);
  const groups = await listGroups(tx, communityId);
  const chats = groups.filter(({ purpose, platform }) => purpose === 'chat' && platform !== OFFLINE).slice(0, 1);
  const post: RitualPost = {
    every: 'month',
    day: 1,
    time: '09:00',
    text: '{{ritual}}：这个月读什么？在群里说一句吧。',
    groupIds: chats.map(({ id }) => id),
  };
  await updateCommunity(tx, communityId, {
    version,
    positioning: '为爱读书的人：每周读一点、聊一点，在书店里见一面。',
    profile: {
      ...profile,
      rituals: profile.rituals.map((one) => (one.when.startsWith('每月') && chats.length > 0 ? { ...one, post } : one)),
      slogan: '读到一起去',
      values: ['热爱', '真诚', '分享', '慢慢读'],
      song: { title: '书页之间', text: '翻开一页，就有一盏灯\n你读到哪里，我在哪里等', link: '' },
    },
  });
  for (const { id, purpose, rules } of groups) {
    const preset = purposes.find((one) => one.purpose === purpose);
    if (!preset || rules !== '') continue;
    const { answerHours, contentKinds } = preset;
    await updateGroup(tx, communityId, id, { answerHours, contentKinds, rules: preset.rules });
  }
}

/** The group of the demo that meets in the shop; made once. @returns its id on its platform */
export async function meetInPerson(tx: Tx, communityId: string): Promise<string> {
  const known = (await listGroups(tx, communityId)).find(({ platform }) => platform === OFFLINE);
  const made =
    known ??
    (await createGroup(tx, communityId, {
      platform: OFFLINE,
      name: NAME,
      purpose: 'chat',
      venue: '书店二楼阅览区',
      host: '店长',
      schedule: '每周六 14:00–16:00',
      rules: '带一本正在读的书；手机静音；轮流说，不打断。',
      contentKinds: ['共读', '朗读', '换书'],
    }));
  return made.externalId;
}

/** Who is known by which number on the sheets: the account online that they have. */
type SignedIn = ReadonlyMap<string, Pick<SeenAccount, 'id' | 'name'>>;

/** The accounts of those who come to the shop: the first who had a name. */
export const regularsOf = (accounts: readonly SeenAccount[]): SeenAccount[] =>
  accounts.filter(({ bot, name }) => !bot && name !== undefined && name !== '').slice(0, REGULARS);

/** Who signed in on the last Saturdays, and which account online each of them is; always the same for the same story. */
export function demoSignIns(
  { lastDay, community }: Pick<SimulatedCommunity, 'lastDay' | 'community'>,
  groupId: string,
  regulars: readonly Pick<SeenAccount, 'id' | 'name'>[],
): { events: NeutralEvent[]; people: SignedIn } {
  const people = new Map(regulars.map((account, at) => [`M${String(at + 1).padStart(3, '0')}`, account]));
  const saturday = mondayOf(lastDay) - 7 + SATURDAY;
  const events: NeutralEvent[] = [];
  for (let week = WEEKS - 1; week >= 0; week -= 1) {
    const day = saturday - week * 7;
    const at = new Date(startOfDay(day, community.zone) + 14 * HOUR).toISOString();
    const session = `${groupId}:${formatDay(day)}`;
    for (const [place, [member, account]] of [...people].entries()) {
      // Most come most of the time; each stays away in some weeks.
      if ((place * 5 + week * 3) % 7 > 4) continue;
      events.push({
        id: `sign-in:${session}:${member}`,
        platform: OFFLINE,
        group: groupId,
        member,
        kind: 'attend',
        at,
        thread: session,
        ...(account.name && { name: account.name }),
      });
    }
  }
  return { events, people };
}

/** Makes the people of the sheets one with who they are online, as an operator would who confirms them. */
export async function joinSignedIn(
  tx: Tx,
  communityId: string,
  people: SignedIn,
  { accountId }: CommunitySpace,
): Promise<void> {
  for (const [member, { id }] of people) {
    const order = {
      communityId,
      intoId: id,
      memberId: accountId(OFFLINE, member),
      reason: 'chosen for a sign-in sheet',
    };
    await mergeMembers(tx, order).catch((error: { code?: string }) => {
      if (error.code !== 'already_merged') throw error;
    });
  }
}
