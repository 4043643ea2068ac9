import { describe, expect, it } from 'vitest';
import { marksOf } from './marks.ts';
import { ordinaryDay } from './ordinary-day.ts';

const days = (dau: (index: number) => number, mau: (index: number) => number) =>
  Array.from({ length: 120 }, (_, index) => ({
    day: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
    dau: dau(index),
    mau: mau(index),
  }));

describe('marksOf', () => {
  it('marks the height and a surge, and only days that stand out', () => {
    const marks = marksOf(
      days(
        (index) => (index === 60 ? 90 : 40 + (index % 3)),
        (index) => 200 - Math.abs(index - 70),
      ),
    );
    expect(marks).toEqual([
      { kind: 'peak', day: '2026-03-12', value: 200 },
      { kind: 'surge', day: '2026-03-02', value: 90 },
    ]);
  });

  it('claims nothing of a steady rise, of few people, or of a short time', () => {
    expect(
      marksOf(
        days(
          (index) => 40 + index,
          (index) => index,
        ),
      ),
    ).toEqual([]);
    expect(
      marksOf(
        days(
          (index) => (index === 60 ? 8 : 1),
          (index) => index,
        ),
      ),
    ).toEqual([]);
    expect(
      marksOf(
        days(
          () => 1,
          () => 1,
        ).slice(0, 20),
      ),
    ).toEqual([]);
  });

  it('counts one festival of two days once', () => {
    const marks = marksOf(
      days(
        (index) => (index === 60 || index === 61 ? 120 : 40),
        (index) => index,
      ),
    );
    expect(marks.filter(({ kind }) => kind === 'surge')).toHaveLength(1);
  });
});

describe('joins and leaves', () => {
  it('marks a raid and an exodus, not the people a history begins with', () => {
    const daily = days(
      () => 40,
      (index) => index,
    ).map((day, index) => ({
      ...day,
      joins: index === 0 ? 300 : index === 70 ? 25 : 2,
      leaves: index === 90 ? 14 : 0,
    }));
    expect(marksOf(daily)).toEqual([
      { kind: 'joins', day: '2026-03-12', value: 25 },
      { kind: 'leaves', day: '2026-04-01', value: 14 },
    ]);
  });
});

describe('ordinaryDay', () => {
  it('is the median of the same weekday over eight weeks before, the day itself left out', () => {
    const daily = Array.from({ length: 57 }, (_, index) => ({ dau: index % 7 === 0 ? index : 1000 }));
    expect(ordinaryDay(daily)).toBe((21 + 28) / 2);
  });

  it('is unknown with fewer than four such days', () => {
    expect(ordinaryDay(Array.from({ length: 28 }, () => ({ dau: 5 })))).toBeNull();
    expect(ordinaryDay(Array.from({ length: 29 }, () => ({ dau: 5 })))).toBe(5);
  });
});
