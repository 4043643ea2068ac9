/** Days within which the same words are a repeat. */
export const REPEAT_DAYS = 7;

/** Letters, digits and the like: what is no white space. */
export const lengthOf = (text: string): number => [...text.replace(/[\s\u00a0\u3000]+/g, '')].length;

/** What makes two texts the same: case and white space aside. Null where nothing is said. */
export const sameWords = (text: string): string | null => {
  const words = text.toLowerCase().replace(/[\s\u00a0\u3000]+/g, '');
  return words === '' ? null : words;
};
