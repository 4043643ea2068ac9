import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Conversation, Said } from './conversation.ts';
import type { Doing } from './doing.ts';
import { GROUPS, topicsOf } from './groups.ts';
import { accountId } from './people.ts';
import type { Random } from './random.ts';
import { phaseOf } from './story.ts';
import type { TextPack } from './text-pack.ts';
import type { Matter, Writer } from './writer.ts';

/** What a teller carries through the story. */
export type TellContext = {
  random: Random;
  pack: TextPack;
  writer: Writer;
  /** UTC milliseconds of the start of a story day. */
  startOf(day: number): number;
  conversations: readonly Conversation[];
  nextNumber(): number;
};

type Draft = Omit<Partial<NeutralEvent>, 'at'> & { kind: string };

const EMOJI = ['👍', '❤️', '😂', '🌹', '📚', '🎉', '强', '抱拳'];

/** Turns one day's doings, in order of their minutes, into events. */
export function* tellDay(context: TellContext, day: number, doings: readonly Doing[]): Generator<NeutralEvent> {
  const start = context.startOf(day);
  for (const doing of doings) {
    if (doing.what !== 'leave' && day >= doing.person.leaveDay) continue;
    const at = new Date(start + Math.floor(doing.minute * 60) * 1000).toISOString();
    yield* tell(context, day, doing, at);
  }
}

function event(context: TellContext, doing: Doing, at: string, draft: Draft): NeutralEvent {
  const group = GROUPS[doing.group]!;
  const { person } = doing;
  return {
    id: `${group.platform}-${context.nextNumber().toString(36).padStart(6, '0')}`,
    community: context.pack.community.key,
    group: group.externalId,
    groupName: context.pack.groupNames[doing.group]!,
    member: person.accounts[group.platform]!,
    name: person.name,
    platform: group.platform,
    at,
    ...draft,
  };
}

function say(
  context: TellContext,
  day: number,
  doing: Doing,
  told: NeutralEvent,
  matter: Matter,
  options: { asks?: boolean; root?: string } = {},
): NeutralEvent {
  context.conversations[doing.group]!.add({
    id: told.id,
    person: doing.person,
    account: told.member,
    minute: day * 1440 + doing.minute,
    matter,
    root: options.root ?? told.id,
    asks: options.asks ?? false,
    answered: false,
  });
  return told;
}

function* tell(context: TellContext, day: number, doing: Doing, at: string): Generator<NeutralEvent> {
  const { random, writer } = context;
  const fresh = (): Matter => writer.matter(topicsOf(GROUPS[doing.group]!, day));
  const plain = (draft: Draft) => event(context, doing, at, draft);
  switch (doing.what) {
    case 'join':
      return yield plain({ kind: 'join' });
    case 'leave':
      return yield plain({ kind: 'leave' });
    case 'visit':
      return yield plain({ kind: 'visit' });
    case 'buy':
      return yield plain({ kind: 'purchase', value: doing.amount });
    case 'refund':
      return yield plain({ kind: 'refund', value: doing.amount });
    case 'attend':
      return yield plain({ kind: 'attend', thread: doing.occasion });
    case 'checkIn': {
      doing.person.streak += 1;
      return yield plain({ kind: 'check_in', text: writer.write('checkIn', fresh(), { n: doing.person.streak }) });
    }
    case 'rename':
      return yield rename(context, doing, at);
    case 'invited': {
      const target = doing.guest.accounts[GROUPS[doing.group]!.platform]!;
      return yield plain({ kind: 'invite_accepted', target });
    }
    case 'introduce': {
      const matter = fresh();
      return yield say(
        context,
        day,
        doing,
        plain({ kind: 'message', text: writer.write('introduction', matter) }),
        matter,
        { asks: true },
      );
    }
    case 'welcome': {
      const text = writer.write('welcome', fresh(), { name: doing.guest.name });
      return yield plain({ kind: 'message', text, mentions: [doing.guest.accounts[GROUPS[doing.group]!.platform]!] });
    }
    case 'submit':
      return yield plain({ kind: 'submission', text: writer.write('submission', fresh()) });
    case 'review':
      return yield plain({
        kind: 'review',
        value: random.chance(0.8) ? 5 : 2 + random.below(3),
        text: writer.write('review', fresh()),
      });
    case 'announce': {
      const matter = fresh();
      const told = plain({ kind: 'message', text: writer.write(doing.pattern, matter, { n: doing.n }) });
      doing.anchor.id = told.id;
      doing.anchor.account = told.member;
      return yield say(context, day, doing, told, matter);
    }
    case 'vote': {
      if (doing.anchor.id === undefined) return;
      return yield plain({ kind: 'vote', replyTo: doing.anchor.id, option: doing.option } as Draft);
    }
    case 'answerQuiz': {
      if (doing.anchor.id === undefined) return;
      const draft = {
        kind: 'answer',
        replyTo: doing.anchor.id,
        thread: doing.anchor.id,
        text: writer.write('quizAnswer', fresh()),
      };
      return yield plain(doing.accepted ? ({ ...draft, accepted: true } as Draft) : draft);
    }
    case 'advertise':
      return yield plain({
        kind: 'message',
        text: writer.write('ad', fresh()),
        removed: random.chance(0.8) ? 'spam' : 'ad',
        ...(doing.bot ? { bot: true } : {}),
      });
    case 'remind':
      return yield plain({
        kind: 'message',
        text: writer.write('reminder', fresh(), { n: 10 + random.below(60) }),
        bot: true,
      });
    case 'talk':
      return yield talk(context, day, doing, at);
  }
}

function rename(context: TellContext, doing: Doing, at: string): NeutralEvent {
  const { platform } = GROUPS[doing.group]!;
  const old = doing.person.accounts[platform]!;
  const next = accountId(platform, 40_000 + doing.person.index, context.random);
  const told = event(context, doing, at, { kind: 'rename', member: old, target: next });
  doing.person.accounts[platform] = next;
  return told;
}

/** One turn of somebody who is in the mood to talk: a reaction, a reply, an answer, or words of their own. */
function talk(context: TellContext, day: number, doing: Doing, at: string): NeutralEvent {
  const { random } = context;
  const group = GROUPS[doing.group]!;
  const conversation = context.conversations[doing.group]!;
  const minute = day * 1440 + doing.minute;
  const knows = doing.person.habit === 'team' || doing.person.habit === 'leader';
  if (knows && group.purpose !== 'chat') {
    const question = conversation.openQuestion(doing.person, minute, 1800);
    if (question && random.chance(group.purpose === 'service' ? 0.9 : 0.5))
      return answer(context, day, doing, at, question);
  }
  const dice = random.unit();
  if (dice < 0.21) {
    const liked = conversation.toAnswer(random, doing.person, minute, 600);
    if (liked)
      return event(context, doing, at, {
        kind: 'reaction',
        replyTo: liked.id,
        target: liked.account,
        emoji: random.pick(EMOJI),
      } as Draft);
  }
  if (dice < 0.56) {
    const heard = conversation.toAnswer(random, doing.person, minute, 150);
    if (heard) return reply(context, day, doing, at, heard);
  }
  return speak(context, day, doing, at);
}

function answer(context: TellContext, day: number, doing: Doing, at: string, question: Said): NeutralEvent {
  question.answered = true;
  const pattern = ({ service: 'serviceAnswer', product: 'goods', expert: 'answer', chat: 'answer' } as const)[
    GROUPS[doing.group]!.purpose
  ];
  const draft = {
    kind: 'answer',
    replyTo: question.id,
    target: question.account,
    thread: question.root,
    text: context.writer.write(pattern, question.matter),
  };
  const told = event(context, doing, at, context.random.chance(0.45) ? ({ ...draft, accepted: true } as Draft) : draft);
  return say(context, day, doing, told, question.matter, { root: question.root });
}

function reply(context: TellContext, day: number, doing: Doing, at: string, heard: Said): NeutralEvent {
  const { random, writer } = context;
  const tone = random.unit();
  const text = writer.write(
    tone < 0.42 ? 'agree' : tone < 0.52 ? 'disagree' : tone < 0.85 ? 'reply' : 'opinion',
    heard.matter,
  );
  const threaded = GROUPS[doing.group]!.purpose !== 'chat';
  const draft: Draft = { kind: 'reply', replyTo: heard.id, text };
  if (threaded) draft.thread = heard.root;
  if (random.chance(0.5)) draft.target = heard.account;
  if (random.chance(0.14)) {
    draft.text = `@${heard.person.name} ${text}`;
    draft.mentions = [heard.account];
  }
  return say(context, day, doing, event(context, doing, at, draft), heard.matter, threaded ? { root: heard.root } : {});
}

function speak(context: TellContext, day: number, doing: Doing, at: string): NeutralEvent {
  const { random, writer } = context;
  const group = GROUPS[doing.group]!;
  const minute = day * 1440 + doing.minute;
  const before = context.conversations[doing.group]!.last(minute, 25);
  const matter = before && random.chance(0.8) ? before.matter : writer.matter(topicsOf(group, day));
  const pattern = patternFor(context, day, doing, before === undefined || before.matter !== matter);
  if (pattern === 'post')
    return say(
      context,
      day,
      doing,
      event(context, doing, at, { kind: 'post', text: writer.write('post', matter) }),
      matter,
    );
  const draft: Draft = { kind: 'message', text: writer.write(pattern, matter) };
  if (before && before.person !== doing.person && random.chance(0.05)) {
    draft.text = `@${before.person.name} ${draft.text}`;
    draft.mentions = [before.account];
  }
  if (random.chance(0.0004)) draft.removed = 'off_topic';
  return say(context, day, doing, event(context, doing, at, draft), matter, {
    asks: pattern === 'question' || pattern === 'serviceQuestion' || pattern === 'goodsQuestion',
  });
}

/** Which sort of words fits: by the group's purpose, the times, and whether the matter is new. */
function patternFor(context: TellContext, day: number, doing: Doing, opens: boolean): keyof TextPack['patterns'] {
  const { random } = context;
  const { purpose } = GROUPS[doing.group]!;
  const dice = random.unit();
  if (purpose === 'service' && doing.person.habit !== 'team') return dice < 0.72 ? 'serviceQuestion' : 'smallTalk';
  if (purpose === 'service') return dice < 0.6 ? 'serviceAnswer' : 'smallTalk';
  if (purpose === 'product')
    return doing.person.habit === 'team' && dice < 0.5
      ? 'goodsNews'
      : dice < 0.3
        ? 'goodsQuestion'
        : dice < 0.36
          ? 'smallTalk'
          : 'goods';
  const mood = ({ spamWave: 'spamComplaint', decline: 'quiet', festival: 'festival' } as const)[
    phaseOf(day) as 'festival'
  ];
  if (mood && dice < (phaseOf(day) === 'festival' ? 0.12 : 0.05)) return mood;
  if (phaseOf(day) === 'recovery' && day < 225 && dice < 0.05) return 'comeback';
  if (doing.person.habit === 'leader' && dice > 0.985) return 'post';
  if (dice < 0.27) return 'question';
  if (purpose === 'chat' && dice < 0.42) return 'smallTalk';
  return opens || dice < 0.5 ? 'opener' : 'opinion';
}
