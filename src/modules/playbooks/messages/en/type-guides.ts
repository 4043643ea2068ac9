import type { PlayGuide } from '../play-guide.ts';

/** How each play is done, step by step, and what it should bring. */
export const typeGuides: Readonly<Record<string, PlayGuide>> = {
  industry_briefing: {
    effect: 'Professionals have a reason to return each week',
    steps: [
      'Send it on Monday mornings, five items at most with sources',
      'Say what each means here',
      'Two members take turns choosing',
      'End with one disputed question',
      'Ask each month what helped and drop unread sources',
    ],
  },
  industry_case_clinic: {
    effect: 'Hard problems get concrete answers, and more is asked',
    steps: [
      'Call for a case of today without names',
      'One page: background, tried, stuck where',
      '30 minutes: 5 to clarify, 15 for one idea each, 10 to sum up',
      'The owner chooses one to try',
      'They report after two weeks',
    ],
  },
  industry_expert_hour: {
    effect: 'Beginners dare to ask and experts like to stay',
    steps: [
      'Choose what was asked most lately',
      'Ask a leader or an outsider for an hour without selling',
      'Gather questions and vote',
      'Answer the first ten only',
      'Keep the points under their name; the rest within a week',
    ],
  },
  industry_salon: {
    effect: 'Colleagues really meet, and ties grow',
    steps: [
      'Choose the city with most members and a weekday evening',
      'Two speakers of 15 minutes, then tables',
      'Ask on sign-up what people can give and want',
      'Introduce by supply and demand',
      'Send points and, with consent, contacts within three days',
    ],
  },
  industry_expert_image: {
    effect: 'Experts speak here for long',
    steps: [
      'Write a card for each: what they did, what they help with, what they do not answer',
      'One fixed column under their name',
      'Publish their best answer outside with name and entrance',
      'Each quarter one represents you at a partner’s event',
      'Tell them what it brought',
    ],
  },
  interest_show_and_tell: {
    effect: 'More contributions, and beginners dare',
    steps: [
      'Fix a day and a small theme',
      'One rule: a comment names one particular good thing',
      'The team shows something imperfect first',
      'Pick three a week with a line each',
      'Make a page of them each month with names',
    ],
  },
  interest_tutorials: {
    effect: 'Newcomers start and speak sooner',
    steps: [
      'Group the ten commonest questions into five lessons',
      'An old member records or writes each, ten minutes at most',
      'A small exercise each, handed in to the group',
      'One assistant answers within 24 hours',
      'A title after five lessons',
    ],
  },
  interest_challenge: {
    effect: 'People who come seldom come more often',
    steps: [
      'Choose something that shows after two weeks',
      'A step a day in two strengths, three or fifteen minutes',
      'Teams of five to seven with a captain’s roll call',
      'A show on day 7',
      'Certificates, and three tell what changed',
    ],
  },
  interest_theme_festival: {
    effect: 'Monthly activity peaks, and outsiders see it',
    steps: [
      'Choose a theme members love and a week',
      'Five days, five forms: show, answer, compete, swap, watch',
      'A member on duty each day',
      'A one-minute way for those without time',
      'On the last day vote on the next theme',
    ],
  },
  interest_perks: {
    effect: 'The core is steadier',
    steps: [
      'Ask what members most often buy',
      'Talk to three shops: samples first, then prices',
      'Half by contribution and half by draw, rules in the open',
      'Those who got one write an honest line',
      'Do not renew what disappoints',
    ],
  },
  regional_bulletin: {
    effect: 'Members have a reason to open it daily',
    steps: [
      'Fix an hour and a form: when, where, whom it concerns, source',
      'Five members of different quarters report',
      'Nothing unconfirmed; corrections the same day',
      'A weekend list once a week',
      'After a month adjust by reactions',
    ],
  },
  regional_services: {
    effect: 'Common questions are answered at once',
    steps: [
      'List 20 needs out of two months of questions',
      'Three for each, with price and a line by somebody who used it',
      'Name interests; shops cannot enter themselves',
      'Keep it as an article and paste it in answers',
      'Check each quarter; two bad reports take one off',
    ],
  },
  regional_mutual_help: {
    effect: 'Neighbours begin to deal with each other',
    steps: [
      'Settle five kinds: lending, children, carrying, company to the doctor, pets',
      'Register what and when, no addresses in the open',
      'The coordinator introduces one to one, the first time in threes',
      'A sentence from both afterwards, thanks in public',
      'A swap or repair day each month',
    ],
  },
  regional_weekend: {
    effect: 'Neighbours online meet',
    steps: [
      'Vote on one: a walk, a film, children, a run',
      'A meeting point, two hours, 10 to 15 people',
      'Two members lead, each bringing a newcomer',
      'One picture and three names',
      'Somebody who came leads next time',
    ],
  },
  regional_identity: {
    effect: 'New arrivals feel that this is theirs',
    steps: [
      'Gather ten old pictures and their stories',
      'A street a week told by those who lived there long',
      'A welcome list for new residents: ten places, ten people',
      'A walk together',
      'Keep stories as articles with names and give them to new members',
    ],
  },
};
