const FIRST = [79, 70, 229] as const;
const LAST = [56, 189, 248] as const;

/** From strong to light by the place in the order: the order is what the colours say. */
export function schemeColour(at: number, of: number): string {
  const part = of > 1 ? at / (of - 1) : 0;
  const mixed = FIRST.map((value, channel) => Math.round(value + (LAST[channel]! - value) * part));
  return `rgb(${mixed.join(' ')})`;
}
