import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Format } from '../../../../ui/format.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords, type Words } from '../../../../ui/use-words.ts';

/** All that is needed to say something of a result: the catalogue, the way numbers are written, the words of the insights. */
export interface Say {
  t: TFunction;
  format: Format;
  words: Words;
}

/** The words in the language on show; the same object while it stays. */
export function useSay(): Say {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  return useMemo(() => ({ t, format, words }), [t, format, words]);
}
