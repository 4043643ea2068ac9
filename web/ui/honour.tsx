import type { Level } from '../../src/modules/levels/levels.contract.ts';

/** Drawings of levels and badges, outlines on a grid of 24. */
const DRAWINGS: Record<Level['icon'], string> = {
  seedling:
    'M12 20v-8M12 12.500c0-4-3-6-7-6 0 4 3 6 7 6M12 10.500c0-3.500 2.500-5.500 6.500-5.500 0 4-2.500 5.500-6.500 5.500',
  leaf: 'M6 18C5 9 10 4.500 19.500 4.500c0 9.500-4 14.500-13.500 13.500M4.500 20c2-6 5-9 9.500-11',
  flower:
    'M12 11.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4M12 7.500c-2.500-4 2.500-4 0 0M13.700 8.500c2.200-4.200 4.700 0 .2 1.200M13.500 10.800c4.500 1.200 2 5-.500 .500M10.300 8.500c-2.200-4.200-4.700 0-.2 1.200M10.500 10.800c-4.500 1.200-2 5 .500 .500M12 12v8.500M12 18c2.500 0 4-1 4.500-3',
  tree: 'M12 21v-6M12 3 7 9h2.500l-4 6h13l-4-6H17z',
  star: 'm12 4 2.400 5 5.600.7-4.100 3.800 1.100 5.500-5-2.800-5 2.800 1.100-5.500L4 9.700 9.600 9z',
  medal:
    'M8.500 3.500 12 9l3.500-5.500M12 21a6 6 0 1 0 0-12 6 6 0 0 0 0 12M12 12.500l.9 1.700 1.900.3-1.400 1.300.3 1.900-1.700-.9-1.700.9.3-1.900-1.400-1.300 1.900-.3z',
  trophy:
    'M8 4h8v6a4 4 0 0 1-8 0zM8 6H4.500c0 3 1.500 4.500 3.700 4.500M16 6h3.500c0 3-1.500 4.500-3.700 4.500M12 14v4M8 20h8',
  crown: 'M4.500 18.500 3 8l5 4 4-7 4 7 5-4-1.500 10.500z',
  gem: 'M7 4.500h10l4 5.500-9 10.500L3 10zM3 10h18M9 10l3 10 3-10-3-5.500z',
  rocket:
    'M12 3c4 3 5 7 4 12H8c-1-5 0-9 4-12M8 12l-3.500 4.500L8 17M16 12l3.500 4.500L16 17M12 18v3M12 10.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3',
  heart:
    'M12 20C5.500 15.500 3.500 12 3.500 9A4.300 4.300 0 0 1 12 7.500 4.300 4.300 0 0 1 20.500 9c0 3-2 6.500-8.500 11',
  flame:
    'M12 21c-3.900 0-6.500-2.600-6.500-6 0-4.500 4-6 4-11 3.500 1.500 4.500 4.500 4.300 6.500 1-.5 1.700-1.500 1.900-2.500 1.800 2 2.800 4.300 2.800 7 0 3.400-2.600 6-6.500 6',
  book: 'M5 4.500h10a3 3 0 0 1 3 3V20H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h10',
  chat: 'M4 5h16v11h-9l-4.500 4v-4H4z',
  handshake:
    'M3 8l4-2 5 2.500L17 6l4 2v7l-3 .500L12.500 20l-3.500-3-3-1.500-3-.500zM12 8.500 9 12l2.500 1.500L14 12l4 3.500',
  shield: 'M12 3.500 19 6v5.500c0 4.500-3 7.500-7 9-4-1.500-7-4.500-7-9V6z',
};

/**
 * The picture of a level or a badge in its colour, on a ground of the same. It goes with words; screen readers skip it.
 * `faded`: not reached yet.
 */
export function Honour({
  icon,
  colour,
  size = 40,
  faded = false,
}: {
  icon: Level['icon'];
  colour: string;
  size?: number;
  faded?: boolean;
}) {
  return (
    <span
      className="q-honour"
      style={{ width: size, height: size, background: `${colour}26`, color: colour, opacity: faded ? 0.45 : undefined }}
      aria-hidden
    >
      <svg
        width={size * 0.6}
        height={size * 0.6}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={DRAWINGS[icon]} />
      </svg>
    </span>
  );
}
