/** What the plays are called, and how each is done in a line. */
export const playNames: Record<string, { name: string; how: string }> = {
  diagnose_decline: {
    name: 'Diagnose the decline and plan the revival',
    how: 'find the week and the group in which people began to go, ask five who faded why, and restart one fixed activity in one group first',
  },
  welcome_newcomers: {
    name: 'Give each newcomer a host',
    how: 'put hosts on a rota; answer every first message within an hour and draw the newcomer into a running conversation by name',
  },
  answer_faster: {
    name: 'Answer sooner',
    how: 'set a response target and a rota, clear unanswered conversations once a day, and write the common answers down',
  },
  keep_newcomers: {
    name: 'Keep newcomers past week four',
    how: 'give newcomers small steps for four weeks: say hello, check in, join one session, take on one small task',
  },
  first_contribution: {
    name: 'Help joiners make a first contribution',
    how: 'offer something effortless within 7 days of joining: a vote, a check-in, a line of introduction to fill in',
  },
  spread_the_load: {
    name: 'Spread the load',
    how: 'let each of the few bring a partner; cut hosting, answering and check-ins into small roles that rotate',
  },
  stop_leaving: {
    name: 'Stop the leaving',
    how: 'look at message volume and ads in the week before people left, send less, and ask those who left in a short note',
  },
  wake_lapsed: {
    name: 'Wake those worth waking',
    how: 'go through the list one by one, reason first; invite with one concrete thing, never by broadcast',
  },
  save_buyers: {
    name: 'Win back buyers who slip away',
    how: 'offer something fitting their last purchase, or early access; discounts come last',
  },
  introduce_members: {
    name: 'Introduce members to each other',
    how: 'introduce a few pairs with like interests each week, and hold one session for ten or fewer',
  },
  make_a_habit: {
    name: 'Make coming a habit',
    how: 'start a 21-day check-in or a fixed hour each week that takes under three minutes to join',
  },
  break_the_ice: {
    name: 'Break the ice',
    how: 'begin with a vote or a this-or-that that needs no words, then ask for one sentence',
  },
  recognise_leaders: {
    name: 'Recognise your leaders',
    how: 'thank them in public, give a title or a column, and ask which topic they would like to lead',
  },
  thank_loyal: {
    name: 'Thank the loyal',
    how: 'mark their anniversaries with a benefit of their own, and ask them in on rules and topics',
  },
  festival_at_peak: {
    name: 'Hold an event at the busiest hour',
    how: 'hold a 30-minute session, quiz or draw at the peak, announced two days before',
  },
  invite_friends: {
    name: 'Ask members to bring friends',
    how: 'grow while people stay: give active members links of their own, rewarded once the friend has stayed 30 days',
  },
  distil_knowledge: {
    name: 'Distil what is asked often',
    how: 'write up the ten most common questions of 28 days and pin them',
  },
  seed_conversations: {
    name: 'Seed a conversation a day',
    how: 'ask one easy question at a fixed hour each day, with two members asked beforehand to answer',
  },
  gather_first_core: {
    name: 'Gather the first core',
    how: 'invite five to ten of the most active into a core group, and settle content and rhythm with them',
  },
  write_the_rules: {
    name: 'Write the rules down',
    how: 'say in three to five lines what is welcome, what is not and who decides; show it on joining',
  },
  listening_round: {
    name: 'Hear 15 people on why they stay away',
    how: 'one to one, 15 minutes each, listening only; publish what you heard within three days',
  },
  restart_one_group: {
    name: 'Rekindle one group first',
    how: 'put all effort into the group with most left in it: one fixed programme for four weeks',
  },
  reposition: {
    name: 'Say anew whom this is for',
    how: 'members have changed and so must the positioning: narrow it and drop half of the content',
  },
  large_event: {
    name: 'Hold one large event worth returning for',
    how: 'once a year: a theme, guests, prizes, a countdown',
  },
  limited_offer: {
    name: 'Make those who left lately a limited offer',
    how: 'one concrete good thing, for two weeks only, given one to one',
  },
  comeback_invitation: {
    name: 'Write a letter to old friends',
    how: 'what has changed, who is still here, and one meeting in which nobody has to speak',
  },
  merge_quiet_groups: {
    name: 'Bring quiet groups together',
    how: 'people are spread over too many empty rooms: close those where nobody speaks and say where to go',
  },
  newcomer_buddy: {
    name: 'Give each newcomer a buddy',
    how: 'one old member for two newcomers, two weeks, three approaches',
  },
  keep_active: {
    name: 'Do not let the active fade',
    how: 'see who comes less than last month, ask first, help, add no duties',
  },
  active_roles: {
    name: 'Let active members host once',
    how: 'begin with one evening or a week’s duty, with a name and limits',
  },
  expert_column: { name: 'Open a column of answers for leaders', how: 'an hour a week; questions first, answers kept' },
  potential_small_tasks: {
    name: 'Give those who come seldom a small task',
    how: 'three minutes, and somebody says thanks',
  },
  dormant_letter: {
    name: 'One light letter a quarter',
    how: 'those asleep need one letter worth opening, not daily reminders',
  },
  respect_silence: {
    name: 'Make content for those who only read',
    how: 'reading is taking part too: make it pleasant',
  },
  champions_privilege: { name: 'Put your best buyers first', how: 'first to know, first to try, heard; not cheaper' },
  topic_of_the_week: {
    name: 'One topic a week',
    how: 'gather questions first, let a member open, and sum up at the end',
  },
  vote_on_next: {
    name: 'Let a vote decide what comes next',
    how: 'offer three concrete options, show the votes, and do what was chosen',
  },
  live_session: {
    name: 'Hold a live session of 40 minutes',
    how: 'one concrete question, one speaker, half the time for answers',
  },
  handle_disputes: {
    name: 'Settle disputes so that people accept it',
    how: 'stop, listen, judge by the rules, and publish result and reason',
  },
  renew_norms: {
    name: 'Revise the rules with members',
    how: 'as there are more people, old rules fall short: ask in the open, settle in a small circle, name the day',
  },
  member_sharing: {
    name: 'Ask active members to share',
    how: 'give a topic, a template and a rehearsal, so that a first talk is easy',
  },
  open_second_group: {
    name: 'Open a second group by interest',
    how: 'when one room cannot hold every topic, divide by purpose and not by head count',
  },
  grow_influence: {
    name: 'Be heard outside',
    how: 'publish good things from inside, under their authors’ names, on one channel',
  },
  service_standard: {
    name: 'Set a service standard and publish how it is kept',
    how: 'say how soon, who answers and what if not, and publish it weekly',
  },
  content_columns: {
    name: 'Open members’ columns',
    how: 'give five members a column each, a piece every two weeks, with the team as editors',
  },
  joint_event: {
    name: 'Hold an event with a partner',
    how: 'find a community or brand with similar members and different content, and halve the work',
  },
  membership_levels: {
    name: 'Give the core a membership worth naming',
    how: 'levels by what people did and not by what they paid, three to five benefits',
  },
  satisfaction_survey: {
    name: 'Ask three questions',
    how: 'would you recommend us, what to keep, what to change; results in the open',
  },
  automate_routine: {
    name: 'Hand routine to templates and rotas',
    how: 'find what is done three times a week and make it a template or an automatic message',
  },
  loyal_council: {
    name: 'Found a council of loyal members',
    how: 'five to nine of long standing, a meeting a month, with motions and votes',
  },
  offline_meetup: { name: 'Meet in person', how: 'twenty at most, two hours, something to do together' },
  find_successors: {
    name: 'Find successors for key people',
    how: 'take apart what few people do, and let somebody follow each task',
  },
  industry_briefing: {
    name: 'A trade briefing a week',
    how: 'five things that matter, each with what it means for us',
  },
  industry_case_clinic: {
    name: 'Hold a case clinic',
    how: 'one member brings a real problem, all consult step by step',
  },
  industry_expert_hour: {
    name: 'An hour with an expert',
    how: 'a practitioner each month on questions gathered before',
  },
  industry_salon: {
    name: 'Hold a salon in person',
    how: 'twenty people, one subject, two speakers, half of it discussion',
  },
  industry_expert_image: { name: 'Build up your experts', how: 'a card, a column and a stage outside for each' },
  interest_show_and_tell: {
    name: 'Show and tell once a week',
    how: 'a fixed day, everybody may, praise must be particular',
  },
  interest_tutorials: {
    name: 'Make a beginners’ course',
    how: 'cut what old members know into five lessons of ten minutes',
  },
  interest_challenge: { name: 'Start a 14-day challenge', how: 'a small step a day in teams, one day may be made up' },
  interest_theme_festival: {
    name: 'Hold a themed festival',
    how: 'a week of showing, contest, market and live on one line',
  },
  interest_perks: {
    name: 'Get the core a perk',
    how: 'something for members only from a shop: samples, prices, first seats',
  },
  regional_bulletin: { name: 'One local notice a day', how: 'water, roads, openings, events: clear source, two lines' },
  regional_services: {
    name: 'Compile a directory of local services',
    how: 'repairs, dentists, cleaning: only what members used',
  },
  regional_mutual_help: {
    name: 'Keep a register of mutual help',
    how: 'who can, who needs; one list, one coordinator',
  },
  regional_weekend: { name: 'A small weekend outing', how: 'within 20 minutes of home, something easy' },
  regional_identity: {
    name: 'Tell the stories of this place',
    how: 'old pictures, dialect, a day in a street: people belong',
  },
  define_positioning: {
    name: 'Say in one sentence whom this is for',
    how: 'write whom it is for, what it solves and how it differs; read it to strangers until they can repeat it',
  },
  research_members: {
    name: 'Interview ten target members',
    how: 'take five questions along, hear how they manage today and what they dislike, and write it up as the target member',
  },
  shape_culture: {
    name: 'Settle a slogan and values',
    how: 'choose three to five values with the core, each with a true little story',
  },
  found_rituals: {
    name: 'Begin one small weekly ritual',
    how: 'choose something of ten minutes that all can join, and do it four weeks in a row',
  },
  plan_operation: {
    name: 'Plan the week of content and exchange',
    how: 'settle one weekly thing each for content, discussion, exchange and activities, and who does it',
  },
  invite_seeds: { name: 'Invite 30 first members', how: 'ask the right people one by one; do not fill a room' },
  first_week_welcome: {
    name: 'Lay out a newcomer’s first week',
    how: 'welcome on day one, a question on day two, a small task on day three, a call on day seven',
  },
  weekly_rhythm: {
    name: 'Let members know what happens when',
    how: 'fix two or three hours a week at which somebody and something is always there',
  },
};
