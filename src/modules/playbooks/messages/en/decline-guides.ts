import type { PlayGuide } from '../play-guide.ts';

/** How each play is done, step by step, and what it should bring. */
export const declineGuides: Readonly<Record<string, PlayGuide>> = {
  diagnose_decline: {
    effect: 'You know where people went, and effort goes to the right place',
    steps: [
      'See from which week it fell, and whether joiners, old members or returns are missing',
      'See which group and tier fell most, and what happened that week',
      'Interview five who faded: what happened, without winning back',
      'Write three possible causes, each with something that would disprove it',
      'Choose one cause, one group, four weeks',
    ],
  },
  listening_round: {
    effect: 'The real cause is found, and those who were heard return first',
    steps: [
      'Choose 15: five who faded, five who stay, five newcomers',
      'Ask three things: when was it last worth it, when did you want to mute it, what one thing would you change',
      'Sum up the same day without names',
      'Publish the first three points within three days',
      'Change the easiest within a week, and say what becomes of the others',
    ],
  },
  restart_one_group: {
    effect: 'One group’s weekly activity returns and draws others along',
    steps: [
      'Choose a group in which three or more still speak',
      'Settle one weekly programme with them at a fixed time',
      'The team shows up there twice a day, elsewhere only on duty',
      'Pass one highlight a week on to other groups',
      'Copy it to a second group once the first has risen for four weeks',
    ],
  },
  reposition: {
    effect: 'Fewer and better-fitting people come, and fewer leave',
    steps: [
      'Compare who was active three months ago and now',
      'Write two narrower positionings and read each to five who are active',
      'Choose one and drop what does not belong',
      'Change name, description and welcome, and say why in the open',
      'For eight weeks recruit by the new one only',
    ],
  },
  large_event: {
    effect: 'Monthly activity rises, and fixed programmes start again',
    steps: [
      'Choose a theme of one sentence and a day three weeks ahead',
      'Ask three old members for a part each, and one guest from outside',
      'Invite silent members one by one with something about them',
      'Count down for a week with one attraction a day',
      'Before it ends, announce four weeks of fixed programme and take sign-ups',
    ],
  },
  limited_offer: {
    effect: 'Some come back to look, and have something to do',
    steps: [
      'List those away for 28 to 90 days by what they once gave',
      'Choose something of real value: a seat, a sample, an hour, an early look',
      'Write 60 words: why them, until when',
      'Send in batches, twenty a day at most',
      'Let an acquaintance receive those who return, with a small task within the week',
    ],
  },
  comeback_invitation: {
    effect: 'A few old members return, with stories',
    steps: [
      'Pick 30 who were active once and have been away for over 90 days',
      'Name three changes and one person they know',
      'Invite them to come and look; listening is fine',
      'Give old members a place: a story from before',
      'Do not write to those who do not answer again for half a year',
    ],
  },
  merge_quiet_groups: {
    effect: 'There are people in the rooms that are left',
    steps: [
      'List the groups with fewest contributions of 28 days and who still speaks there',
      'Settle with them where to go, keeping their titles',
      'Announce for three days when, why, and where history is',
      'Hosts of both sides take a day each that week',
      'Leave one pinned sign in the old group',
    ],
  },
};
