import { mondayOf, type Day } from '#kernel/calendar.ts';
import { DAY_WORDS, type ActivityBits } from '../figures/activity-bits.ts';

/** Activity bits out of the days on which each person was active; days after today are left out. */
export function bitsOfPeople(people: readonly (readonly Day[])[], today: Day): ActivityBits {
  const all = people.flat().filter((day) => day <= today);
  const firstMonday = mondayOf(Math.min(today, ...all));
  const weekWords = Math.ceil(((mondayOf(today) - firstMonday) / 7 + 1) / 32);
  const days = Array.from({ length: DAY_WORDS }, () => new Uint32Array(people.length));
  const weeks = Array.from({ length: weekWords }, () => new Uint32Array(people.length));
  people.forEach((active, i) => {
    for (const day of active) {
      const age = today - day;
      if (age < 0) continue;
      if (age < DAY_WORDS * 32) days[age >>> 5]![i]! |= 1 << (age & 31);
      const week = (mondayOf(day) - firstMonday) / 7;
      weeks[week >>> 5]![i]! |= 1 << (week & 31);
    }
  });
  return { count: people.length, today, days, firstMonday, weeks };
}
