import type { Introduction, Reason } from './contract.ts';

type Named = { memberId: string; name: string };
type Text = Introduction['text'];

const SHOWN = 3;

/**
 * A message to two people, out of the reasons: what both wrote about, whom both know, who is new. Tags are an operator's
 * notes and attributes are what somebody said of themselves, so neither is told to the other person.
 */
export function introductionText(first: Named, second: Named, reasons: readonly Reason[]): Text {
  const found = <Kind extends Reason['kind']>(kind: Kind) =>
    reasons.find((reason): reason is Extract<Reason, { kind: Kind }> => reason.kind === kind);
  const words =
    found('shared_words')
      ?.words.slice(0, SHOWN)
      .map(({ word }) => word) ?? [];
  const between =
    found('common_neighbours')
      ?.people.slice(0, 2)
      .map(({ name }) => name) ?? [];
  const newcomer = found('newcomer_leader')?.newcomer;
  const [guest, host] = newcomer === second.memberId ? [second, first] : [first, second];
  return {
    'zh-CN': chinese({ guest, host, isNew: newcomer !== undefined, words, between }),
    en: english({ guest, host, isNew: newcomer !== undefined, words, between }),
  };
}

type Parts = { guest: Named; host: Named; isNew: boolean; words: readonly string[]; between: readonly string[] };

function chinese({ guest, host, isNew, words, between }: Parts): string {
  const lead = isNew
    ? `欢迎 @${guest.name}！给你介绍 @${host.name}，在这里常帮大家。`
    : `@${guest.name} @${host.name} 给两位牵个线。`;
  const why = [
    words.length > 0 ? `你们都聊过${words.map((word) => `「${word}」`).join('')}` : '',
    between.length > 0 ? `都和 ${between.join('、')} 有来往` : '',
  ].filter((part) => part !== '');
  const reason = why.length > 0 ? `${why.join('，')}。` : '';
  return `${lead}${reason}不妨打个招呼，聊聊看。`;
}

function english({ guest, host, isNew, words, between }: Parts): string {
  const lead = isNew
    ? `Welcome @${guest.name}! Meet @${host.name}, who helps many people here.`
    : `@${guest.name}, meet @${host.name}.`;
  const why = [
    words.length > 0 ? `have both written about ${words.map((word) => `“${word}”`).join(', ')}` : '',
    between.length > 0 ? `both know ${between.join(' and ')}` : '',
  ].filter((part) => part !== '');
  const reason = why.length > 0 ? ` You ${why.join(', and you ')}.` : '';
  return `${lead}${reason} Say hello and see where it leads.`;
}
