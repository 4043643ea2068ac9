import type { Random } from './random.ts';
import type { Subject, TextPack, Topic } from './text-pack.ts';

/** What a stretch of conversation is about. */
export type Matter = { topic: Topic; subject: Subject; detail: string };

/** Puts words into people's mouths: patterns of a text pack, filled for the matter at hand. */
export type Writer = {
  matter(topicKeys: readonly string[]): Matter;
  write(pattern: keyof TextPack['patterns'], matter: Matter, slots?: { name?: string; n?: number }): string;
};

/** A writer over a pack; all chance comes from `random`. */
export function createWriter(pack: TextPack, random: Random): Writer {
  const fill = (slot: string, matter: Matter, slots: { name?: string; n?: number }): string => {
    switch (slot) {
      case 'book':
        return matter.subject.title;
      case 'author':
        return matter.subject.author;
      case 'detail':
        return matter.detail;
      case 'aspect':
        return random.pick(matter.topic.aspects);
      case 'remark':
        return random.pick(matter.topic.remarks);
      case 'place':
        return random.pick(pack.places);
      case 'time':
        return random.pick(pack.times);
      case 'pages':
        return String(8 + random.below(60));
      case 'minutes':
        return String(10 + 5 * random.below(14));
      case 'n':
        return String(slots.n ?? 2 + random.below(28));
      case 'name':
        return slots.name ?? random.pick(pack.teamNames);
      default:
        throw new Error(`a pattern has the unknown slot {${slot}}`);
    }
  };
  return {
    matter(topicKeys) {
      const topic = pack.topics[random.pick(topicKeys)]!;
      const subject = random.pick(topic.subjects);
      return { topic, subject, detail: random.pick(subject.details) };
    },
    write(pattern, matter, slots = {}) {
      let text = random.pick(pack.patterns[pattern]);
      if (matter.topic.things) text = text.replace(/[《》]/gu, '');
      if (!text.includes('{')) return text;
      return text.replace(/\{(\w+)\}/gu, (_whole, slot: string) => fill(slot, matter, slots));
    },
  };
}
