import { formatDay, type Day } from '#kernel/calendar.ts';
import { forecast, FORECAST_NEEDS, type Forecast, type Known } from '#kernel/forecast.ts';
import type { ObjectiveReason, ObjectiveStanding, ObjectiveStatus } from './objectives.contract.ts';

/** What an objective says: from where to where, from when to when. */
export type Aim = { startDay: Day; startValue: number; target: number; dueDay: Day };

/** Before a tenth of the time is over, being behind says nothing. */
const EARLY = 0.1;
/** Without a forecast: at least so much of the share of time that is over has to be done. */
const KEEPING_UP = 0.75;

/**
 * How an objective stands on a day, and why. A pure rule of the objective, the known figures (days ascending; later ones
 * are not looked at) and the day:
 * - reached: the latest figure is at the target or past it (after the due day: the latest figure by then);
 * - missed: the due day is over and it was not;
 * - with a forecast: on track when its middle reaches the target, at risk when only its better end does, else off track;
 * - without one: by the share of the way against the share of the time.
 */
export function objectiveStanding(
  aim: Aim,
  series: readonly Known[],
  { today, bounds }: { today: Day; bounds: { least: number; most: number } },
): ObjectiveStanding {
  const until = Math.min(today, aim.dueDay);
  const known = series.filter(({ day }) => day <= until);
  const last = known.at(-1);
  const way = aim.target - aim.startValue;
  const elapsed = clamp((today - aim.startDay) / (aim.dueDay - aim.startDay));
  const expected = aim.startValue + way * elapsed;
  const base = {
    day: formatDay(today),
    elapsed,
    expected,
    daysLeft: Math.max(0, aim.dueDay - today),
    reachedOn: firstReached(aim, known),
  };
  if (!last)
    return {
      ...base,
      value: null,
      valueDay: null,
      progress: null,
      perWeek: null,
      neededPerWeek: null,
      forecast: null,
      status: 'unknown',
      why: [{ code: 'no_figure', facts: {} }],
    };
  const weeksGone = (last.day - aim.startDay) / 7;
  const weeksLeft = (aim.dueDay - last.day) / 7;
  const ahead = today < aim.dueDay ? forecast(known, aim.dueDay, bounds) : undefined;
  const figures = {
    value: last.value,
    valueDay: formatDay(last.day),
    // Where nothing is done yet of a way down, it is 0, not minus 0.
    progress: (last.value - aim.startValue) / way + 0,
    perWeek: weeksGone >= 1 ? (last.value - aim.startValue) / weeksGone : null,
    neededPerWeek: weeksLeft > 0 ? (aim.target - last.value) / weeksLeft : null,
    forecast: ahead ?? null,
  };
  return { ...base, ...figures, ...judge(aim, { ...base, ...figures, ahead, today, points: known.length }) };
}

type Judged = {
  value: number;
  progress: number;
  elapsed: number;
  expected: number;
  perWeek: number | null;
  neededPerWeek: number | null;
  ahead: Forecast | undefined;
  today: Day;
  points: number;
};

function judge(aim: Aim, at: Judged): { status: ObjectiveStatus; why: ObjectiveReason[] } {
  const towards = Math.sign(aim.target - aim.startValue);
  const meets = (value: number): boolean => towards * (value - aim.target) >= 0;
  const { value, expected } = at;
  const standing: ObjectiveReason = {
    code: towards * (value - expected) >= 0 ? 'ahead_of_pace' : 'behind_pace',
    facts: { value, expected, difference: Math.abs(value - expected) },
  };
  if (meets(value)) return { status: 'reached', why: [{ code: 'at_target', facts: { value, target: aim.target } }] };
  const short = Math.abs(aim.target - value);
  if (at.today > aim.dueDay || at.neededPerWeek === null)
    return { status: 'missed', why: [{ code: 'short_of_target', facts: { value, target: aim.target, short } }] };
  const pace: ObjectiveReason = {
    code: at.perWeek === null ? 'pace_needed' : 'pace',
    facts: { needed: at.neededPerWeek, perWeek: at.perWeek },
  };
  return at.ahead ? byForecast(aim, at.ahead, [standing, pace]) : byPace(at, [standing, pace]);
}

function byForecast(
  aim: Aim,
  ahead: Forecast,
  more: ObjectiveReason[],
): { status: ObjectiveStatus; why: ObjectiveReason[] } {
  const up = aim.target > aim.startValue;
  const [worse, better] = up ? [ahead.low, ahead.high] : [ahead.high, ahead.low];
  const meets = (value: number): boolean => (up ? value >= aim.target : value <= aim.target);
  const status = meets(ahead.middle) ? 'on_track' : meets(better) ? 'at_risk' : 'off_track';
  const { low, middle, high, weeks } = ahead;
  const code = meets(worse)
    ? 'forecast_meets_surely'
    : status === 'on_track'
      ? 'forecast_meets'
      : status === 'at_risk'
        ? 'forecast_may_meet'
        : 'forecast_misses';
  const why = [{ code, facts: { low, middle, high, weeks, perWeek: ahead.perWeek } } as ObjectiveReason, ...more];
  if (ahead.far) why.push({ code: 'forecast_far', facts: { weeks } });
  return { status, why };
}

function byPace(at: Judged, more: ObjectiveReason[]): { status: ObjectiveStatus; why: ObjectiveReason[] } {
  const few: ObjectiveReason = { code: 'no_forecast', facts: { needed: FORECAST_NEEDS, known: at.points } };
  if (at.progress >= at.elapsed) return { status: 'on_track', why: [...more, few] };
  if (at.elapsed < EARLY) return { status: 'unknown', why: [{ code: 'too_early', facts: {} }, ...more, few] };
  return { status: at.progress >= KEEPING_UP * at.elapsed ? 'at_risk' : 'off_track', why: [...more, few] };
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** The first day since the start on which the target was reached. */
function firstReached({ startDay, startValue, target }: Aim, known: readonly Known[]): string | null {
  const towards = Math.sign(target - startValue);
  const found = known.find(({ day, value }) => day >= startDay && towards * (value - target) >= 0);
  return found ? formatDay(found.day) : null;
}
