import { parseChineseNotice } from '../shared/chinese-notice.ts';
import type { Draft } from '../shared/event-shaper.ts';
import type { NameBook } from '../shared/name-book.ts';
import { OrdinalIds } from '../shared/ordinal-ids.ts';

type Base = Pick<Draft, 'group' | 'groupName' | 'at'>;
type People = { names: NameBook; self: string };

/**
 * Makes the ids of a WeChat file's messages and reads its notices: joining, leaving, and recalls, which stand for the
 * message that was taken back. An id does not depend on which account a name was found to be.
 */
export function wechatNotice() {
  const ids = new OrdinalIds();
  const id = (group: string, member: string, at: number, text: string): string =>
    ids.next(group, member, String(at), text);
  const read = (text: string, base: Base, { names, self }: People): Draft[] => {
    const notice = parseChineseNotice(text);
    const person = (name: string): string => (name === '' ? self : (names.find(name) ?? name));
    const by = notice?.by === undefined ? undefined : person(notice.by);
    return (notice?.people ?? []).map((name) => {
      const draft: Draft = {
        ...base,
        id: id(base.group ?? '', '', base.at, `${text}\u0000${name}`),
        member: person(name),
        name: name || undefined,
        kind: 'message',
      };
      if (notice!.kind === 'recall') return { ...draft, removed: 'recalled' };
      return { ...draft, kind: notice!.kind, [notice!.kind === 'join' ? 'inviter' : 'by']: by };
    });
  };
  return Object.assign(read, { id });
}
