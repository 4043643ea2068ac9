/** The last days of the months that ended between two days (`YYYY-MM-DD`), the first included, the last not; ascending. */
export function monthEnds(from: string, before: string): string[] {
  const [year = 0, month = 1] = from.split('-').map(Number);
  const ends: string[] = [];
  for (let ahead = 0; ; ahead++) {
    const end = new Date(Date.UTC(year, month + ahead, 0)).toISOString().slice(0, 10);
    if (end >= before) return ends;
    ends.push(end);
  }
}
