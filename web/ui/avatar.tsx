import { hueOf } from './hue.ts';

/** The first letter of a name on a quiet colour of its own. */
export function Avatar({ name, id, size = 28 }: { name: string; id: string; size?: number }) {
  const first = [...name.replace(/^[@#\s]+/, '')][0] ?? '·';
  return (
    <span
      className="q-avatar"
      aria-hidden
      style={
        { width: size, height: size, fontSize: Math.round(size * 0.44), '--hue': hueOf(id) } as React.CSSProperties
      }
    >
      {first.toLocaleUpperCase()}
    </span>
  );
}
