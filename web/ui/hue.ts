/** A hue 0–359 that is always the same for the same id. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const unit of id) hash = (hash * 31 + unit.codePointAt(0)!) >>> 0;
  return hash % 360;
}
