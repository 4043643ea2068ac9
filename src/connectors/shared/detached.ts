/**
 * A copy of a text that is kept for long. A piece cut out of a chunk of a file otherwise holds on to the whole chunk,
 * and thousands of names to thousands of chunks.
 */
export const detached = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');
