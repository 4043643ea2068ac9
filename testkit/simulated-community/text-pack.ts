/** A book or another thing that a topic turns around, with what people say about it. */
export type Subject = { title: string; author: string; details: readonly string[] };

/** What a group talks about for a while. `things` are no books: they are named without title marks. */
export type Topic = {
  key: string;
  things?: boolean;
  subjects: readonly Subject[];
  aspects: readonly string[];
  remarks: readonly string[];
};

/**
 * The words of one language for the simulated community: names, topics and sentence patterns. Slots in braces are
 * filled by the writer: {book} {author} {detail} {aspect} {name} {n} {place} {time} {title}.
 */
export type TextPack = {
  community: { key: string; name: string };
  /** In the order of GROUPS: two of each platform. */
  groupNames: readonly string[];
  teamNames: readonly string[];
  helperBot: string;
  adNames: readonly string[];
  name(unit: () => number): string;
  topics: Readonly<Record<string, Topic>>;
  places: readonly string[];
  times: readonly string[];
  patterns: {
    opener: readonly string[];
    opinion: readonly string[];
    question: readonly string[];
    smallTalk: readonly string[];
    agree: readonly string[];
    disagree: readonly string[];
    reply: readonly string[];
    answer: readonly string[];
    serviceQuestion: readonly string[];
    serviceAnswer: readonly string[];
    introduction: readonly string[];
    welcome: readonly string[];
    checkIn: readonly string[];
    poll: readonly string[];
    quiz: readonly string[];
    quizAnswer: readonly string[];
    meetup: readonly string[];
    festival: readonly string[];
    post: readonly string[];
    review: readonly string[];
    submission: readonly string[];
    goods: readonly string[];
    goodsQuestion: readonly string[];
    goodsNews: readonly string[];
    spamComplaint: readonly string[];
    quiet: readonly string[];
    comeback: readonly string[];
    ad: readonly string[];
    reminder: readonly string[];
  };
};
