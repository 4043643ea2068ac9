/** Outlines on a grid of 24, drawn with a line of 1.8. */
const PATHS = {
  home: 'M4 11.5 12 4l8 7.5V20h-5.5v-5h-5v5H4z',
  gift: 'M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7c-4 0-5-4-2.5-4S12 7 12 7s0-4 2.5-4S16 7 12 7',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.700 1.900 7.500 5.500',
  back: 'M15 5 8 12l7 7',
  next: 'm9 5 7 7-7 7',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  close: 'M6 6l12 12M18 6 6 18',
  calendar: 'M4 6h16v14H4zM4 10.500h16M8 3.500V8M16 3.500V8',
  trophy:
    'M8 4h8v6a4 4 0 0 1-8 0zM8 6H4.500c0 3 1.500 4.500 3.700 4.500M16 6h3.500c0 3-1.500 4.500-3.700 4.500M12 14v4M8 20h8',
  medal:
    'M8.500 3.500 12 9l3.500-5.500M12 21a6 6 0 1 0 0-12 6 6 0 0 0 0 12M12 12.500l.9 1.700 1.900.3-1.400 1.300.3 1.900-1.700-.9-1.700.9.3-1.900-1.400-1.300 1.900-.3z',
  star: 'm12 4 2.400 5 5.600.7-4.100 3.800 1.100 5.500-5-2.800-5 2.800 1.100-5.500L4 9.700 9.600 9z',
  coins:
    'M9 11c3.300 0 6-1.300 6-3s-2.700-3-6-3-6 1.300-6 3 2.700 3 6 3M3 8v4c0 1.700 2.700 3 6 3s6-1.300 6-3V8M9 15v1c0 1.700 2.700 3 6 3s6-1.300 6-3v-4c0-1.500-2.500-2.800-6-3',
  shield: 'M12 3.500 19 6v5.500c0 4.500-3 7.500-7 9-4-1.500-7-4.500-7-9V6z',
  book: 'M5 4.500h10a3 3 0 0 1 3 3V20H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h10',
  box: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  phone: 'M7 3.500h10v17H7zM11 17.500h2',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  info: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17M12 11v5.500M12 7.500v.1',
  alert: 'M12 4 21 19.500H3zM12 10v4.500M12 17v.1',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1',
} as const;

export type IconName = keyof typeof PATHS;

/** A small drawing that goes with words; screen readers skip it. */
export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="m-icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
