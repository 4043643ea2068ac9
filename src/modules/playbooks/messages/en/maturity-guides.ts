import type { PlayGuide } from '../play-guide.ts';

/** How each play is done, step by step, and what it should bring. */
export const maturityGuides: Readonly<Record<string, PlayGuide>> = {
  spread_the_load: {
    effect: 'More people make half of the contributions',
    steps: [
      'List those who contributed most in 28 days and what they do',
      'Ask each to bring a partner out of the active',
      'Cut hosting, answering and notes into roles of 20 minutes that rotate weekly',
      'Publish the rota and thank in public',
      'After four weeks see how many make half',
    ],
  },
  distil_knowledge: {
    effect: 'The same question no longer waits',
    steps: [
      'Sort the conversation starts of 28 days by meaning',
      'Write an answer of 200 words at most for each of the ten largest heaps, naming who gave it',
      'Let those who answer well check it',
      'Pin the list and paste entries in answers',
      'Add five a month and drop unused ones',
    ],
  },
  service_standard: {
    effect: 'Answers come sooner and steadier, and members entrust more',
    steps: [
      'Set a first-answer time by the purpose of each group',
      'Write the handling of three kinds of question with words to use',
      'Make a rota with one in reserve',
      'Each Monday publish last week’s share and median, with reasons when low',
      'Review one late case a month',
    ],
  },
  content_columns: {
    effect: 'Contributions spread, and content becomes more varied',
    steps: [
      'List five subjects that were asked about and never explained',
      'Ask a member outside the core for each, for three pieces only',
      'Give outlines, edits and a cover',
      'Publish on fixed days with a question at the end',
      'After three pieces readers vote on going on',
    ],
  },
  joint_event: {
    effect: 'Suitable new faces arrive',
    steps: [
      'List five candidates and what they have that you have not',
      'Settle who gives what, who keeps the list, who bears a loss',
      'Do something members of both can join, with a tracked link each',
      'Let teams be mixed once',
      'After four weeks see who came and stayed, and decide on a second time',
    ],
  },
  membership_levels: {
    effect: 'The core is steadier, and others see the way up',
    steps: [
      'Ask ten core members what they value most',
      'Set three levels with standard and benefits you can afford',
      'Give them to the present core first, and say why',
      'Publish who rose each month and why',
      'After two months look at the core and drop benefits nobody uses',
    ],
  },
  satisfaction_survey: {
    effect: 'You know what displeases, and one change is seen',
    steps: [
      'Write three questions: 0 to 10, one thing to keep, one to change',
      'Send them to 100 people in batches, not into the big group',
      'Sum up within a week: score, three commonest points, two quotations each',
      'Publish it, with what you will change and what not and why',
      'Report a month later',
    ],
  },
  automate_routine: {
    effect: 'The team has free hands, and answers come sooner',
    steps: [
      'Keep a log for a week: what, how often, how long',
      'Take the three that cost most and write templates or set up automatic replies',
      'Name one who checks the outcome of each',
      'A month later see where the time went and that answers are not slower',
    ],
  },
  loyal_council: {
    effect: 'Old members belong more, and changes of rules are accepted',
    steps: [
      'Invite five to nine loyal members for half a year',
      'Meet monthly with an agenda three days ahead',
      'Give it three real powers: rules, topics of activities, awards',
      'Publish minutes, with reasons for what is taken up and what not',
      'Replace half after half a year',
    ],
  },
  offline_meetup: {
    effect: 'Acquaintances online become friends, and ties grow',
    steps: [
      'See in which city and on which day members can come',
      'Choose a place with something to do: reading, tasting, walking, a visit',
      'Twenty at most; first those who talked and never met',
      'Do something in threes; keep a picture and a sign-in sheet',
      'Post pictures within three days and name the next host',
    ],
  },
  find_successors: {
    effect: 'It runs without any one of them',
    steps: [
      'List what those who contribute most are doing',
      'Mark what would happen if each stopped for a week',
      'Find a partner for whatever would stop: two weeks along, two weeks alone',
      'Thank the first in public and give a lighter role',
      'A month later let them rest for a week',
    ],
  },
};
