import type { PlayGuide } from '../play-guide.ts';

/** How each play is done, step by step, and what it should bring. */
export const tierGuides: Readonly<Record<string, PlayGuide>> = {
  welcome_newcomers: {
    effect: 'Nearly every first message is answered',
    steps: [
      'Put two hosts a day on a rota and publish it',
      'Answer first messages within the hour with the name and a question',
      'Draw them into a running conversation with somebody of like interest',
      'Check each evening for missed ones',
      'Publish the share each week',
    ],
  },
  keep_newcomers: {
    effect: 'More newcomers are there in week four',
    steps: [
      'Draw four steps: hello, check-in, a session, a duty',
      'Make each something of two minutes, recognised in public',
      'Each Monday write to those who stopped at a step',
      'In week four ask them to take on one small thing',
      'Each month mend the step that loses most',
    ],
  },
  first_contribution: {
    effect: 'More people contribute within 7 days',
    steps: [
      'Prepare three effortless things: a vote, a check-in, a line to fill in',
      'One on arrival, another on day three',
      'Somebody answers at once, in words',
      'Thank all first contributions once a week',
      'Put the one most people do first',
    ],
  },
  wake_lapsed: {
    effect: 'Some of those worth waking return',
    steps: [
      'Open the list and read each person’s probable cause',
      'Begin by the cause: answer what was left unanswered, introduce somebody where a friend left',
      'Invite with one concrete thing, ten people a day at most',
      'Let somebody they know receive them',
      'Stop after two weeks without an answer',
    ],
  },
  save_buyers: {
    effect: 'Buyers at risk buy again or come back',
    steps: [
      'See what each bought last and when',
      'Choose something fitting: a new product, a tutorial, a seat',
      'Write one to one and first ask how it went',
      'Solve problems before selling',
      'After four weeks see who returned; discounts only where price was the reason',
    ],
  },
  make_a_habit: {
    effect: 'People who come seldom come more often',
    steps: [
      'Start a 21-day check-in of three minutes a day',
      'Make teams of seven who see each other',
      'Give a word on days 3, 7 and 14, and allow one day to be made up',
      'Let each write a sentence at the end',
      'Keep a light version for those who want to go on',
    ],
  },
  break_the_ice: {
    effect: 'Some who never spoke begin to',
    steps: [
      'Begin with an anonymous poll or a this-or-that, then ask why',
      'Give three lines to copy',
      'Let team and old members look after three each: answer, do not press',
      'Thank those who speak first without a fuss',
      'Those who would rather not are welcome as well',
    ],
  },
  recognise_leaders: {
    effect: 'Leaders are glad to stay and lead',
    steps: [
      'List whom each helped this month',
      'Thank them in public for one particular thing',
      'Ask what they would like: a title, a column, means, a rest',
      'Give a small subject to decide about',
      'Meet each quarter about their plans',
    ],
  },
  thank_loyal: {
    effect: 'Loyal members stay and speak',
    steps: [
      'List anniversaries of a year and more',
      'Give something inexpensive with their name on it',
      'Let them read next quarter’s plan and make one remark',
      'Publish what was taken up under their name',
      'Introduce them to newcomers as guides',
    ],
  },
  newcomer_buddy: {
    effect: 'Newcomers know somebody and stay',
    steps: [
      'Find ten buddies among active and loyal members, two newcomers each at most',
      'Pair by city or interest with consent of both',
      'Give three notes: what to say on day one, ask on day three, offer on day ten',
      'Both say a sentence after two weeks',
      'Thank good buddies in public',
    ],
  },
  keep_active: {
    effect: 'The number of active members holds',
    steps: [
      'List active members who came half as often in two weeks',
      'Ask how they are, not about activities',
      'Learn whether it is time, annoyance or boredom: a break, fewer messages, another subject',
      'Leave each of the others one duty only',
      'Look again after two weeks',
    ],
  },
  active_roles: {
    effect: 'Some go from active to leading',
    steps: [
      'List five small roles: host, welcome, notes, sign-in, answers',
      'See who does it already and ask them formally',
      'Say how far, how long, whom to ask',
      'Thank in public and give a title',
      'Take those who want to go on into the core group',
    ],
  },
  expert_column: {
    effect: 'Hard questions are answered, and experts are seen',
    steps: [
      'Let the leader choose a field and a fixed hour',
      'Gather questions two days before and vote on five',
      'The team hosts and notes, the expert only answers',
      'Keep answers as articles under their name',
      'Show them each month how many they helped',
    ],
  },
  potential_small_tasks: {
    effect: 'More people go from seldom to often',
    steps: [
      'List ten tasks of three minutes: vote on a title, name a picture, recommend a book',
      'Send each the one that fits what they last said',
      'Use the result in public the same day',
      'A second within two weeks; let them choose the third',
      'Try another form with those who stop at the first',
    ],
  },
  dormant_letter: {
    effect: 'A few return, and no more unsubscribe',
    steps: [
      'Write it short: three best pieces, one event to watch only',
      'Send it to those away for 90 days, and not within 30 days of the last',
      'Offer fewer letters and none',
      'After two weeks see who opened and returned',
      'Once a quarter, not more',
    ],
  },
  respect_silence: {
    effect: 'Silent people gain as well, and participation rises slowly',
    steps: [
      'A digest of three minutes each week',
      'Make taking part a single tap: polls, reactions, ratings',
      'Name nobody, press nobody, remove nobody',
      'Ask once and anonymously what they want to see',
      'After four weeks count votes and reactions',
    ],
  },
  champions_privilege: {
    effect: 'The best buyers buy on and tell you why',
    steps: [
      'List champions and what they usually buy',
      'Settle three things: two days early, a kept seat, a say in what is next',
      'Tell each why',
      'Let them try and be frank, and answer within two weeks',
      'After four weeks look at repeat purchases and remarks',
    ],
  },
};
