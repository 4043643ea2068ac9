import type { PlayGuide } from '../play-guide.ts';

/** How each play is done, step by step, and what it should bring. */
export const developmentGuides: Readonly<Record<string, PlayGuide>> = {
  invite_friends: {
    effect: 'More people join, most of them members’ friends',
    steps: [
      'Pick 20 of the most active of four weeks and ask each in person',
      'Give each a link of their own and two lines to forward',
      'Say whom to bring; reward them once the friend has stayed 30 days',
      'The inviter introduces the friend',
      'After two weeks see whether those of each link spoke in their first week',
    ],
  },
  festival_at_peak: {
    effect: 'The peak lifts the day’s activity',
    steps: [
      'Take the busiest hour of the heatmap',
      'Choose a form of 30 minutes: quiz, draw, live answers',
      'Announce it two days before: when, what, what for',
      'Let everybody do one thing within the first three minutes',
      'Publish results and the next date the same evening',
    ],
  },
  answer_faster: {
    effect: 'More conversations are answered, and sooner',
    steps: [
      'Set a target: within two hours by day, before ten the next morning by night',
      'Make a rota of at most an hour a day each',
      'Clear unanswered conversations at nine each evening',
      'Write down an answer that was given three times',
      'Publish the share answered each week and thank the three who answered most',
    ],
  },
  stop_leaving: {
    effect: 'Fewer people leave',
    steps: [
      'List who left in 28 days and what happened the week before',
      'Count that week’s ads, notices and floods',
      'Halve what is sent; one notice a day at most',
      'Ask ten who left, without holding on: what made you want to go',
      'Change what two of them named and say so',
    ],
  },
  introduce_members: {
    effect: 'Fewer members know nobody, and more exchange between people',
    steps: [
      'Find members without any tie in the network',
      'Each week take five pairs of like interests who do not know each other',
      'Ask both, then introduce them by what they share',
      'Every two weeks a session of ten at most with a small task to do together',
      'After four weeks see whether they still talk',
    ],
  },
  topic_of_the_week: {
    effect: 'Everybody says more, and conversations hold together',
    steps: [
      'Announce the topic on Monday with three questions',
      'Ask a member to open with 200 words; the team only adds',
      'By Wednesday ask five who know about it for one answer each',
      'On Sunday sum up: three views, whose they are, one question left',
      'Keep the summary as an article to refer to',
    ],
  },
  vote_on_next: {
    effect: 'People who never spoke take part, and wait for the result',
    steps: [
      'List three things that can really be done within a week',
      'Run a poll for 48 hours and report half-way',
      'Settle who and when the same day',
      'Ask two who voted for it to help',
      'Report afterwards that members chose it, and how many came',
    ],
  },
  live_session: {
    effect: 'People who only read turn up at the same moment',
    steps: [
      'Take the question asked most in two weeks',
      'Let a member speak for 15 minutes while the team hosts',
      'Open sign-up three days before and gather questions',
      'Begin with a poll, then answer for 20 minutes',
      'Publish the points that evening and continue one question for 48 hours',
    ],
  },
  handle_disputes: {
    effect: 'Disputes no longer drive bystanders away',
    steps: [
      'Within the hour ask both sides in private to pause for two hours',
      'Hear each for five minutes: facts and wishes only',
      'Decide by the rules, naming which one and how to appeal',
      'Tell the group in three sentences, judging nobody',
      'Each month look at what was removed and make vague rules clear',
    ],
  },
  renew_norms: {
    effect: 'Old and new members go by the same rules, and questions are answered',
    steps: [
      'Post the rules and gather a week of cases they do not cover',
      'Three old members, two new ones and one of the team redraft',
      'Give a reason for each change and show it for three days',
      'Set the day, update the rules and the welcome',
      'A month later see whether disputes and unanswered conversations became fewer',
    ],
  },
  member_sharing: {
    effect: 'The active become more active, and some begin to lead',
    steps: [
      'Pick three active members and ask each to expand the best thing they said lately',
      'Give a one-page template: what came up, what you did, what went wrong',
      'Rehearse for ten minutes the day before',
      'Gather three questions on the spot and answer them within a week',
      'Write it up under their name and ask them for the next speaker',
    ],
  },
  open_second_group: {
    effect: 'Each group has its own business, and participation is not thinned',
    steps: [
      'See how many speak on each topic; find one of a third or more that disturbs others',
      'Announce the second group’s purpose and rules; people sign up, nobody is moved',
      'Ask three who already talk about it to host',
      'A question a day in the first week, one highlight across each week',
      'It worked when participation falls in neither after four weeks',
    ],
  },
  grow_influence: {
    effect: 'Those outside know the place, and the right people join',
    steps: [
      'Choose one channel that target members really read',
      'Each week publish one good piece with its author’s consent and name',
      'Add a tracked link to the same entrance each time',
      'Let a leader speak outside once a month',
      'After two months decide by how many of those who came stayed',
    ],
  },
};
