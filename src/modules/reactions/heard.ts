import { type CommunitySpace, type LiveEvent, OWN_PLATFORM } from '#modules/events/index.ts';
import { WRITTEN_KINDS } from './first-messages.ts';

/** An event as rules see it. */
export type Heard = {
  eventId: string;
  accountId: string;
  groupId: string | null;
  kind: 'message' | 'join';
  text: string;
  at: Date;
  live: LiveEvent;
};

/** An event as rules see it; nothing for bots, edits, what was taken down, and what no rule asks for. */
export function hear(space: CommunitySpace, live: LiveEvent): Heard[] {
  const { event, eventId, version } = live;
  const kind = event.kind === 'join' ? 'join' : WRITTEN_KINDS.includes(event.kind as never) ? 'message' : undefined;
  // An edit is answered no more than a bot; what was taken down least of all.
  if (kind === undefined || event.bot || event.removed || version > 0) return [];
  const platform = event.platform ?? OWN_PLATFORM;
  return [
    {
      eventId,
      accountId: space.accountId(platform, event.member),
      groupId: event.group ? space.groupId(platform, event.group) : null,
      kind,
      text: event.text ?? '',
      at: new Date(event.at),
      live,
    },
  ];
}
