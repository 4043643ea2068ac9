import { Fragment } from 'react';
import type { TextMark } from '../../../../../src/modules/analyses/text.contract.ts';

/** A text cut at its marks; a piece knows all marks it lies in. */
export function piecesOf(text: string, marks: readonly TextMark[]): { text: string; as: string[] }[] {
  const cuts = [0, text.length, ...marks.flatMap(({ from, to }) => [from, to])];
  const places = [...new Set(cuts.map((place) => Math.min(place, text.length)))].toSorted((a, b) => a - b);
  return places.slice(1).map((to, index) => {
    const from = places[index]!;
    return {
      text: text.slice(from, to),
      as: marks.filter((mark) => mark.from < mark.to && mark.from <= from && mark.to >= to).map(({ as }) => as),
    };
  });
}

const TONES = new Set(['positive', 'negative']);

/** A message with the words that matter brought out; a word of tone is underlined, not only tinted. */
export function MarkedText({ text, marks }: { text: string; marks: readonly TextMark[] }) {
  return (
    <>
      {piecesOf(text, marks).map((piece, index) =>
        piece.as.length === 0 ? (
          <Fragment key={index}>{piece.text}</Fragment>
        ) : (
          <mark
            key={index}
            className={piece.as.map((as) => (TONES.has(as) ? `q-mark-${as}` : 'q-mark-term')).join(' ')}
          >
            {piece.text}
          </mark>
        ),
      )}
    </>
  );
}
