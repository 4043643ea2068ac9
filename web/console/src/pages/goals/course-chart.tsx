import { parseDay } from '../../../../../src/kernel/calendar.ts';
import type { TrackedObjective } from '../../../../../src/modules/goals/objectives.contract.ts';
import type { MetricPoint } from '../../../../../src/modules/insights/metrics.contract.ts';

const [WIDTH, HEIGHT, PAD] = [320, 72, 5];
type Place = { x: number; y: number };

/** Where days and values lie in the picture. */
function scale(days: readonly number[], values: readonly number[]) {
  const [from, to] = [Math.min(...days), Math.max(...days)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spread = high - low || Math.abs(high) || 1;
  return (day: number, value: number): Place => ({
    x: PAD + ((day - from) / (to - from || 1)) * (WIDTH - 2 * PAD),
    y: HEIGHT - PAD - ((value - low) / spread) * (HEIGHT - 2 * PAD),
  });
}

const draw = (places: readonly Place[]): string =>
  places.map(({ x, y }, at) => `${at ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/** The figures as lines that break where nothing is known for over a week. */
function figures(series: readonly MetricPoint[], place: (day: number, value: number) => Place): string {
  let [path, last] = ['', -Infinity];
  for (const { day, value } of series) {
    if (value === null) continue;
    const at = parseDay(day)!;
    const { x, y } = place(at, value);
    path += `${at - last > 8 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    last = at;
  }
  return path;
}

/** The course of an objective: its figures, the even pace, the target, and where the forecast will be when it is due. */
export function CourseChart({ objective, label }: { objective: TrackedObjective; label: string }) {
  const { series, standing, startValue, target } = objective;
  const [start, due] = [parseDay(objective.startDay)!, parseDay(objective.dueDay)!];
  const { forecast, value, valueDay } = standing;
  const known = series.filter((point) => point.value !== null);
  const place = scale(
    [start, due, ...known.map(({ day }) => parseDay(day)!)],
    [startValue, target, ...known.map((point) => point.value!), ...(forecast ? [forecast.low, forecast.high] : [])],
  );
  const end = place(due, target);
  const now = value === null ? undefined : place(parseDay(valueDay!)!, value);
  const fan = forecast && now ? [place(due, forecast.high), place(due, forecast.low), place(due, forecast.middle)] : [];
  return (
    <svg
      className="q-course"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
    >
      {now && fan.length > 0 ? <path className="q-course-range" d={`${draw([now, fan[0]!, fan[1]!])}Z`} /> : null}
      <path className="q-course-target" d={draw([{ x: PAD, y: end.y }, end])} />
      <path className="q-course-pace" d={draw([place(start, startValue), end])} />
      <path className="q-course-figure" d={figures(series, place)} />
      {now && fan.length > 0 ? <path className="q-course-ahead" d={draw([now, fan[2]!])} /> : null}
      {now ? <path className="q-course-now" d={`M${now.x} ${now.y}h0`} /> : null}
    </svg>
  );
}

/** Only the figures, for where a target is still being chosen. */
export function FigureLine({
  series,
  target,
  label,
}: {
  series: readonly MetricPoint[];
  target?: number;
  label: string;
}) {
  const known = series.filter((point) => point.value !== null);
  const days = series.map(({ day }) => parseDay(day)!);
  const place = scale(days, [...known.map((point) => point.value!), ...(target === undefined ? [] : [target])]);
  return (
    <svg
      className="q-course"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
    >
      {target === undefined ? null : (
        <path className="q-course-target" d={draw([place(days[0]!, target), place(days.at(-1)!, target)])} />
      )}
      <path className="q-course-figure" d={figures(series, place)} />
      {known.map((point, at) =>
        known.length < 4 ? (
          <path key={at} className="q-course-now" d={`${draw([place(parseDay(point.day)!, point.value!)])}h0`} />
        ) : null,
      )}
    </svg>
  );
}
