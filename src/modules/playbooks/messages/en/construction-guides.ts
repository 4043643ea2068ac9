import type { PlayGuide } from '../play-guide.ts';

/** How each play is done, step by step, and what it should bring. */
export const constructionGuides: Readonly<Record<string, PlayGuide>> = {
  seed_conversations: {
    effect: 'There is something to answer every day, and weekly activity rises first',
    steps: [
      'Write 14 questions that one line can answer; the more concrete the better',
      'Fix who asks each day and when, in the half hour in which members are idle',
      'Ask two members beforehand to answer first, so that nobody is left alone',
      'Each Friday see which three drew most answers, and ask more of that kind',
    ],
  },
  gather_first_core: {
    effect: 'Some people take the community for their own and answer when it is quiet',
    steps: [
      'Pick 5 to 10 of the most active of 28 days and invite each in person, saying why them',
      'Open a small core group; the first meeting is about two things: whom this is for, and what happens each week',
      'Each takes one small duty for a month: asking, welcoming, writing up',
      'Meet every two weeks, and put their suggestions into practice under their names',
    ],
  },
  write_the_rules: {
    effect: 'Newcomers know what is welcome, and disputes have something to go by',
    steps: [
      'List the three things you most want to see and the three that are never allowed, in members’ words',
      'Say who decides, how people are warned and how they appeal, on one screen at most',
      'Let five members read it and change what they do not understand',
      'Put it into the community’s rules, the welcome and the pinned notice',
    ],
  },
  define_positioning: {
    effect: 'Those who join fit better, and more of them speak in the first week',
    steps: [
      'Write down three kinds of people you most want to serve, each with a real name and their day',
      'Look at three communities of the kind: what they do well, what nobody takes care of',
      'Write one sentence: for WHOM, WHEN, WHAT they find nowhere else',
      'Read it to five people who have not joined; it is done when they can repeat it',
      'Put it into the community’s positioning, its name and its description',
    ],
  },
  research_members: {
    effect: 'Content and activities meet a real need, and newcomers stay',
    steps: [
      'List ten target members, half of them not yet members',
      'Prepare five questions: when did it last come up, what did you do, what did it cost, what was wrong, whom would you like to talk to',
      'Twenty minutes each; note their own words, sell nothing',
      'Group what was said three times or more into three needs',
      'Fill in the target members, and drop one kind of content nobody asked for',
    ],
  },
  shape_culture: {
    effect: 'Members can say what this place is like, and speak up more readily',
    steps: [
      'Ask core members for one thing each that is just like us',
      'Draw three to five values out of it, a word or two each',
      'Choose a slogan and a picture out of three by vote',
      'Put them into the settings and tell one story in the welcome',
    ],
  },
  found_rituals: {
    effect: 'Members know when somebody is there; weekly activity is steadier',
    steps: [
      'Choose a form: Monday roll call, Wednesday pictures, Sunday review',
      'Fix the hour and the opening words, and put it into the rituals',
      'The team hosts for two weeks, then members take turns',
      'Thank three people by name each time and note how many came',
    ],
  },
  plan_operation: {
    effect: 'The team knows what to do each day, and contributions stop going up and down',
    steps: [
      'Divide content into three to five columns with a line each',
      'Settle one fixed weekly thing for each of the four',
      'Write it as a table of seven days with a name in each cell',
      'Put it into the operating mode and the content categories',
      'After four weeks keep the better half',
    ],
  },
  invite_seeds: {
    effect: 'Enough people to talk with, without thinning the mood',
    steps: [
      'List 60 names: old customers, kindred spirits, writers of the best comments',
      'Write to each: why them, what happens here, how much time it takes',
      'Invite five a day, and introduce one strength of each on arrival',
      'Stop at 30, see how many speak within a week, then settle the next batch',
    ],
  },
  first_week_welcome: {
    effect: 'Newcomers speak within a week and know two people',
    steps: [
      'Day 1: welcome by name within the hour, with a line of introduction to fill in',
      'Day 2: ask something about what they said of themselves',
      'Day 3: ask for something of two minutes: a vote, a check-in, a recommendation',
      'Day 5: introduce two members who would get on with them',
      'Day 7: ask in private what was awkward, and change one thing',
    ],
  },
  weekly_rhythm: {
    effect: 'Members come more often; stickiness rises',
    steps: [
      'Find the two busiest hours in the heatmap',
      'Give each a fixed programme with a name',
      'Announce it the day before and remind once, half an hour before',
      'Keep the times for four weeks, then decide by how many came',
    ],
  },
};
