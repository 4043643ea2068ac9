import { useId, useMemo } from 'react';
import { boundsOf, placeCircles, regionSpots, sidesOf, type Circle } from './venn.ts';

export interface VennSet {
  letter: string;
  name: string;
  size: number;
}

export interface VennRegion {
  /** Bits of the sets that these members are in. */
  mask: number;
  members: number;
  /** The number as it is shown. */
  shown: string;
  /** In words: `12 members only in A`. */
  label: string;
}

/** Pixels of the picture for one unit of a circle. */
const UNIT = 110;
/** Room that a number needs, by its length. */
const roomFor = (text: string): number => (5 + 4.2 * text.length) / UNIT;

/** Two or three sets as circles whose areas and overlaps are true; every region with members opens them. */
export function VennPicture(props: {
  label: string;
  /** Shown where a number has no room in its region. */
  note: string;
  sets: readonly VennSet[];
  regions: readonly VennRegion[];
  busy: number | undefined;
  open: ((mask: number) => void) | undefined;
}) {
  const { label, sets, regions, busy, open } = props;
  const id = useId();
  const count = (bits: number) =>
    regions.reduce((sum, { mask, members }) => ((mask & bits) === bits ? sum + members : sum), 0);
  const key = JSON.stringify([sets.map(({ size }) => size), regions.map(({ mask, members }) => [mask, members])]);
  const { circles, spots, bounds } = useMemo(() => {
    const placed = placeCircles(
      sets.map(({ size }) => size),
      (i, j) => count((1 << i) | (1 << j)),
    );
    return { circles: placed, spots: regionSpots(placed), bounds: boundsOf(placed, 0.24) };
    // The key stands for sets and regions.
  }, [key]);
  const drawn = regions.filter(({ mask }) => spots.some((spot) => spot.mask === mask));
  const fits = ({ mask, shown }: VennRegion): boolean =>
    spots.some((spot) => spot.mask === mask && spot.room >= roomFor(shown));
  const untold = regions.some((region) => region.members > 0 && !fits(region));
  return (
    <figure>
      <svg
        className="q-venn"
        role="group"
        aria-label={label}
        viewBox={`${bounds.x} ${bounds.y} ${bounds.width} ${bounds.height}`}
        style={{ maxWidth: bounds.width * UNIT }}
      >
        <defs>
          {circles.map((circle, at) => (
            <Shapes key={at} id={`${id}${at}`} circle={circle} bounds={bounds} />
          ))}
        </defs>
        {circles.map(({ x, y, r }, at) => (
          <circle key={at} cx={x} cy={y} r={r} className={`q-venn-set q-venn-${at}`} />
        ))}
        {drawn.map((region) => (
          <Region
            key={region.mask}
            id={id}
            sets={sets.length}
            bounds={bounds}
            region={region}
            busy={busy}
            open={open}
          />
        ))}
        <g aria-hidden className="q-venn-text">
          {drawn.filter(fits).map(({ mask, shown }) => {
            const spot = spots.find((one) => one.mask === mask)!;
            return (
              <text key={mask} x={spot.x} y={spot.y} fontSize={15 / UNIT}>
                {shown}
              </text>
            );
          })}
          {circles.map((circle, at) => (
            <Letter key={at} circle={circle} all={circles} letter={sets[at]!.letter} at={at} />
          ))}
        </g>
      </svg>
      {untold ? <figcaption className="q-faint q-small">{props.note}</figcaption> : null}
    </figure>
  );
}

/** A circle to cut by: as what is kept, and as what is taken away. */
function Shapes({ id, circle, bounds }: { id: string; circle: Circle; bounds: ReturnType<typeof boundsOf> }) {
  const shape = { cx: circle.x, cy: circle.y, r: circle.r };
  return (
    <>
      <clipPath id={`${id}in`}>
        <circle {...shape} />
      </clipPath>
      <mask id={`${id}out`} maskUnits="userSpaceOnUse" {...bounds}>
        <rect {...bounds} fill="white" />
        <circle {...shape} fill="black" />
      </mask>
    </>
  );
}

function Region(props: {
  id: string;
  sets: number;
  bounds: ReturnType<typeof boundsOf>;
  region: VennRegion;
  busy: number | undefined;
  open: ((mask: number) => void) | undefined;
}) {
  const { id, sets, bounds, region, busy, open } = props;
  const { within, without } = sidesOf(region.mask, sets);
  const cut = [
    ...within.map((at) => ({ clipPath: `url(#${id}${at}in)` })),
    ...without.map((at) => ({ mask: `url(#${id}${at}out)` })),
  ].reduceRight(
    (inner, by, at) => (
      <g key={at} {...by}>
        {inner}
      </g>
    ),
    <rect {...bounds} className="q-venn-ground" />,
  );
  const act = open && region.members > 0 ? () => open(region.mask) : undefined;
  return (
    <g
      className={`q-venn-region ${busy === region.mask ? 'q-venn-busy' : ''}`}
      {...(act
        ? {
            role: 'button',
            tabIndex: 0,
            'aria-label': region.label,
            onClick: act,
            onKeyDown: (event: React.KeyboardEvent) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              act();
            },
          }
        : {})}
    >
      <title>{region.label}</title>
      {cut}
    </g>
  );
}

/** The set's letter on its rim, on the side that looks away from the others. */
function Letter({ circle, all, letter, at }: { circle: Circle; all: readonly Circle[]; letter: string; at: number }) {
  const middle = {
    x: all.reduce((sum, { x }) => sum + x, 0) / all.length,
    y: all.reduce((sum, { y }) => sum + y, 0) / all.length,
  };
  const away = Math.hypot(circle.x - middle.x, circle.y - middle.y);
  const [dx, dy] = away < 0.02 ? [0, -1] : [(circle.x - middle.x) / away, (circle.y - middle.y) / away];
  const [x, y] = [circle.x + dx * circle.r, circle.y + dy * circle.r];
  return (
    <g>
      <circle cx={x} cy={y} r={11 / UNIT} className={`q-venn-mark q-venn-${at}`} />
      <text x={x} y={y} fontSize={12 / UNIT} className="q-venn-letter">
        {letter}
      </text>
    </g>
  );
}
