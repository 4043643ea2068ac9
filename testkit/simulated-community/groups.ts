/** What a group is for; it presets reply targets and rules. */
export type GroupPurpose = 'product' | 'expert' | 'service' | 'chat';

/** One of the six groups: two on each of three platforms. `topics` change over the story: [from day, topic keys]. */
export type GroupPlan = {
  platform: 'wecom' | 'qq' | 'wechat';
  externalId: string;
  purpose: GroupPurpose;
  topics: readonly (readonly [number, readonly string[]])[];
};

export const GROUPS: readonly GroupPlan[] = [
  {
    platform: 'wecom',
    externalId: 'wrQL0001',
    purpose: 'chat',
    topics: [
      [0, ['nonFiction', 'classics', 'cityLife']],
      [98, ['classics', 'sciFi', 'cityLife']],
      [150, ['nonFiction', 'cityLife']],
      [200, ['nonFiction', 'classics', 'cityLife']],
    ],
  },
  { platform: 'wecom', externalId: 'wrQL0002', purpose: 'product', topics: [[0, ['newBooks']]] },
  {
    platform: 'qq',
    externalId: '728190351',
    purpose: 'chat',
    topics: [
      [0, ['sciFi', 'fantasy']],
      [60, ['sciFi']],
      [120, ['fantasy', 'sciFi']],
      [210, ['fantasy']],
    ],
  },
  {
    platform: 'qq',
    externalId: '640275518',
    purpose: 'expert',
    topics: [
      [0, ['classics']],
      [120, ['classics', 'nonFiction']],
    ],
  },
  {
    platform: 'wechat',
    externalId: '39482017@chatroom',
    purpose: 'chat',
    topics: [
      [0, ['parenting']],
      [180, ['parenting', 'cityLife']],
    ],
  },
  { platform: 'wechat', externalId: '39482650@chatroom', purpose: 'service', topics: [[0, ['service']]] },
];

/** The topics of a group on a story day. */
export function topicsOf(group: GroupPlan, day: number): readonly string[] {
  let found = group.topics[0]![1];
  for (const [from, topics] of group.topics) if (day >= from) found = topics;
  return found;
}
