/** A pattern of LIKE for whatever contains a text, with nothing in the text standing for anything else. */
export const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
