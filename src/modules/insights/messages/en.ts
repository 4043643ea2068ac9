import type { InsightMessages } from './zh-CN.ts';

/** The words for every code of the insights, in English. */
export const en: InsightMessages = {
  tiers: {
    newcomer: { name: 'newcomer', meaning: 'joined within the last 14 days' },
    leader: {
      name: 'leader',
      meaning:
        'certified by an operator and active in 28 days; or active in 8 of 13 weeks, answered by 5 people or more in 91 days, and in the top 5% by tie weight received',
    },
    loyal: { name: 'loyal', meaning: 'joined at least 180 days ago, active in at least 9 of the last 13 weeks' },
    active: { name: 'active', meaning: 'contributed on at least 4 of the last 28 days' },
    potential: { name: 'potential', meaning: 'contributed on at least 1 of the last 28 days' },
    silent: { name: 'silent', meaning: 'no contribution in 28 days, and in none of the tiers above' },
  },
  silentKinds: {
    never_spoke: { name: 'never spoke', meaning: 'no contribution since joining' },
    lapsed: { name: 'lapsed', meaning: 'last active 28–90 days ago' },
    dormant: { name: 'dormant', meaning: 'last active more than 90 days ago' },
  },
  activityTiers: {
    core: { name: 'core', meaning: 'leaders and loyal members' },
    active: { name: 'active', meaning: 'active members' },
    potential: { name: 'potential', meaning: 'potential members and newcomers' },
    silent: { name: 'silent', meaning: 'silent members' },
  },
  valueCells: {
    champions: { name: 'champions', meaning: 'recent, frequent and high' },
    new: { name: 'new', meaning: 'recent, few times so far' },
    loyal: { name: 'loyal customers', meaning: 'still here, and coming back' },
    at_risk: { name: 'at risk', meaning: 'not seen for a while' },
    cannot_lose: { name: 'cannot lose', meaning: 'once gave a lot, long away' },
    lost: { name: 'lost', meaning: 'long away, and never frequent' },
    promising: { name: 'promising', meaning: 'between the cells; worth tending' },
  },
  valueBasis: {
    purchases: 'by purchases (last, number, amount)',
    activity: 'no purchases recorded: by activity (last, days, contribution weight)',
  },
  stages: {
    construction: { name: 'Construction', meaning: 'just begun: groups, rules, the first core members' },
    development: { name: 'Development', meaning: 'growing in members or in activity' },
    maturity: { name: 'Maturity', meaning: 'running steadily, neither rising nor falling' },
    decline: { name: 'Decline', meaning: 'well below the height of the last year, and falling' },
    unknown: { name: 'Stage unknown', meaning: 'too little data to tell' },
  },
  healthBands: {
    thriving: { name: 'thriving', range: '80 and up' },
    healthy: { name: 'healthy', range: '60–79' },
    strained: { name: 'strained', range: '40–59' },
    at_risk: { name: 'at risk', range: 'below 40' },
  },
  healthParts: {
    stickiness: {
      name: 'Stickiness',
      raw: '{{raw, number}} × its own median',
      definition:
        'mean DAU of 28 days ÷ MAU, against the median of the community’s own last 26 weeks; 0.5 gives 0, 1 gives 60, 1.3 gives 100',
    },
    retention: {
      name: 'Week-4 retention',
      raw: '{{raw, percent}}',
      definition:
        'the 8 latest cohorts whose week 4 has ended, pooled: share with a contribution in week 4; 0 gives 0, 10% gives 50, 30% gives 100',
    },
    responsiveness: {
      name: 'Responsiveness',
      raw: '{{raw, percent}} answered within 24 h',
      definition:
        'conversation starts of the last 28 days that another person answered within 24 h; 20% gives 0, 60% gives 60, 90% gives 100',
    },
    distribution: {
      name: 'Distribution',
      raw: '{{raw, decimal}} (1 − Gini)',
      definition: 'how evenly contributions spread over active members; 0.05 gives 0, 0.3 gives 70, 0.5 gives 100',
    },
    net_growth: {
      name: 'Net growth',
      raw: '{{raw, change}}',
      definition: '(joins − leaves in 28 days) ÷ members at their start; −5% gives 0, 0 gives 50, 5% gives 100',
    },
    satisfaction: {
      name: 'Satisfaction and order',
      raw: '{{raw, number}} / 100',
      definition: 'mean of the latest NPS and the share of cases closed in time; what never existed is left out',
    },
  },
  causes: {
    never_welcomed: {
      name: 'never welcomed',
      because: 'joined {{joined}}; in the first {{days}} days nobody welcomed, answered or reacted to them',
      remedy: 'let a member from the same place or with the same taste welcome them now',
    },
    first_message_unanswered: {
      name: 'first message unanswered',
      because: 'their first message on {{day}} got no answer within {{hours}} h',
      remedy: 'answer that message in private, then invite them into a fitting conversation',
    },
    closest_tie_left: {
      name: 'closest tie left',
      because:
        '{{name, quoted}}, the person closest to them, {{left, left|fell silent too}} (last active {{last_active}})',
      remedy: 'introduce them to an active member with similar interests',
    },
    sanctioned: {
      name: 'sanctioned',
      because: '{{removed}} of their messages {{removed, was|were}} removed, the last on {{last}}',
      remedy: 'explain why and how to restore their standing; point to the appeal',
    },
    over_messaged: {
      name: 'over-messaged',
      because: 'received {{sent}} messages from the team in the {{days}} days before (limit {{limit}})',
      remedy: 'stop sending; greet them personally in a month',
    },
    group_went_quiet: {
      name: 'group went quiet',
      because:
        '{{group, quoted}}, where they mostly were, went quiet: others’ contributions in 28 days before and after {{before, count}} → {{after, count}}',
      remedy: 'invite them to a livelier group, or restart a fixed activity in theirs',
    },
    drifted: {
      name: 'drifted',
      because:
        'came less and less: {{active_days_last_28}} active {{active_days_last_28, day|days}} in their last 28, {{active_days_before_84}} in the 84 before',
      remedy: 'invite them with one concrete thing: a question, a meetup, a book',
    },
  },
  leaderReasons: {},
  stageEvidence: {
    fell_and_falling:
      'MAU {{mau, count}} is {{ratio, percent}} of the year’s highest {{highest_mau, count}} on {{highest_day}} (limit {{share_limit, percent}}); the last {{weeks}} full weeks went {{first_week}} → {{last_week}}, falling with p = {{p, p}} (limit {{p_limit}})',
    collapsed:
      'MAU {{mau, count}} is {{ratio, percent}} of the year’s highest {{highest_mau, count}} (limit {{share_limit, percent}}, if that was at least {{needed_highest}})',
    too_young: 'first event on {{first_event}}, {{days}} {{days, day|days}} ago (at least {{limit}} needed)',
    too_few_contributions: '{{contributions_91, count}} contributions in 91 days (at least {{limit}} needed)',
    young: 'first event on {{first_event}}, {{days}} {{days, day|days}} ago (construction is under {{limit}})',
    led_by_team:
      '{{outside_share, percent}} of the contributions of 28 days come from outside the team (construction is under {{limit, percent}})',
    rising:
      'the last {{weeks}} full weeks went {{first_week}} → {{last_week}}, rising with p = {{p, p}} (limit {{p_limit}})',
    net_growth:
      'net growth of 91 days {{rate, change}}: {{joins_91, count}} joined, {{leaves_91, count}} left, {{members_at_start, count}} at the start (limit {{limit, percent}})',
    the_rest: 'none of the rules above holds',
  },
  plays: {
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
  },
  playReasons: {
    mau_fell: 'MAU is {{mau, count}}; the year’s highest was {{highest_mau, count}}',
    newcomers_unanswered:
      'of {{newcomer_starts}} newcomers’ first messages in 28 days, {{newcomers_answered, percent}} were answered within 24 h',
    starts_unanswered:
      'of {{starts, count}} conversation starts in 28 days, {{answered, percent}} were answered within 24 h (median {{median_minutes, minutes}})',
    newcomers_do_not_stay:
      'of {{week4_people, count}} people in the latest 8 cohorts, {{week4_retention, percent}} were still there in week 4',
    joiners_stay_mute: 'of {{joiners, count}} joiners, {{activation, percent}} contributed within 7 days',
    few_carry_half: '{{bus_factor}} of {{active_members, count}} active members make half of the contributions',
    more_leave_than_join: '{{leaves_28, count}} left in 28 days, more than the {{joins_28, count}} who joined',
    worth_waking:
      '{{silent_share, percent}} of the members are silent ({{lapsed, count}} lapsed lately); the {{wakeable}} on the list once gave most',
    buyers_slip_away:
      '{{buyers_at_risk, count}} buyers have been away for a while; {{paying, count}} members paid within the year',
    many_know_nobody: '{{isolated_share, percent}} of {{members, count}} members have no tie to anybody',
    many_come_seldom:
      '{{potential, count}} members ({{potential_share, percent}}) came in 28 days, on fewer than 4 of them; {{active, count}} are active',
    many_never_spoke: '{{never_spoke, count}} members ({{never_spoke_share, percent}}) never spoke',
    leaders_carry: '{{leaders}} {{leaders, leader carries|leaders carry}} the conversation',
    loyal_stay: '{{loyal, count}} of {{members, count}} members have stayed active for long',
    peak_hour: '{{peak_share, percent}} of the contributions come around {{peak_hour}}:00; MAU is {{mau, count}}',
    newcomers_stay:
      '{{week4_retention, percent}} stay to week 4, {{joins_28, count}} joined in 28 days: people stay, so growth is worth it',
    many_questions:
      '{{starts, count}} conversation starts in 28 days, {{answered, percent}} answered: enough to write down',
    just_begun:
      '{{members, count}} members, {{contributions_28, count}} contributions in 28 days: someone has to begin',
    core_is_small: '{{active, count}} active and {{leaders}} {{leaders, leader|leaders}} of {{members, count}} members',
    habits_form_now: '{{members, count}} members: habits form now, and rules cost least now',
  },
  metrics: {
    mau: 'MAU',
    wau: 'WAU',
    dau: 'DAU',
    newcomers_answered_24h: 'newcomers’ first messages answered within 24 h',
    answered_24h: 'conversation starts answered within 24 h',
    week4_retention: 'week-4 retention',
    activation: 'activation',
    bus_factor: 'the number of people who make half',
    net_growth: 'net growth',
    returning_members: 'returning members',
    paying_members: 'paying members',
    isolated_share: 'share of isolated members',
    stickiness: 'stickiness',
    participation: 'participation',
    leaders_active: 'active leaders',
    loyal_members: 'loyal members',
    joins: 'joins',
    active_members: 'active members',
    members: 'members',
  },
  unknown: {},
  facts: {
    days_since_joined: 'days since joining',
    active_days_28: 'active days in 28',
    active_weeks_13: 'active weeks in 13',
    received_91: 'tie weight received in 91 days',
    people_91: 'people who answered them in 91 days',
    expert: 'certified expert',
    joined: 'joined',
    last_active: 'last active',
    days_since_active: 'days since last active',
    leader_cut: 'the cut for leaders (top 5%)',
    leader_pool: 'members in the running',
  },
  tierWays: {
    joined: 'just joined',
    certified: 'certified by an operator',
    earned: 'by influence',
    stayed: 'active for long',
    days: 'by active days',
  },
  tierChanges: {
    missing: 'missing for {{to, word tiers}}: {{lacking}}',
    ends: 'no longer a newcomer from {{on}}; then {{to, word tiers}}',
    without_activity: 'without activity, {{to, word tiers}} from {{on}}',
    weeks_to_spare:
      'active in {{active_weeks_13}} of 13 weeks, {{needed}} needed; more than {{spare}} idle {{spare, week|weeks}} lead to {{to, word tiers}}',
  },
  figures: {
    members: {
      name: 'Members',
      definition: 'people who joined and have not left. Left: left every group they were seen in',
    },
    dau: {
      name: 'DAU',
      definition:
        'people with a contribution that day: message, reply, reaction, vote, check-in, answer, submission, post, attendance, review, accepted invitation',
    },
    wau: { name: 'WAU', definition: 'people with a contribution in the last 7 days' },
    mau: { name: 'MAU', definition: 'people with a contribution in the last 28 days' },
    stickiness: {
      name: 'Stickiness',
      definition: 'mean DAU of 28 days ÷ MAU; shown against the community’s own median of 26 weeks',
    },
    participation: { name: 'Participation', definition: 'members active in the last 28 days ÷ members' },
    activation: {
      name: 'Activation',
      definition:
        'share of joiners with a first contribution within 7 days; of those who joined in the 91 days that ended 7 days ago',
    },
    responsiveness: {
      name: 'Answered',
      definition:
        'conversation starts of the last 28 days, at least 24 h old, that another person answered within 24 h',
    },
    newcomer_responsiveness: {
      name: 'Newcomers answered',
      definition: 'first messages of people who joined within 14 days before, answered by another person within 24 h',
    },
    gini: {
      name: 'Gini',
      definition: 'how unevenly contribution weight spreads over the members active in 28 days; 0 is even',
    },
    bus_factor: { name: 'Bus factor', definition: 'the fewest people who make half of the contributions' },
    retention: {
      name: 'Retention',
      definition: 'people by the week of their first contribution: how many contributed k weeks later',
    },
    week4: { name: 'Week-4 retention', definition: 'the 8 latest cohorts whose week 4 has ended, pooled' },
    health: {
      name: 'Health',
      definition:
        '0–100 out of weighted parts; a part without data is left out and the rest re-weighted; under a weight of 50 it is unknown',
    },
    ties: {
      name: 'Ties',
      definition:
        'directed, from person to person: reply or mention 3, reaction 1, referral 5, attended together 1; they fade by 10% in 30 days',
    },
    density: { name: 'Density', definition: 'ties ÷ possible ties' },
    reciprocity: {
      name: 'Reciprocity',
      definition: 'of ties of at least 1, the share that comes back with at least 1',
    },
    clustering: { name: 'Clustering', definition: 'how far the people around a person know each other' },
    isolated: { name: 'Isolated', definition: 'share of members without a tie in either direction' },
    median_ties: { name: 'Ties per member (median)', definition: 'median number of people a member has a tie with' },
    influence: { name: 'Influence', definition: 'PageRank on the network of ties; all members sum to 1' },
    paying: { name: 'Paying members', definition: 'members with a purchase in 365 days' },
    joins28: { name: 'Joined in 28 days', definition: 'people who joined in the last 28 days' },
    leaves28: { name: 'Left in 28 days', definition: 'people who left in the last 28 days' },
    weekly_new: { name: 'new', definition: 'first active in this week' },
    weekly_retained: { name: 'retained', definition: 'active in the week before as well' },
    weekly_returning: { name: 'returning', definition: 'active before, not in the week before' },
    weekly_dormant: { name: 'dormant', definition: 'active before, not in this week' },
  },
  sentence: {
    stageUnknown: 'Stage unknown',
    health: 'health {{score}} ({{band}})',
    healthUnknown: 'health unknown',
    thisWeek: '{{active, count}} {{active, person|people}} active this week',
    lastWeek: '{{active, count}} {{active, person|people}} active in the last full week',
    noWeek: 'no complete week yet',
    more: '{{change, percent}} more than the week before',
    less: '{{change, percent}} fewer than the week before',
    same: 'as many as the week before',
    cause: 'mainly {{cause}}',
    separator: ' · ',
    comma: ', ',
    causes: {
      new_fell: 'new people {{from}} → {{to}}',
      new_rose: 'new people {{from}} → {{to}}',
      retained_fell: 'people active in a row {{from}} → {{to}}',
      retained_rose: 'people active in a row {{from}} → {{to}}',
      returning_fell: 'returning people {{from}} → {{to}}',
      returning_rose: 'returning people {{from}} → {{to}}',
    },
  },
  report: {
    title: 'Community report',
    asOf: 'as of the end of {{day}}',
    timezone: 'time zone {{zone}}',
    events:
      '{{counted, count}} events count ({{total, count}} in all; bots {{bots, count}}, removed {{removed, count}})',
    span: '{{first}} to {{last}}',
    unknownKinds: '{{unknownKinds, count}} of an unknown kind: kept, no contribution',
    empty: 'there are no events to compute from',
    sections: {
      members: 'Members and tiers',
      activity: 'Activity',
      weekly: 'Weekly statuses',
      retention: 'Weekly retention',
      health: 'Health',
      stage: 'Stage and evidence',
      network: 'Network',
      leaders: 'Most influential members',
      wake: 'Silent members worth waking',
      hours: 'Busiest hours',
      heatmap: 'Hours of the week',
      words: 'Top words by group',
      plays: 'What to do next',
      unknown: 'Unknown figures',
      value: 'Value',
      activityScheme: 'Activity scheme',
      silent: 'Kinds of silence',
      engagement: 'Engagement tiers',
      trend: 'DAU and MAU',
      definitions: 'Definitions',
      responsiveness: 'Responsiveness',
      concentration: 'Concentration',
    },
    columns: {
      week: 'week',
      cohort: 'cohort',
      size: 'size',
      member: 'member',
      tier: 'tier',
      influence: 'influence',
      why: 'why',
      lastActive: 'last active',
      kind: 'kind',
      causes: 'probable causes',
      group: 'group',
      words: 'words',
      hour: 'hour',
      contributions: 'contributions',
      share: 'share',
      part: 'part',
      score: 'score',
      weight: 'weight',
      raw: 'measured',
      people: 'people',
      active: 'active',
    },
    unknownFigure: 'unknown',
    unsteady: 'under 1,000 members the ratio is unsteady',
    small: 'small sample ({{count}})',
    stickinessMedian: 'own median {{median, percent}} ({{weeks}} weeks)',
    unfinished: 'unfinished',
    unfinishedWeek: 'this week has not ended',
    partLeftOut: 'left out',
    holds: 'holds',
    fails: 'does not hold',
    ever: '{{ever, count}} people ever, {{left, count}} left',
    people: '{{people, count}} {{people, person|people}}',
    never: 'never active',
    moreRows: '{{count}} more {{count, row|rows}} not shown',
    about: 'about {{members, count}} {{members, member|members}}',
    measure: 'watch {{metric}}',
    week4: 'latest {{cohorts}} cohorts pooled {{retained}}/{{size}} = {{rate, percent}}',
    starts: '{{starts, count}} conversation {{starts, start|starts}}',
    firstMessages: '{{starts, count}} {{starts, first message|first messages}} of newcomers',
    median: 'median first answer {{minutes, minutes}}',
    answered: '{{share, percent}} answered within 24 h',
    topHours: 'busiest: {{hours}}',
    busFactorSays: 'half of the contributions come from {{busFactor}} of {{activeMembers}} active members',
    none: 'none',
    listSeparator: ', ',
    because: ': ',
    weekdays: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
    computed: 'How these figures are computed',
    shows: '{{day}}: DAU {{dau}}, MAU {{mau}}',
    generatedBy: 'Made by Qunluo; everything is in this file, nothing is fetched',
  },
};
